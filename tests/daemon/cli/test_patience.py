"""A server that asks for patience: a person is told until when, and nothing is asked before."""

import re

import pytest

from tests import proxy as faults

pytestmark = pytest.mark.server


def test_until_when_is_told_and_nothing_is_asked_before(klart, staffed, tmp_path, radicale_server):
    password = tmp_path / "password"
    password.write_text(radicale_server.password)
    password.chmod(0o600)
    with faults.proxy(radicale_server.home) as between:
        url = radicale_server.make_calendar(f"patience-{tmp_path.name}")
        through = f"{between.url}/{url.split('/', 3)[3]}"
        words = ["--caldav", through, "--user", radicale_server.user, "--password-file", password]
        assert klart("init", *words, "--home", staffed).code == 0
        between.fail("REPORT|PROPFIND", faults.status(503, Retry_After="600"))
        first = klart("once", "--home", staffed)
        between.clear()
        again = klart("once", "--home", staffed)
        assert between.count() == 0
    assert first.code == again.code == 3
    assert first.err == again.err
    assert re.search(r"asked again at (\w{3} )?\d\d:\d\d, and nothing before", first.err)
    said = " ".join(klart("status", "--home", staffed).out.split())
    assert re.search(r"\(throttled\).*asked again at (\w{3} )?\d\d:\d\d, and nothing before", said)
