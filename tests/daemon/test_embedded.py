"""The embedded server: one a home, ours by proof, private, and gone with whoever started it."""

import json
import socket
import subprocess
import sys
import urllib.request
from urllib.error import HTTPError

import pytest

from daemon.embedded import Server, read_note, served
from tests.processes import gone


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path / "deep folder %" / "calendar-server")
    yield made
    made.stop()


def status_of(url, user=None, password=""):
    request = urllib.request.Request(url, method="PROPFIND", headers={"Depth": "0"})
    if user:
        from base64 import b64encode

        request.add_header("Authorization", "Basic " + b64encode(f"{user}:{password}".encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except HTTPError as answer:
        answer.close()
        return answer.code


def test_it_serves_its_user_and_nobody_else(server):
    running = server.start()
    password = server.password_file.read_text().strip()
    assert status_of(f"{running.url}klart/", "klart", password) == 207
    assert status_of(f"{running.url}klart/") == 401
    assert status_of(f"{running.url}klart/", "klart", password[:-1]) == 401


def test_its_files_are_its_owners_alone(server):
    server.start()
    assert server.folder.stat().st_mode & 0o777 == 0o700
    for name in ("password", "users", "config", "server.json", "log"):
        assert (server.folder / name).stat().st_mode & 0o777 == 0o600


def test_a_live_one_of_ours_is_used_again(server):
    running = server.start()
    second = Server(server.folder)
    assert second.start() == running
    second.stop()
    assert server.alive()


def test_address_and_password_stay_over_a_restart(server):
    with served(server) as first:
        password = server.password_file.read_text()
    with served(server) as second:
        assert second.port == first.port
        assert server.password_file.read_text() == password


def test_a_stranger_at_the_port_is_left_alone(server):
    with served(server) as first:
        pass
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", first.port))
        stranger.listen()
        assert server.start().port != first.port


def test_a_note_of_another_process_is_no_proof(server):
    running = server.start()
    note = json.loads((server.folder / "server.json").read_text())
    (server.folder / "server.json").write_text(json.dumps({**note, "nonce": "another"}))
    assert Server(server.folder).found() is None
    (server.folder / "server.json").write_text("{}")
    assert read_note(server.folder) is None
    assert running.pid > 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a process to the one that started it")
def test_it_ends_with_whoever_started_it(tmp_path):
    code = (
        "import sys,time; from pathlib import Path; from daemon.embedded import Server\n"
        "print(Server(Path(sys.argv[1])).start().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "s")], stdout=subprocess.PIPE, text=True
    ) as starter:
        pid = int(starter.stdout.readline())
        starter.kill()
    assert gone(pid)
