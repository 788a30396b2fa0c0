import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from agents.retrieval.tokens import MAX_TOKEN_CHARACTERS, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("?! -- \t\n", []),
        ("The STS-93 launch, 1999", ["the", "sts", "93", "launch", "1999"]),
        ("running castles generally", ["run", "castl", "general"]),
        ("gas was his", ["gas", "was", "his"]),
        ("the astronaut's NASA’s o'clock", ["the", "astronaut", "nasa", "o", "clock"]),
        ("a_b snake_case", ["a", "b", "snake", "case"]),
        ("747s 1080p running2", ["747s", "1080p", "running2"]),
    ],
)
def test_english_text_becomes_stems_and_numbers(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Café Zürich Ångström", ["cafe", "zurich", "angstrom"]),
        ("Cafe\u0301", ["cafe"]),
        ("STRASSE Straße", ["strass", "strass"]),
        ("Tromsø Łódź Æther", ["tromso", "lodz", "aether"]),
        ("İstanbul ısı", ["istanbul", "isi"]),
        ("ΆΘΉΝΑ Йод", ["αθηνα", "иод"]),
        ("ﬁlm ＦＵＬＬ x²", ["film", "full", "x2"]),
        ("I ❤\ufe0f NY 1\ufe0f\u20e3", ["i", "ny", "1"]),
    ],
)
def test_case_width_and_accents_make_no_difference(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("東京都庁", ["東京", "京都", "都庁"]),
        ("猫", ["猫"]),
        ("黒い猫。白い犬", ["黒い", "い猫", "白い", "い犬"]),
        ("ガラス", ["ガラ", "ラス"]),
        ("ｶﾞﾗｽ", ["ガラ", "ラス"]),
        ("고양이 그림", ["고양", "양이", "그림"]),
        ("3Dモデル2台", ["3d", "モデ", "デル", "2", "台"]),
        ("人々・佐々木", ["人々", "佐々", "々木"]),
        ("𠮷野家", ["𠮷野", "野家"]),
    ],
)
def test_scripts_without_spaces_become_overlapping_pairs(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


def test_vowel_marks_stay_inside_their_word() -> None:
    assert tokenise("हिन्दी भाषा") == ["हिन्दी", "भाषा"]


def test_an_endless_run_of_letters_is_known_by_its_beginning() -> None:
    assert tokenise("0f" * 500) == [("0f" * 500)[:MAX_TOKEN_CHARACTERS]]


@given(st.text())
def test_a_token_never_holds_what_an_index_could_split_at(text: str) -> None:
    for token in tokenise(text):
        assert 0 < len(token) <= MAX_TOKEN_CHARACTERS
        assert all(c.isalnum() or unicodedata.category(c).startswith("M") for c in token)
        assert not any("A" <= c <= "Z" for c in token)


@given(st.text(), st.text())
def test_a_space_is_always_a_boundary(left: str, right: str) -> None:
    assert tokenise(f"{left} {right}") == tokenise(left) + tokenise(right)


def test_threads_do_not_disturb_each_other() -> None:
    endings = ["nings", "ational", "fulness", "ingly"]
    words = [
        f"{first}o{second}{ending}" for first in "bdfgklmprt" for second in "bdfgklmprt" for ending in endings
    ]
    with ThreadPoolExecutor(4) as pool:
        stemmed = list(pool.map(tokenise, words))
    assert stemmed == [[snowballstemmer.stemmer("english").stemWord(word)] for word in words]
