"""Judging many files looks for no rounds of garbage meanwhile, and leaves the collector as it was."""

import gc
from pathlib import Path

import pytest

from cadences.language.findings import Findings
from cadences.reading import folder
from daemon.cli.checking import judged
from daemon.home import Home


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_as_it_was(collects: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    check_all = folder.check_all

    def watched(*given: object) -> Findings:
        seen.append(gc.isenabled())
        return check_all(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(folder, "check_all", watched)
    if not collects:
        gc.disable()
    try:
        judged({"ring.yaml": b"{cadence: ring, steps: [{call: first-call}]}"}, Home(tmp_path, tmp_path))
        after = gc.isenabled()
    finally:
        gc.enable()
    assert (seen, after) == ([False], collects)
