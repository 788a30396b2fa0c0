"""`manage.py prepare`."""

from tests.commands.conftest import Manage


def test_it_says_which_encoder_is_ready(manage: Manage) -> None:
    finished = manage("prepare")
    assert finished.code == 0
    assert "The encoder hashing is ready (hashing-1)." in finished.out
