"""The socket of the daemon: one question, one answer, short and long paths, and nobody there."""

import asyncio
import threading

import pytest

from daemon import wake
from daemon.errors import CannotReach, RefusedForSafety
from daemon.listening import listening
from daemon.locking import held


async def echo(question):
    return {"heard": question}


def served(path, answering, ask):
    """Run the daemon's end in this thread's loop and the caller in another."""

    async def life():
        async with listening(path, answering):
            return await asyncio.to_thread(ask)

    return asyncio.run(life())


@pytest.mark.parametrize("depth", [1, 12])
def test_a_question_is_answered_however_deep_the_home_lies(tmp_path, depth):
    folder = tmp_path.joinpath(*["a-rather-long-name-of-a-folder"] * depth)
    folder.mkdir(parents=True)
    path = folder / "klart.sock"
    assert served(path, echo, lambda: wake.ask(path, wake.FACTS, 5)) == {"heard": "facts"}
    assert not path.exists()


def test_only_its_owner_may_open_it(tmp_path):
    path = tmp_path / "klart.sock"
    assert served(path, echo, lambda: path.stat().st_mode & 0o777) == 0o600


def test_nobody_has_to_be_there(tmp_path):
    assert wake.ask(tmp_path / "klart.sock", wake.ROUND, 1) is None
    assert not wake.poke(tmp_path / "klart.sock")
    assert not wake.poke(tmp_path / "none" / "klart.sock")


def test_what_a_killed_daemon_left_is_nobody(tmp_path):
    import socket

    path = tmp_path / "klart.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert wake.ask(path, wake.POKE, 1) is None
    assert served(path, echo, lambda: wake.poke(path))


def test_one_that_never_answers_is_told(tmp_path):
    path = tmp_path / "klart.sock"

    async def never(_question):
        await asyncio.sleep(60)

    def ask():
        with pytest.raises(CannotReach):
            wake.ask(path, wake.ROUND, 0.2)

    served(path, never, ask)


@pytest.mark.parametrize("line", [b"\n", b"nonsense\n", b"[]\n", b"\xff\n", b"x" * 100_000 + b"\n", b""])
def test_nonsense_ends_its_own_call_alone(tmp_path, line):
    import socket

    path = tmp_path / "klart.sock"

    def ask():
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(5)
            caller.connect(str(path))
            try:
                caller.sendall(line)
                caller.shutdown(socket.SHUT_WR)
                caller.recv(100)
            except OSError:
                pass
        return wake.poke(path)

    assert served(path, echo, ask)


def test_one_holds_the_lock(tmp_path):
    with held(tmp_path / "lock"), pytest.raises(RefusedForSafety, match="runs on"), held(tmp_path / "lock"):
        pass
    with held(tmp_path / "lock"):
        assert threading.active_count() >= 1
