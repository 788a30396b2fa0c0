"""Words of every script are found as people type them, and whatever stands in a text is a phrase of it."""

import hashlib

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from agents.retrieval.tokens import VERSION, index_tokens, parse_query, satisfies, tokenise

TEXTS = {
    "japanese": "第12回の総会は2025年7月9日、ﾎﾃﾙ会館で㈱青葉が開いた。",
    "chinese": "这本旧书包着红纸，售价３０元，藏于B2馆。",
    "korean": "아침에 배가 들어왔다ㅋㅋㅋ 값은 3만원",
    "thai": "เรือน้ำลำเล็กแล่นออกจากท่าเมื่อปี๒๕๖๗",
    "lao": "ເຮືອນ້ຳອອກຈາກທ່າ",
    "khmer": "ទូកធំចេញពីកំពង់ផែនៅព្រឹកនេះ",
    "burmese": "သင်္ဘောကြီးသည်ဆိပ်ကမ်းမှထွက်ခွာသည်",
}
"""Of scripts without spaces, with digits, full width, narrow and joined forms."""


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("عَادَتِ السَّفِينَةُ إلى المينـــاء", '"عادت السفينة الى الميناء"'),
        ("بنيت المنارة عام ١٨٩٧", '"عام 1897"'),
        ("قایق‌های ما در سال ۱۳۵۰ آمدند", '"قایقهای ما در سال 1350"'),
        ("قایق‌های ما", '"قايق\u200cهاي ما"'),
        ("הָאֳנִיָּה חָזְרָה לַנָּמֵל", '"האניה חזרה לנמל"'),
        ("दीपघर १८९७ में बना", '"1897 में"'),
        ("ఓడ ౧౨ గంటలకు", '"12 గంటలకు"'),
        ("der Leucht\u00adturm\u00adwärter", '"Leuchtturmwärter"'),
        ("the light\u200bhouse keep\u2060er", '"lighthouse keeper"'),
        ("\u2067שלום\u2069", "שלום"),
        ("２０２５年７月９日", '"2025年7月9日"'),
        ("2025年7月9日", '"２０２５年７月９日"'),
        ("第12回", '"第12回"'),
        ("旧书包", "包"),
        ("旧书包", '"包"'),
        ("旧书包着红纸", '"包着"'),
        ("ﾎﾃﾙ会館", '"ホテル"'),
        ("ㅋㅋㅋ", '"ㅋㅋ"'),
        ("แม่น้ำสายใหญ่", "น้ำ"),
    ],
)
def test_a_text_is_found_as_it_is_typed(text: str, query: str) -> None:
    assert satisfies(parse_query(query), text)
    assert set(parse_query(query).scored_terms) & set(index_tokens(text))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("東京と京都", '"東京都"'),
        ("旧书包", '"书旧"'),
        ("กา", '"กู"'),
        ("हिन्दी", '"हन्द"'),
        ("2025年7月9日", '"2025年7月19日"'),
        ("عام ١٩٥٢", '"عام 1953"'),
    ],
)
def test_another_text_is_not(text: str, query: str) -> None:
    assert not satisfies(parse_query(query), text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_piece_between_graphemes_is_a_phrase(text: str) -> None:
    pieces = list(pieces_of(text))
    assert len(pieces) > 60
    for piece in pieces:
        query = parse_query(f'"{piece}"')
        assert query.phrases and satisfies(query, text), piece
        assert set(query.scored_terms) <= set(index_tokens(text)), piece


SIGNS = st.sampled_from([*"".join(TEXTS.values()), *"ｶﾞゴㄱㅏ각\u1100\u1161​\u00ad\u200d่ៈာ゙́A7 、「"])


@given(st.lists(SIGNS, min_size=1, max_size=12).map("".join))
def test_whatever_the_graphemes_are_every_piece_is_a_phrase(text: str) -> None:
    for piece in pieces_of(text):
        query = parse_query(f'"{piece}"')
        assert satisfies(query, text), piece


def pieces_of(text: str) -> list[str]:
    """Every substring of two and more graphemes that cuts no number and no Latin word."""
    # Characters that are not seen belong to no side of a cut inside a word.
    units = regex.findall(r"[0-9A-Za-z\p{Nd}\u00ad\u200b\u200d]+\p{M}*|\X", text)
    return [
        "".join(units[start:end]) for start in range(len(units)) for end in range(start + 2, len(units) + 1)
    ]


@given(st.lists(st.sampled_from(["Zürich", "إلى", "خانه‌ها", "१५", "Straße", "шёл", "don't", "x"])))
def test_every_run_of_words_is_a_phrase(words: list[str]) -> None:
    text = " ".join(words)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            assert satisfies(parse_query(f'"{" ".join(words[start:end])}"'), text)


def test_words_are_compared_by_pairs_alone() -> None:
    assert tokenise("旧书包") == ["旧书", "书包"]
    assert index_tokens("旧书包") == ["旧", "旧书", "书", "书包", "包"]


def test_a_phrase_is_scored_by_its_pairs() -> None:
    assert parse_query('"旧书包"').scored_terms == ("旧书", "书包")
    assert parse_query('"第3回"').scored_terms == ("第", "3", "回")
    assert parse_query('"sea season"').scored_terms == ("sea", "season")


def test_the_quote_of_a_hebrew_abbreviation_is_no_quotation_mark() -> None:
    assert parse_query('מנכ"ל ויו"ר').phrases == ()


def test_other_tokens_are_another_version() -> None:
    """When this fails, raise VERSION (homes index their texts anew) and write the new digest here."""
    texts = (*TEXTS.values(), "Running 2,048 ships' Größe, عام ١٩٥٢, हिन्दी")
    tokens = [index_tokens(text, language) for language in ("en", "de", "es") for text in texts]
    digest = hashlib.sha256(repr(tokens).encode()).hexdigest()[:16]
    assert (VERSION, digest) == (4, "e0f042398770e4c8")
