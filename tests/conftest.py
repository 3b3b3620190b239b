"""What every test may use: Hypothesis profiles, servers. Fixtures that only one room needs live beside its tests."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.integrations.calendar_contract")

from tests import servers  # noqa: E402 - after the line above

# A shared machine is no clock: laws are never timed.
settings.register_profile("dev", max_examples=100, deadline=None)
# CI says the same of the same commit; the search goes on wherever else the tests are run.
settings.register_profile(
    "ci",
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deterministic", parent=settings.get_profile("dev"), derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(scope="session")
def radicale_server(tmp_path_factory):
    """A Radicale of this test run's own, with Basic authentication."""
    with servers.radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(scope="session")
def xandikos_server(tmp_path_factory):
    """A Xandikos of this test run's own, open to loopback."""
    with servers.xandikos(tmp_path_factory.mktemp("xandikos")) as server:
        yield server
