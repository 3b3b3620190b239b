"""Files that mean no good, given to klart as a process with bounded memory: a finding or a refusal, never a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KLART = Path(sys.executable).with_name("klart")
HEAD = b"cadence: x\nsteps:\n  - call: ring\n"
MEGABYTE = 2**20
MOST_MEMORY = 100 * MEGABYTE
"""Bytes that a process may have in memory at its peak, whatever it is given."""
MOST_SECONDS = 20
"""Seconds of a processor after which the kernel ends it: a law about crashing and hanging, not about speed."""


def _bomb():
    rows = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(rows).encode()


HOSTILE = {
    "alias-bomb": (_bomb(), "K005"),
    "deep-brackets": (b"[" * 100_000, "K006"),
    "deep-braces": (b"{a: " * 50_000, "K006"),
    "deep-dashes": (b"- " * 100_000, "K006"),
    "deep-lines": (b"\n".join(b" " * n + b"a:" for n in range(600)), "K006"),
    "ten-megabytes": (HEAD + b"# " + b"x" * 10 * MEGABYTE, "K004"),
    "many-values": (b"a: [" + b"1," * 60_000 + b"1]", "K005"),
    "binary": (bytes(range(256)) * 200, "K007"),
    "no-text": (("\x01\x02\x03\x04\x05\x06\x07\x08" * 100).encode(), "K008"),
    "nul": (HEAD + b"title: a\0b\n", "K008"),
    "tabs": (b"cadence:\tx\nsteps:\n\t- call: ring\n", "K002"),
    "key-twice": (HEAD + b"cadence: x\n", "K003"),
    "yes-as-key": (HEAD + b"yes: {meeting: {start: y}}\n", "K101"),
    "no-as-key": (HEAD + b"no: 1\n", "K101"),
    "on-as-key": (HEAD + b"on: {busy: next}\n", "K101"),
    "time-as-window": (HEAD + b"windows: [9:30]\n", "K105"),
    "no-as-country": (HEAD + b"holidays: NO\n", "K116"),
    "tag": (HEAD + b"title: !!python/object/apply:os.system [ls]\n", "K011"),
    "merge": (b"base: &b {a: 1}\n" + HEAD + b"<<: *b\n", "K012"),
    "huge-number": (HEAD + b"limits: {touches_per_contact_per_week: " + b"9" * 100_000 + b"}\n", "K118"),
    "huge-exponent": (HEAD + b"limits: {touches_per_contact_per_week: 1e999999999}\n", "K102"),
    "huge-wait": (HEAD + b"    wait: 999999999999999999 months\n", "K104"),
    "right-to-left": (HEAD + "# \u202e\n".encode(), "K008"),
    "utf-16": (("cadence: x\n").encode("utf-16"), "K007"),
    "surrogate": (HEAD + b"title: \xed\xa0\x80\n", "K007"),
    "two-documents": (HEAD + b"---\n" + HEAD, "K010"),
    "empty": (b"", "K009"),
    "blank": (b"\n" * 200_000, "K009"),
    "long-key": (HEAD + b"a" * 200_000 + b": 1\n", "K0"),
    "many-keys": (HEAD + b"".join(b"k%d: 1\n" % n for n in range(9_000)), "K016"),
    "many-anchors": (HEAD + b"".join(b"k%d: &k%d 1\n" % (n, n) for n in range(9_000)), "K016"),
    "template-bomb": (HEAD + b"    text: \"{{ 'a' * 10 ** 9 }}\"\n", "K114"),
    "many-templates": (HEAD + b"    text: '" + b"{{ x }}" * 30_000 + b"'\n", "K1"),
    "deep-template": (HEAD + b"    text: '{{ " + b"(" * 20_000 + b"1" + b")" * 20_000 + b" }}'\n", "K114"),
    "deep-if": (HEAD + b"    text: '" + b"{% if rep.name %}" * 5_000 + b"'\n", "K114"),
    "open-quote": (HEAD + b'    text: "' + b"a: [\n" * 40_000, "K0"),
    "extends-itself": (b"cadence: x\nextends: x\n", "K122"),
}


BOUNDED = f"""
import os, resource, signal, sys
child = os.fork()
if child == 0:
    signal.alarm(120)  # it is ended that waits for a pipe
    resource.setrlimit(resource.RLIMIT_CPU, ({MOST_SECONDS}, {MOST_SECONDS}))
    resource.setrlimit(resource.RLIMIT_AS, ({1024 * MEGABYTE}, {1024 * MEGABYTE}))
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
with open(sys.argv[1], "w") as told:
    told.write(f"{{os.waitstatus_to_exitcode(status)}} {{used.ru_maxrss * 1024}}")
"""
"""Runs a program with bounds from a process that is small itself: what forks counts as memory of what it becomes."""


def run(tmp_path, *words):
    """Run klart with bounds; return its exit code, what it said on both streams, and its peak of memory in bytes."""
    used = tmp_path / "used"
    command = [sys.executable, "-c", BOUNDED, used, KLART, *words, "--home", tmp_path / "home"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    code, peak = map(int, used.read_text().split())
    return code, done.stdout.decode(), done.stderr.decode(), peak


@pytest.mark.process
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_finding_within_bounds(tmp_path, name):
    raw, code = HOSTILE[name]
    file = tmp_path / "x.yaml"
    file.write_bytes(raw)
    exit_code, out, err, peak = run(tmp_path, "check", "--json", file)
    assert (exit_code, err) == (1, "")
    codes = {found["code"] for found in json.loads(out)["findings"]}
    assert any(found.startswith(code) for found in codes), codes
    assert peak < MOST_MEMORY


@pytest.mark.process
@pytest.mark.parametrize("words", [["fmt"], ["preview"], ["check"], ["check", "--format", "sarif"]], ids=" ".join)
def test_no_command_of_an_author_crashes_on_a_hostile_file(tmp_path, words):
    for name in ("alias-bomb", "deep-brackets", "ten-megabytes", "binary", "nul", "many-templates", "huge-number"):
        file = tmp_path / f"{name}.yaml"
        file.write_bytes(HOSTILE[name][0])
        exit_code, out, err, peak = run(tmp_path, *words, file)
        assert exit_code in {1, 2}, (name, out, err)
        assert "fault of klart's own" not in err
        assert "Traceback" not in err
        assert peak < MOST_MEMORY, name
        assert file.read_bytes() == HOSTILE[name][0]


@pytest.mark.process
@pytest.mark.parametrize("command", ["check", "fmt"])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, command):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "empty").mkdir()
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    for path in (
        "/dev/zero",
        tmp_path / "pipe.yaml",
        tmp_path / "empty",
        tmp_path / "round.yaml",
        tmp_path / "none.yaml",
    ):
        exit_code, out, err, peak = run(tmp_path, command, path)
        assert exit_code == 2, (path, out, err)
        assert err.startswith("klart: ")
        assert "; " in err
        assert "fault of klart's own" not in err
        assert peak < MOST_MEMORY


@pytest.mark.process
def test_of_a_huge_file_no_more_is_read_than_the_language_takes(tmp_path):
    file = tmp_path / "x.yaml"
    with file.open("wb") as huge:
        huge.truncate(800 * MEGABYTE)
    exit_code, out, err, peak = run(tmp_path, "check", "--json", file)
    assert (exit_code, err) == (1, "")
    assert [found["code"] for found in json.loads(out)["findings"]] == ["K004"]
    assert peak < MOST_MEMORY


@pytest.mark.process
def test_devices_and_pipes_in_a_folder_are_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "deeper.yaml").mkdir()
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "x.yaml").write_bytes(HEAD)
    exit_code, out, _, _ = run(tmp_path, "check", "--json", tmp_path)
    assert (exit_code, json.loads(out)["files"]) == (0, 1)


@pytest.mark.process
def test_a_cadence_beside_that_is_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "base.yaml")
    (tmp_path / "x.yaml").write_bytes(b"cadence: x\nextends: base\n")
    exit_code, out, _, _ = run(tmp_path, "check", "--json", tmp_path / "x.yaml")
    assert exit_code == 1
    assert {found["code"] for found in json.loads(out)["findings"]} >= {"K112"}


@pytest.mark.process
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_bytes(HEAD)
    file.chmod(0)
    exit_code, _, err, _ = run(tmp_path, "check", file)
    assert exit_code == 2
    assert "cannot be read (Permission denied)" in err


@pytest.mark.process
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_in_a_folder_that_may_not_be_written_is_told_by_its_own_name(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_bytes(b"cadence:   x\nsteps: [{call: ring}]\n")
    tmp_path.chmod(0o500)
    exit_code, _, err, _ = run(tmp_path, "fmt", file)
    tmp_path.chmod(0o700)
    assert exit_code == 2
    assert err.startswith(f"klart: {file} cannot be replaced (Permission denied)")
