"""Answers as the built-in rules write them, out of quotes and captions: none may be objected to."""

from pathlib import Path

import pytest

from agents.types import Evidence
from agents.verdicts import Ruling, Verdict
from agents.verify.claims import claims
from agents.verify.rules import RuleSources, check
from agents.verify.ruling import judge, rule

ARTICLES = Path(__file__).parents[3] / "webapp/corpora/sample/articles"
NAMES = sorted(path.stem for path in ARTICLES.glob("*.md"))
TEXTS = [(ARTICLES / f"{name}.md").read_text(encoding="utf-8") for name in NAMES]
CAPTIONS = {
    "img_portrait": "The astronaut Eileen Collins in an orange pressure suit",
    "img_palau": "A golden disc, a little left of the middle, on light blue",
}
SOURCES = RuleSources(
    text_of=lambda ref: TEXTS[int(ref.id)],
    has_region=lambda piece: piece.uid in CAPTIONS,
    words_of=lambda uid: CAPTIONS[uid],
)


def quoted(key: str, article: str, first: str, last: str) -> Evidence:
    """The stretch of an article from its words `first` to its words `last`."""
    number = NAMES.index(article)
    text = TEXTS[number]
    start = text.index(first)
    end = text.index(last, start) + len(last)
    title = text.splitlines()[0].removeprefix("# ")
    return Evidence(
        key, "text", title, article, document=number, quote=text[start:end], start=start, end=end
    )  # fmt: skip


def pictured(key: str, uid: str, title: str) -> Evidence:
    return Evidence(key, "image", title, "picture.png", uid=uid)


def said(piece: Evidence) -> str:
    return f"{' '.join(piece.quote.split()).rstrip(' .')} [{piece.id}]."


PORTRAIT = pictured("e1", "img_portrait", "Eileen Collins, NASA portrait")
PALAU = pictured("e1", "img_palau", "Flag of Palau")
BORN = quoted("e2", "eileen_collins", "Eileen Collins, born", "came to NASA.")
ROW = quoted("e3", "eileen_collins", "STS-114 | Discovery", "2005 | commander")
LANGUAGES = quoted("e2", "switzerland", "There are four", "languages:")
LETTERS = quoted("e2", "pompeii", "We know the course", "died at Stabiae.")
MIRROR = quoted("e2", "hubble_telescope", "Soon after launch", "correct the error.")


@pytest.mark.parametrize(
    ("draft", "pieces"),
    [
        (
            f"The picture matches “Eileen Collins, NASA portrait”: {CAPTIONS['img_portrait']} [e1]. "
            f"{said(BORN)} {said(ROW)}",
            (PORTRAIT, BORN, ROW),
        ),
        ("The picture looks most like “Flag of Palau” [e1].", (PALAU,)),
        (f"Flag of Palau: {CAPTIONS['img_palau']} [e1].", (PALAU,)),
        (said(LANGUAGES), (LANGUAGES,)),
        (f"{said(LETTERS)} On “who painted it” the corpora hold no clear answer.", (LETTERS,)),
        (said(MIRROR), (MIRROR,)),
    ],
)
def test_an_answer_of_quotes_and_captions_is_supported_and_published(
    draft: str, pieces: tuple[Evidence, ...]
) -> None:
    evidence = {piece.id: piece for piece in pieces}
    verdicts = [v for claim in claims(draft) for v in check(claim, evidence, "", SOURCES)]
    assert [v for v in verdicts if v.verdict is not Verdict.SUPPORTED] == []
    assert {v.evidence_id for v in verdicts} == set(evidence)
    assert rule(judge(draft, verdicts, evidence), has_repaired=False) is Ruling.PUBLISH
