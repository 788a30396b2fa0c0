"""Spellings by the hundred: ids, brackets, words and signs are put together in every way that models do."""

import random
import re
from collections.abc import Iterator
from itertools import product

import pytest

from agents.text.markers import canonical, inert
from agents.types import Evidence
from agents.verify.numbering import resolve

EVIDENCE = {
    f"e{n}": Evidence(id=f"e{n}", kind="text", title="Collins", file="c.md", document=n, quote="She flew.")
    for n in (1, 2, 3)
}
PAIRS = (
    "[] 【】 ［］ 〔〕 〖〗 〘〙 〚〛 ⟦⟧ ⁅⁆ ﹝﹞ () （） ⦅⦆ ｟｠ ﹙﹚ ⁽⁾ ₍₎ ⸨⸩ "
    "「」 『』 《》 «» {} ｛｝ ﹛﹜ <> ＜＞ ⟨⟩ ⟪⟫ 〈〉 ❬❭"
).split()
IDS = [
    "e2", "e 2", "e-2", "e_2", "e.2", "e#2", "e:2", "e02", "e₂", "e²", "ｅ２", "ｅ2", "𝐞𝟐", "𝚎𝟸", "е2",
    "e٢", "e②", "ev2", "evidence 2", "e2.", "e2,", "*e2*", "`e2`", "@e2", "#e2", "^e2", "†e2", "→ e2",
    "id: e2", "see e2", "source: e2", "evidence e2", "evidence-e2", "evidence_id: e2", "ref. e2",
    "cited in e2", "as shown in e2",
]  # fmt: skip
LABELS = [
    "{}: Collins", "{}, p. 3", "{} p. 3", "{} - Collins", "Collins, {}", "Collins {}", "Collins 1930; {}",
    "p. 3 of {}", "fn {}", "źródło: {}", "根拠 {}", "1: {}", "c.md {}",
]  # fmt: skip
WHOLE = [
    "[E2]", "(E2)", "[[e2]]", "((e2))", "([e2])", "[(e2)]", "{{[e2]}}", "<[e2]>", "(Source: [e2])",
    "<sup>[e2]</sup>", "<sup>(e2)</sup>", '<a href="#e2">1</a>', '<a href="#e2">[1]</a>',
    '<span class="cite">e2</span>', "<co: e2>", "</co: e2>", "<cite:e2>", "<ref e2>", '<doc id="e2"/>',
    "<|cite|>e2<|/cite|>", "[cite]e2[/cite]", "<!--e2-->", "&#91;e2&#93;", "&lt;e2&gt;", "%5Be2%5D",
    "{{cite|e2}}", "{cite:e2}", '{"source": "e2"}', '{"cite": ["e2"]}', "\\citep[p. 3]{e2}", "\\cite[e2]",
    "\\footnote{e2}", "\\textsuperscript{[e2]}", "\\[e2\\]", "$^{[e2]}$", "$[e2]$", "^[e2]^", "^(e2)",
    "[e2](url)", '[e2](#e2 "Collins")', "[1](evidence/e2)", "[Source][e2]", ":cite[e2]", "[source:[e2]]",
    "[e2][e2]", "【e2†L1】", "ᵉ²", "e2]", "[e2", "[e2)", "(e2]",
]  # fmt: skip
FREE = [
    "e2", "— e2", "- e2", ", e2", "; e2", "→ e2", "† e2", "*e2*", "**e2**", "`e2`", "~~e2~~", "_e2_", "@e2",
    "^e2", "(Collins, e2)", "(e2, in 1930)", "(as Collins says; e2)",
]  # fmt: skip


def enclosed() -> Iterator[str]:
    yield from (f"{pair[0]}{written}{pair[1]}" for pair, written in product(PAIRS, IDS))
    yield from (f"[{label.format('e2')}]" for label in LABELS)
    yield from WHOLE


def test_every_spelling_is_read() -> None:
    unread = []
    for written in enclosed():
        answer = resolve(f"She flew {written}.", EVIDENCE)
        if [c.evidence.id for c in answer.citations] != ["e2"] or answer.text != "She flew [1].":
            unread.append((written, answer.text))
    assert unread == []


def test_every_spelling_of_nothing_is_removed() -> None:
    left = []
    for written in enclosed():
        if re.search(r"e[ _.#:-]\d|E\d|v\d|ce \d", written) and written[0] not in "[【［〔〖〘〚⟦⁅﹝<＜⟨⟪〈❬":
            continue  # Arithmetic and names are written so.
        nothing = re.sub("[2₂²２𝟐𝟸٢②]", "9", written)
        answer = resolve(f"She flew {nothing}. She sat [e1].", EVIDENCE)
        if [c.evidence.id for c in answer.citations] != ["e1"] or "9" in answer.text:
            left.append((nothing, answer.text))
    assert left == []


@pytest.mark.parametrize("written", FREE)
def test_an_id_at_the_end_of_a_clause_is_read(written: str) -> None:
    answer = resolve(f"She flew {written}. She landed.", EVIDENCE)
    assert [c.evidence.id for c in answer.citations] == ["e2"]
    assert "e2" not in answer.text


@pytest.mark.parametrize(
    "text", ["As e2 says, she flew.", "e2 shows it.", "She flew. e2", "- e2: She flew.", "她飞了e2。"]
)
def test_an_id_that_speaks_is_read(text: str) -> None:
    assert [c.evidence.id for c in resolve(text, EVIDENCE).citations] == ["e2"]


def test_a_free_id_of_nothing_goes_where_a_draft_cites() -> None:
    assert resolve("She flew e2. She sat e9.", EVIDENCE).text == "She flew [1]. She sat."
    assert resolve("Black answers e9.", {}).text == "Black answers e9."


NAMES = [
    "The E1 motorway is long.", "He drove on the E1.", "He drove on the e1.",
    "The E 10 petrol (E 10) is sold.", "Super (E10) is sold.", "The film “e1” is long.",
    'The film "e1", by Lee, is long.', "Its title is 'e1'.", "The multilingual-e5-small encoder.",
    "The e1 encoder (e1) is small.", "White plays 1. e2 e1 2. Nf3.", "The king moves to e1. It is safe.",
    "His visa is an e2.", "The model is called e1.", "x = 1e3, y = 2e-2.",
    "f(e-1) = 3 and 3 (e-1) and (e - 1).", "e^2 and e^{x}.", "He runs on e2 instances.", "Mail me@e1.org.",
    "See https://x.org/e1.", "Open file e1.txt.", "The tests are e2e.", "She rose by 2e3.",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_looks_like_an_id_stays(name: str) -> None:
    assert resolve(f"{name} She flew [e3].", EVIDENCE).text == f"{name} She flew [1]."


@pytest.mark.parametrize(
    "quoted", ["The road E1 is long.", "the rook stood on square e1", "Form E-1", "route e 1", "(e1)"]
)
def test_what_the_evidence_calls_so_is_no_marker(quoted: str) -> None:
    held = {
        **EVIDENCE,
        "e3": Evidence(id="e3", kind="text", title="Roads", file="r.md", document=9, quote=quoted),
    }
    text = {"The road E1 is long.": "It is e1.", "Form E-1": "Fill in (E-1)."}.get(
        quoted, f"She saw {quoted[-8:]}."
    )
    assert resolve(f"{text} She flew [e3].", held).text == f"{text} She flew [1]."


def random_draft(chance: random.Random) -> str:
    spelled = [*enclosed(), *FREE]
    words = [
        "She flew",
        "over the sea",
        "in 1930",
        "and",
        "**far**",
        "*then*",
        "(it is said)",
        "| a | b |",
        "\n- ",
        "`x`",
    ]
    pieces = [
        chance.choice(spelled if chance.random() < 0.4 else words) for _ in range(chance.randint(2, 12))
    ]
    return " ".join(pieces) + chance.choice([".", "", "!"])


@pytest.mark.parametrize("seed", range(40))
def test_drafts_at_random_keep_their_words_and_cite_soundly(seed: int) -> None:
    draft = random_draft(random.Random(seed))
    once = canonical(draft, EVIDENCE)
    answer = resolve(draft, EVIDENCE)
    assert canonical(once, EVIDENCE) == once
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {c.marker for c in answer.citations}
    for word in ("flew", "sea", "1930", "far"):
        assert answer.text.count(word) >= draft.count(word) - draft.count("Collins 1930")
    assert not resolve(f"“{inert(draft)}”", EVIDENCE).citations


def test_a_quote_keeps_its_letters_on_the_page() -> None:
    shown = inert("The rook went to e4. It stayed.")
    assert resolve(f"“{shown}” [e1]", EVIDENCE).text == "“The rook went to e4. It stayed.” [1]"
    forged = inert("The mole was built in 1877 e2.")
    answer = resolve(f"{forged} [e1]", EVIDENCE)
    assert (answer.text, len(answer.citations)) == ("The mole was built in 1877 e2. [1]", 1)
