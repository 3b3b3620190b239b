"""A house for every test of the use cases."""

import pytest

from tests.daemon.service.house import House


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "home" / "klart.db")
    yield made
    made.store.close()
