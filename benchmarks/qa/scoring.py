"""Whether a result of `ask --json` is what the line of its question accepts; all answer benchmarks share it.

- *right*: one expression of every group of `answers` occurs as whole words, none of `wrong` does, and the
  answer is no longer than its kind allows. Yes or no must open it. For pictures, all of `sources` are cited.
- *to the point*: right, and no copy of its source: of a cited text of three sentences or more, an answer of a
  short kind takes at most two thirds.
- *right thing cited*: a citation is of a file among `sources`.

Expressions are compared without regard to case, width, spaces before units and the way numbers are written:
1,234 is 1234 and 1 234, and in German and Spanish 1.234; 3,5 is 3.5 there. Chinese needs no limits of words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypedDict
from unicodedata import normalize

MAX_SHORT_CHARACTERS = 300
MAX_LONG_CHARACTERS = 900
MIN_SENTENCES_OF_A_LONG_SOURCE = 3
MAX_SHARE_OF_A_LONG_SOURCE = 2 / 3

SHORT_KINDS = frozenset({"fact", "identity", "count", "yes_no"})
LONG_KINDS = frozenset({"list", "comparison", "about", "pictures"})

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_CJK}]"
_PLAIN_SIGNS = str.maketrans({"’": "'", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")})
_DECIMAL_COMMA_LANGUAGES = frozenset({"de", "es"})
_MARKER = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")
_SENTENCE_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|[。！？]+")
_UNITS = (
    r"(?:[mcdk]?m[23]?|[mk]?g|[mcdh]?l|t|ha|ft|lb|min|h|bar|mph|k?Wh|[kMG]?W|[kMG]?Hz|[kMGT]B|k?V|m?Ah?"
    r"|°[CFK]?|[%‰€$£¥])(?!\w)"
)


class Citation(TypedDict):
    """The one field of a citation that is scored: the path of its file in the corpus folder."""

    file: str


class Answer(TypedDict):
    """`text` with markers such as [1], and what they stand for."""

    text: str
    citations: list[Citation]


class Result(TypedDict):
    """One of the `results` of `ask --json`; `status` is "finished", "declined" or "failed"."""

    status: str
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Question:
    """What a line of a file of questions accepts; `language` is en, de, es or zh."""

    id: str
    question: str
    language: str
    kind: str
    answers: tuple[tuple[str, ...], ...]
    wrong: tuple[str, ...]
    sources: tuple[str, ...]
    unanswerable: str | None

    @classmethod
    def from_line(cls, line: Mapping[str, Any]) -> "Question":
        """Keep what is scored of a decoded line; raises ValueError for a kind that has no rule."""
        if line["kind"] not in SHORT_KINDS | LONG_KINDS:
            raise ValueError(f"Question {line['id']} is of the unknown kind “{line['kind']}”.")
        return cls(
            id=line["id"],
            question=line["question"],
            language=line["language"],
            kind=line["kind"],
            answers=tuple(tuple(group) for group in line["answers"]),
            wrong=tuple(line.get("wrong", ())),
            sources=tuple(line["sources"]),
            unanswerable=line.get("unanswerable"),
        )


@dataclass(frozen=True, slots=True)
class Score:
    """One result's marks. `is_honest` is for questions that have no answer: they were declined."""

    is_right: bool
    is_to_the_point: bool
    right_cited: bool
    declined: bool
    is_honest: bool


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, in file order."""
    return [Question.from_line(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def score(question: Question, result: Result, texts: Mapping[str, str]) -> Score:
    """Mark `result`; `texts` holds the text of each document and the caption of each picture by its file.

    A file that has no entry in `texts` sets no limit to the answer's length.
    """
    declined = result["status"] == "declined"
    answer = result["answer"]
    text = strip_markers(answer["text"]) if answer else ""
    cited = {citation["file"] for citation in answer["citations"]} if answer else set()
    answered = question.unanswerable is None and bool(text)
    is_right = answered and _is_right(question, text, cited)
    return Score(
        is_right=is_right,
        is_to_the_point=is_right and not _is_copy(question, text, [texts.get(file, "") for file in cited]),
        right_cited=not cited.isdisjoint(question.sources),
        declined=declined,
        is_honest=question.unanswerable is not None and declined,
    )


def strip_markers(text: str) -> str:
    """`text` without the markers of its citations, such as [1] or [2, 3]."""
    return _MARKER.sub("", text).strip()


def occurs(expression: str, text: str, language: str) -> bool:
    """Whether `expression` stands in `text` as whole words; spellings of numbers are those of `language`."""
    patterns = [_pattern(spelling) for spelling in _spellings(expression, language)]
    return any(pattern.search(spelling) for spelling in _spellings(text, language) for pattern in patterns)


def _is_right(question: Question, text: str, cited: set[str]) -> bool:
    if len(text) > (MAX_SHORT_CHARACTERS if question.kind in SHORT_KINDS else MAX_LONG_CHARACTERS):
        return False
    if question.kind == "pictures" and not cited.issuperset(question.sources):
        return False
    groups = question.answers
    if question.kind == "yes_no":
        # "no" in the middle of a sentence says nothing.
        verdicts, groups = groups[0], groups[1:]
        if not any(_opens(verdict, text, question.language) for verdict in verdicts):
            return False
    return all(
        any(occurs(expression, text, question.language) for expression in group) for group in groups
    ) and not any(occurs(expression, text, question.language) for expression in question.wrong)


def _opens(expression: str, text: str, language: str) -> bool:
    return any(
        _pattern(wanted).match(spelling.lstrip("*_\"'“„«¡「 "))
        for wanted in _spellings(expression, language)
        for spelling in _spellings(text, language)
    )


def _is_copy(question: Question, text: str, sources: list[str]) -> bool:
    """Whether a short answer takes more than its share of the longest text that it cites."""
    longest = max(sources, key=len, default="")
    if (
        question.kind not in SHORT_KINDS
        or len(_SENTENCE_END.findall(longest)) < MIN_SENTENCES_OF_A_LONG_SOURCE
    ):
        return False
    return len(text) > MAX_SHARE_OF_A_LONG_SOURCE * len(longest)


@cache
def _pattern(spelling: str) -> re.Pattern[str]:
    """Finds `spelling` where no word or number goes on before or after it."""
    before = after = ""
    if re.match(_LETTER, spelling):
        before = rf"(?<!{_LETTER})" + (r"(?<!\d[.,])" if spelling[0].isdigit() else "")
    if re.match(_LETTER, spelling[-1:]):
        after = rf"(?!{_LETTER})" + (r"(?![.,]\d)" if spelling[-1].isdigit() else "")
    return re.compile(before + re.escape(spelling) + after)


def _spellings(text: str, language: str) -> Iterator[str]:
    """`text` as it is compared, once for each way in which its numbers may be read.

    In German and Spanish both ways are open, since a quote may be of an English document; and of two numbers
    side by side ("in room 12 300 people") nobody knows that they are not one.
    """
    folded = _fold(text)
    decimals = ".," if language in _DECIMAL_COMMA_LANGUAGES else "."
    return iter({_plain_numbers(folded, decimal, spaces) for decimal in decimals for spaces in ("", " ")})


def _fold(text: str) -> str:
    """One case, one width, one dash, one space; numbers and their units are two words."""
    folded = normalize("NFKC", text).translate(_PLAIN_SIGNS)
    # A unit is a word of its own, so that 40 is found in "40 %" and in "40cm".
    folded = re.sub(rf"(?<=\d)[\s-]*(?={_UNITS})", " ", folded)
    folded = re.sub(rf"(?<=\d)\s+(?=[{_CJK}])|(?<=[{_CJK}])\s+(?=\d)", "", folded)
    folded = re.sub(r"(?<=\d)-(?=[^\W\d])", " ", folded)
    return re.sub(r"\s+", " ", folded).casefold().strip()


def _plain_numbers(text: str, decimal: str, spaces: str) -> str:
    """Numbers without separators of thousands and with a decimal point."""
    thousands = f"[{',' if decimal == '.' else '.'}'{spaces}]"
    grouped = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:{thousands}\d{{3}})+(?!{thousands}?\d)")
    plain = grouped.sub(lambda found: re.sub(r"\D", "", found.group()), text)
    return re.sub(r"(?<=\d),(?=\d)", ".", plain) if decimal == "," else plain
