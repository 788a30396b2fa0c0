"""Every spelling of a marker is read or removed; what is no marker stays; text from outside is inert."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agents.context.fence import fence
from agents.text.hidden import visible
from agents.text.marker_spellings import spelled_markers
from agents.text.marker_words import MARKER
from agents.text.markers import canonical, inert
from agents.types import Evidence
from agents.verify.numbering import resolve

EVIDENCE = {
    f"e{n}": Evidence(id=f"e{n}", kind="text", title="Collins", file="c.md", document=n, quote="She flew.")
    for n in (1, 2, 3)
}
ONE = {"e1": EVIDENCE["e1"]}
PICTURE = {"e1": Evidence(id="e1", kind="image", title="Tower", file="t.png", uid="img_abcdefgh23456")}

SPELLINGS = [
    "[{}]", "【{}】", "[[{}]]", "［{}］", "[^{}]", "[#{}]", "[source: {}]", "[sources {}]", "[evidence {}]",
    "[ref {}]", "[Quelle: {}]", "[fuente: {}]", "[来源：{}]", "[see {}]", "[{}†source]", "【{}†L1-L4】",
    "[`{}`]", "[**{}**]", "['{}']", "\\[{}\\]", "**[{}]**", "`[{}]`", "({})", "（{}）", "(see {})",
    "(source: {})", "<{}>", "<{}/>", "〈{}〉", "<sup>{}</sup>", "<cite>{}</cite>", '<cite id="{}"/>',
    '<ref name="{}"></ref>', "{{{}}}", "\\cite{{{}}}", "^{}^", "$^{{{}}}$", "{}]", "[{}", "[{}](#source)",
    "[\u200b{}\u200b]", "[src: {}]", "[from {}]", "[based on {}]", "(cf. {})", "[Ref. {}]", "[doc {}]",
    "[id={}]", "（证据{}）", "[来源{}]", "[Nachweis {}]", "「{}」", "《{}》", "«{}»", "<!-- {} -->", "<|{}|>",
    "[{} p. 3]", "[{} § 2]", "[1]({})", "<{0}></{0}>",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_is_read_when_the_evidence_exists(spelling: str) -> None:
    answer = resolve(f"She flew {spelling.format('e2')}.", EVIDENCE)
    assert answer.text == "She flew [1]."
    assert [citation.evidence.id for citation in answer.citations] == ["e2"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_is_removed_when_it_does_not(spelling: str) -> None:
    assert resolve(f"She flew {spelling.format('e9')}.", EVIDENCE).text == "She flew."


@pytest.mark.parametrize(
    "spelled, ids",
    [
    ("[e1, e2]", "e1 e2"), ("[e1][e3]", "e1 e3"), ("[e1-e3]", "e1 e2 e3"), ("[e1–3]", "e1 e2 e3"),
    ("[e1; e2 & e3]", "e1 e2 e3"), ("[e1 to e3]", "e1 e2 e3"), ("(e1, e3)", "e1 e3"),
    ("[e1 and e2]", "e1 e2"), ("[E1]", "e1"), ("ᵉ¹", "e1"), ("【e1、e2】", "e1 e2"),
    ("[e1: Collins, p. 3]", "e1"), ("[document:3]", "e3"), ("[e1, e9]", "e1"),
    ("[e1 through e3]", "e1 e2 e3"), ("[e1至e3]", "e1 e2 e3"), ("[e1 or e2]", "e1 e2"),
    ("[e1以及e2]", "e1 e2"), ("[e2..e9999]", "e2"),
],
)  # fmt: skip
def test_lists_and_ranges_are_read(spelled: str, ids: str) -> None:
    found = resolve(f"She flew {spelled}.", EVIDENCE).citations
    assert [citation.evidence.id for citation in found] == ids.split()


@pytest.mark.parametrize(
    "text",
    [
    "She said [the] crew flew.", "In [2024] she flew.", "The additive (E330) is sour.",
    "The model E1 (E1) flew.", "The e5 encoder (e5) is small.", "She drives the E45 [sic].",
    "multilingual-e5-small", "x = y^2 {a, b}", "(see page 3)", "Her visa (e2 class) ran out.",
    "[E7] and E7 are visas.", "[from E5 on]", "She flew <source src=\"image1.png\">.",
],
)  # fmt: skip
def test_ordinary_text_stays(text: str) -> None:
    assert resolve(text, EVIDENCE).text == text


@pytest.mark.parametrize(
    "foreign",
    [
        "【1†source】", "【4:0†report.pdf】", "[citation:3]", "[7]", "[3, 4]", "[cite: 2]", "[^7]",
        "[^7^]", "[3-5]",
    ],
)  # fmt: skip
def test_markers_of_other_programs_go(foreign: str) -> None:
    assert resolve(f"She flew {foreign}.", EVIDENCE).text == "She flew."


def test_a_number_is_read_where_one_piece_only_is_kept() -> None:
    assert [c.evidence.id for c in resolve("She flew [1].", ONE).citations] == ["e1"]


def test_a_number_means_what_the_list_of_sources_says() -> None:
    answer = resolve("She flew [1]. She landed [2].\n\nSources:\n- [1] e3: Collins\n- [2] e1", EVIDENCE)
    assert answer.text == "She flew [1]. She landed [2]."
    assert [c.evidence.id for c in answer.citations] == ["e3", "e1"]


def test_sources_that_stand_at_the_end_alone_are_kept() -> None:
    assert resolve("She flew.\n\n**Sources:**\n- e2: Collins", EVIDENCE).text == "She flew. [1]"


def test_a_picture_is_known_by_its_uid() -> None:
    assert resolve("A tower [img_abcdefgh23456].", PICTURE).text == "A tower [1]."
    assert resolve("A tower [img_zzzzzzzz23456].", PICTURE).text == "A tower."


@pytest.mark.parametrize(
    "text",
    ["She **flew** home [1].", "She **flew** [1] **home** [1].", "Use ``x`` and __init__ [1].",
     "She **flew** **home** [1].", "*She* *flew* [1]."],
)  # fmt: skip
def test_emphasis_stays_around_words(text: str) -> None:
    assert resolve(text.replace("[1]", "[e1]"), EVIDENCE).text == text


@pytest.mark.parametrize("dressed", ["**[e9]**", "__[e9]__", "`[e9]`"])
def test_no_emphasis_stays_around_nothing(dressed: str) -> None:
    assert resolve(f"She **flew** {dressed}.", EVIDENCE).text == "She **flew**."


def test_a_number_in_fenced_code_is_no_citation() -> None:
    text = "Read it so [e2]:\n\n```c\nint row[4];\n```\n\nNot so [7]."
    shown = "Read it so [1]:\n\n```c\nint row❲4❳;\n```\n\nNot so."
    assert resolve(text, EVIDENCE).text == shown


def test_a_number_in_code_is_no_citation() -> None:
    assert resolve("Read `row[1]` first [e2].", EVIDENCE).text == "Read `row❲1❳` first [1]."


@pytest.mark.parametrize("spelling", [*SPELLINGS, "[source e1]", "Evidence {}", "ᵉ¹", "[1]", "【1†source】"])
def test_a_quote_of_a_marker_is_no_marker(spelling: str) -> None:
    outside = inert(f"They say {spelling.format('e1')} so.")
    answer = resolve(f"“{outside}” [e2].", EVIDENCE)
    assert [citation.evidence.id for citation in answer.citations] == ["e2"]
    assert len(MARKER.findall(canonical(f"“{outside}” [e2].", EVIDENCE))) == 1


PIECES = st.one_of(
    st.sampled_from(SPELLINGS).flatmap(lambda s: st.integers(1, 9).map(lambda n: s.format(f"e{n}"))),
    st.sampled_from(["She flew", ". ", "\n", "- ", "[the]", "(1999)", "[", "]", "(", ")", "**", "`",
                     "source ", "，", "【", "】", "[1]", "[2]", "^", "<sup>", "</sup>", "\u200b",
                     " and ", ", ", "é"]),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("[[[[[[[e1")
@example("[e1, [e2]] (see [e1])")
def test_no_outside_text_holds_a_marker_once_it_is_inert(text: str) -> None:
    assert not list(spelled_markers(inert(text)))
    assert len(inert(text)) == len(visible(text))
    assert not resolve(f"“{inert(text)}”", EVIDENCE).citations


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_number_in_an_answer_is_a_citation(text: str) -> None:
    answer = resolve(text, EVIDENCE)
    numbers = {int(number) for number in re.findall(r"\[(\d{1,3})\]", answer.text)}
    assert numbers == {citation.marker for citation in answer.citations}
    assert canonical(canonical(text, EVIDENCE), EVIDENCE) == canonical(text, EVIDENCE)


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "\u200b",
                "\u200d",
                "\ufe0f",
                "\U000e0041",
                "\u00ad",
                "\u202e",
                "end of untrusted data",
                "\n",
            ]
        )
    ).map("".join)
)
def test_hidden_characters_build_no_fence(text: str) -> None:
    head, *body, tail = fence(text, "x").split("\n")
    assert head.startswith("<<<") and tail.startswith("<<<end")
    assert not re.search(r"<{3}|>{3}", "\n".join(body))
    assert not re.search(
        "[\u200b\U000e0041\u00ad\u202e]|[<>a-z][\u200d\ufe0f]|[\u200d\ufe0f][<>a-z]", "\n".join(body)
    )
