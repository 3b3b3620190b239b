"""The unit starts this very installation, systemd takes it as it is, and a person's changes stay."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from daemon import units
from daemon.errors import BadInput, CannotReach, RefusedForSafety
from daemon.units import Said

CHECKOUT = Path(__file__).parents[3]
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")


class Listener:
    """What systemctl is asked for, and what it would say."""

    def __init__(self, **answers: Said) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.answers = answers

    def __call__(self, *words: str) -> Said:
        self.asked.append(words)
        return self.answers.get(words[0].replace("-", "_"), Said(0, "", ""))


def verified(unit: Path, kind: str, runtime: Path) -> str:
    runtime.mkdir(mode=0o700, exist_ok=True)
    done = subprocess.run(
        ["systemd-analyze", f"--{kind}", "--recursive-errors=no", "verify", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
    )
    return done.stderr + ("" if done.returncode == 0 else f"exit code {done.returncode}")


@needs_systemd
@pytest.mark.parametrize("kind", ["user", "system"])
def test_systemd_finds_nothing_wrong_with_either_unit(kind: str, tmp_path: Path) -> None:
    unit = tmp_path / units.NAME
    unit.write_text(units.render(units.template(kind), Path(shutil.which("true") or ""), None, [tmp_path]))

    assert verified(unit, kind, tmp_path / "run") == ""


@needs_systemd
def test_an_unknown_key_would_be_found(tmp_path: Path) -> None:
    unit = tmp_path / units.NAME
    text = units.render(units.template(), Path(shutil.which("true") or ""), None, [tmp_path])
    unit.write_text(text.replace("[Service]", "[Service]\nProtectTheHouse=yes"))

    assert "ProtectTheHouse" in verified(unit, "user", tmp_path / "run")


@needs_systemd
@pytest.mark.parametrize(("kind", "highest"), [("user", 50), ("system", 12)])
def test_what_a_unit_may_do_does_not_grow(kind: str, highest: int) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={highest}"]
    done = subprocess.run(
        [*command, str(CHECKOUT / "systemd" / kind / units.NAME)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout.splitlines()[-1]


@needs_systemd
def test_systemd_reads_back_an_awkward_path_as_it_was_meant(tmp_path: Path) -> None:
    awkward = tmp_path / "a b $HOME %h c;d"
    awkward.mkdir()
    script = awkward / "klart"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    unit = tmp_path / units.NAME
    home = tmp_path / "the \"home\" of \\ $HOME 5% 'x'"
    unit.write_text(units.render(units.template(), script, home, [awkward, home]))

    assert verified(unit, "user", tmp_path / "run") == ""
    script.unlink()
    assert f"{script} is not executable" in verified(unit, "user", tmp_path / "run")


@pytest.mark.parametrize("kind", ["user", "system"])
def test_what_a_person_must_mend_is_not_started_again(kind: str) -> None:
    text = units.template(kind)

    assert "RestartPreventExitStatus=2 4" in text
    assert "Restart=on-failure" in text
    assert "Type=notify\n" in text


def test_the_unit_starts_this_installation_and_may_write_to_its_home_alone(tmp_path: Path) -> None:
    text = units.render(units.template(), Path("/opt/k/bin/klart"), tmp_path, [tmp_path])

    assert f"\nExecStart=/opt/k/bin/klart run --home {tmp_path}\n" in text
    assert f"\nReadWritePaths={tmp_path}\n" in text
    assert text.count("ExecStart=") == 1
    assert units.is_ours(text)


def test_nothing_in_a_home_is_taken_for_a_variable_or_specifier_of_systemd() -> None:
    text = units.render(units.template(), Path("/opt/klart"), Path("/srv/$HOME %h"), [Path("/srv/$HOME %h")])

    assert '\nExecStart=/opt/klart run --home "/srv/$$HOME %%h"\n' in text
    assert '\nReadWritePaths="/srv/$HOME %%h"\n' in text


@pytest.mark.parametrize(
    ("script", "home", "private"),
    [
        ("/opt/klart", "/srv/klart", "yes"),
        ("/opt/klart", "/tmp/try", "no"),
        ("/opt/klart", "/var/tmp/try", "no"),
        ("/tmp/env/bin/klart", "/srv/klart", "no"),
    ],
)
def test_what_is_tried_out_in_a_temporary_folder_is_not_hidden_from_itself(
    script: str, home: str, private: str
) -> None:
    text = units.render(units.template(), Path(script), Path(home), [Path(home)])

    assert f"\nPrivateTmp={private}\n" in text


def test_without_a_home_of_its_own_the_platforms_folders_are_writable() -> None:
    folders = [Path("/home/anna/.config/klart"), Path("/home/anna/.local/share/klart")]
    text = units.render(units.template(), Path("/opt/k/bin/klart"), None, folders)

    assert "\nExecStart=/opt/k/bin/klart run\n" in text
    assert "\nReadWritePaths=/home/anna/.config/klart /home/anna/.local/share/klart\n" in text


def test_a_program_that_systemd_cannot_start_is_refused_before_anything_is_written() -> None:
    with pytest.raises(BadInput, match="quote or backslash"):
        units.render(units.template(), Path("/opt/it's/klart"), None, [])


def test_a_line_break_in_a_path_cannot_add_a_line_to_the_unit() -> None:
    with pytest.raises(BadInput):
        units.render(units.template(), Path("/opt/klart"), Path("/home/a\nExecStartPre=/bin/evil"), [])


def test_the_running_script_is_found(tmp_path: Path) -> None:
    script = tmp_path / "klart"
    script.touch(mode=0o755)

    assert units.console_script(str(script)) == script
    script.chmod(0o644)
    if os.geteuid() != 0 or not os.access(script, os.X_OK):
        with pytest.raises(BadInput):
            units.console_script(str(script))
    assert units.console_script("pytest").parent == Path(sys.executable).parent


def rendered(home: Path) -> str:
    return units.render(units.template(), Path("/opt/k/bin/klart"), home, [home])


def test_installing_twice_is_installing_once(tmp_path: Path) -> None:
    where, systemctl = tmp_path / "systemd/user/klart.service", Listener()

    units.install(rendered(tmp_path), where, systemctl)
    first, before = list(systemctl.asked), where.stat().st_mtime_ns
    units.install(rendered(tmp_path), where, systemctl)

    assert where.read_text() == rendered(tmp_path)
    assert where.stat().st_mtime_ns == before
    assert first == systemctl.asked[len(first) :]
    assert ("enable", units.NAME) in first
    assert first[-1] == ("start", units.NAME)


def test_another_home_is_written_anew_and_the_service_restarted(tmp_path: Path) -> None:
    where, systemctl = tmp_path / "klart.service", Listener()
    units.install(rendered(tmp_path), where, systemctl)

    said = units.install(rendered(tmp_path / "other"), where, systemctl)

    assert said[0] == f"wrote {where}"
    assert systemctl.asked[-1] == ("restart", units.NAME)


def test_a_dry_run_touches_nothing(tmp_path: Path) -> None:
    where, systemctl = tmp_path / "klart.service", Listener()

    assert units.install(rendered(tmp_path), where, systemctl, dry_run=True)[0] == f"would write {where}"
    assert not where.exists()
    units.install(rendered(tmp_path), where, systemctl)
    asked = len(systemctl.asked)
    assert units.uninstall(where, systemctl, dry_run=True)[1] == f"would remove {where}"
    assert where.exists()
    assert len(systemctl.asked) == asked


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("ProtectSystem=strict", "ProtectSystem=no"),
        lambda text: text + "# mine\n",
        lambda _: "[Unit]",
    ],
)
def test_a_unit_that_a_person_changed_is_left_alone(change: object, tmp_path: Path) -> None:
    where, systemctl = tmp_path / "klart.service", Listener()
    assert callable(change)
    theirs = change(rendered(tmp_path))
    where.write_text(theirs)

    with pytest.raises(RefusedForSafety):
        units.install(rendered(tmp_path), where, systemctl)
    with pytest.raises(RefusedForSafety):
        units.uninstall(where, systemctl)
    assert where.read_text() == theirs
    assert systemctl.asked == []


def test_uninstalling_twice_is_uninstalling_once(tmp_path: Path) -> None:
    where, systemctl = tmp_path / "klart.service", Listener()
    units.install(rendered(tmp_path), where, systemctl)

    units.uninstall(where, systemctl)
    asked = len(systemctl.asked)
    again = units.uninstall(where, systemctl)

    assert not where.exists()
    assert again[0].startswith("nothing to remove")
    assert len(systemctl.asked) == asked


def test_how_the_service_is(tmp_path: Path) -> None:
    said = "ActiveState=active\nSubState=running\nStatusText=7 open, next 09:15\n"
    said += "UnitFileState=enabled\nMainPID=42\nNRestarts=1\n"
    service = units.status(tmp_path / "klart.service", Listener(show=Said(0, said, "")))

    assert service == units.Service(
        installed=False, enabled=True, active="active (running)", told="7 open, next 09:15", pid=42, restarts=1
    )


def test_a_service_that_does_not_start_is_one_sentence(tmp_path: Path) -> None:
    systemctl = Listener(start=Said(1, "", "Job for klart.service failed.\nSee journalctl.\n"))

    with pytest.raises(CannotReach, match=r"^systemctl --user start: Job for klart.service failed. See journalctl"):
        units.install(rendered(tmp_path), tmp_path / "klart.service", systemctl)


def test_a_machine_without_systemd_gets_one_sentence_and_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    where = tmp_path / "klart.service"

    with pytest.raises(CannotReach, match="no systemd service manager of yours answers here"):
        units.install(rendered(tmp_path), where, units.systemctl)
    assert not where.exists()


def test_a_session_without_a_bus_gets_the_same_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "systemctl"
    bare.write_text("#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n")
    bare.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    with pytest.raises(CannotReach, match="Failed to connect to bus"):
        units.systemctl("daemon-reload")


def test_where_the_unit_belongs() -> None:
    assert units.place({"HOME": "/home/anna"}) == Path("/home/anna/.config/systemd/user/klart.service")
    assert units.place({"HOME": "/h", "XDG_CONFIG_HOME": "/c"}) == Path("/c/systemd/user/klart.service")
