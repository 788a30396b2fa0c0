"""manage.py corpus, where it refuses: a sentence on stderr, an object on stdout, exit code 2."""

from pathlib import Path

import pytest

from tests.commands.conftest import Manage


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["status", "nobody"], "There is no corpus “nobody”"),
        (["create", "Bad Slug"], "lower-case letters"),
        (["add", "nobody", "."], "There is no corpus “nobody”"),
        (["reindex", "harbour", "--encoder", "magic"], "There is no encoder 'magic'"),
        (["create", "harbour"], "already"),
        (["add", "harbour", "/no/such/path"], "no file or folder /no/such/path"),
        (["add", "harbour", ".", "--manifest", "/no/such.csv"], "manifest /no/such.csv"),
        (["delete", "harbour"], "--yes"),
        (["add", "harbour"], "PATH"),
        (["fly"], "fly"),
        ([], "ACTION"),
    ],
)
def test_bad_input_is_exit_code_2_with_a_sentence(
    manage: Manage, arguments: list[str], sentence: str
) -> None:
    ended = manage("corpus", *arguments, "--json")
    assert ended.code == 2
    assert sentence in ended.err
    assert sentence in ended.json["error"]


def test_an_import_that_could_use_nothing_is_bad_input(manage: Manage, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"nothing")
    assert manage("corpus", "add", "harbour", tmp_path).code == 2
