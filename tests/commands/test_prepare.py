"""`manage.py prepare`."""

import pytest

from tests.commands.conftest import Manage

pytestmark = pytest.mark.long


def test_it_says_which_encoder_is_ready(manage: Manage) -> None:
    finished = manage("prepare")
    assert finished.code == 0
    assert "The encoder hashing is ready (hashing-1)." in finished.out
