"""An answer as pages and files show it: blocks of words, lists, tables, grids, and what was checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.answers.phrases import LANGUAGES, say
from agents.assessment import Agreement, Answers, Form, Level
from agents.types import Answer, Citation, Evidence
from agents.verdicts import Verdict
from webapp.runs.presenting.colour_words import asks_for_colours, stretches
from webapp.runs.presenting.markdown_answers import pieces

Kind = Literal["paragraphs", "list", "table", "pictures"]

MARKER = re.compile(r"\[(\d+)\]")

_ITEM = "- "
_GAP = re.compile(r"\s+(?=[.,;:!?]\s*$)")
_NAMED = re.compile(r"\A(?P<name>[^:：]{1,120})[:：]\s*(?P<rest>.*)\Z", re.DOTALL)
_YES_AND_NO = "|".join(
    re.escape(word) for code in sorted(LANGUAGES) for word in (say("yes", code), say("no", code))
)
_YES_OR_NO = re.compile(rf"\A(?P<name>{_YES_AND_NO})[:：.。,，]\s*(?P<rest>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A stretch of the answer's words, or the citation that stands between two of them.

    `colour` is `#rrggbb` where the words name a colour that was asked for.
    """

    text: str
    citation: Citation | None = None
    colour: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A paragraph, an item or a row: `name` stands before the rest, `picture` is what a figure shows."""

    parts: tuple[AnswerPart, ...]
    name: str = ""

    @property
    def picture(self) -> Evidence | None:
        """The picture that the line rests on."""
        cited = (part.citation.evidence for part in self.parts if part.citation)
        return next((evidence for evidence in cited if evidence.uid), None)

    @property
    def words(self) -> str:
        """Without its citations."""
        said = "".join(part.text for part in self.parts if not part.citation)
        return _GAP.sub("", said).strip()


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """Lines that are shown alike: paragraphs, a list, rows of a table, or figures of a grid."""

    kind: Kind
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerCheck:
    """One thing that was checked, in words; `is_good`: nothing is left to be desired of it."""

    words: str
    is_good: bool
    advice: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer in blocks of parts, or of a model in `markup`: parts whose text is safe HTML."""

    blocks: tuple[AnswerBlock, ...]
    citations: tuple[Citation, ...]
    is_supported: bool
    is_from_model: bool
    answers: Answers | None = None
    agreement: Agreement | None = None
    markup: tuple[AnswerPart, ...] = ()

    @property
    def checks(self) -> tuple[AnswerCheck, ...]:
        """What was checked, each by itself; nothing of an answer that an earlier version gave."""
        if self.is_from_model or self.answers is None:
            return ()
        answering = {
            Level.YES: AnswerCheck(_("Answers the question: yes"), is_good=True),
            Level.PARTLY: AnswerCheck(
                _("Answers the question: partly"), False, _("A part of it, or something that comes close.")
            ),
            Level.UNSURE: AnswerCheck(
                _("Answers the question: not sure"), False, _("Read what it rests on before you rely on it.")
            ),
        }[self.answers.level]
        found = [self._quoted, answering]
        # Of a picture that nobody else speaks about, no source says anything.
        speaks = any(citation.evidence.kind == "text" for citation in self.citations)
        match self.agreement:
            case Agreement.SINGLE if speaks:
                found.append(AnswerCheck(_("Sources: one says it"), is_good=True))
            case Agreement.AGREE:
                found.append(AnswerCheck(_("Sources: they agree"), is_good=True))
            case Agreement.CONTRADICT:
                advice = _("Read each of them before you rely on one.")
                found.append(AnswerCheck(_("Sources: they contradict each other"), False, advice))
        return tuple(found)

    @property
    def is_whole(self) -> bool:
        """Whether the answer counts as checked: it answers, by sources that say it and agree."""
        return self.is_supported and bool(self.checks) and all(check.is_good for check in self.checks)

    @property
    def warning(self) -> str:
        """What else is to be said against it."""
        if self.is_from_model:
            return _(
                "The model answered this from its own knowledge, without a search. Nothing here was checked."
            )
        if self.answers is None and self.is_supported:
            return _("Whether this answers the question was not checked: an earlier version answered.")
        if not self.is_supported and all(check.is_good for check in self.checks):
            return _(
                "Not every sentence of this answer is backed by evidence. "
                "Check the sources before you rely on it."
            )
        return ""

    @property
    def _quoted(self) -> AnswerCheck:
        compared = [citation.is_quoted for citation in self.citations if citation.is_quoted is not None]
        if not compared:
            return AnswerCheck(_("Nothing is quoted: it rests on pictures"), is_good=True)
        count = {"count": sum(compared), "all": len(compared)}
        words = _("Quoted word for word: %(count)s of %(all)s") % count
        seen = [each for each in self.citations if each.is_quoted is None]
        if unchecked := sum(each.verdict is Verdict.UNCHECKED for each in seen):
            more = ngettext("%(count)s picture not checked", "%(count)s pictures not checked", unchecked)
            words = f"{words}; {more % {'count': unchecked}}"
        if all(compared):
            return AnswerCheck(words, is_good=True)
        return AnswerCheck(words, False, _("The other texts were changed since, or do not hold these words."))


def answer_view(answer: Answer, question: str = "", *, writes_markdown: bool = False) -> AnswerView:
    """The answer to a question; a model writes Markdown."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    return AnswerView(
        tuple(_blocks(answer, by_marker, has_colours=asks_for_colours(question))),
        answer.citations,
        answer.is_supported,
        answer.is_from_model,
        answer.answers,
        answer.agreement,
        tuple(AnswerPart(*piece) for piece in pieces(answer.text, by_marker)) if writes_markdown else (),
    )


def split_answer(
    text: str, citations: Mapping[int, Citation], *, has_colours: bool = False
) -> tuple[AnswerPart, ...]:
    """Words and citations in turn. A number in brackets that is no marker of this answer stays words."""
    parts: list[AnswerPart] = []
    position = 0
    for match in MARKER.finditer(text):
        citation = citations.get(int(match[1]))
        if citation is None:
            continue
        parts += [*_words(text[position : match.start()], has_colours), AnswerPart(match[0], citation)]
        position = match.end()
    return tuple(part for part in (*parts, *_words(text[position:], has_colours)) if part.text)


def _words(text: str, has_colours: bool) -> Iterator[AnswerPart]:
    if not has_colours:
        yield AnswerPart(text)
        return
    for words, colour in stretches(text):
        yield AnswerPart(words, colour=colour)


def _blocks(answer: Answer, citations: Mapping[int, Citation], *, has_colours: bool) -> Iterator[AnswerBlock]:
    """Stretches of items and of others; a form may take a name off the front of each of their lines."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    for is_item, group in groupby(lines, lambda line: line.startswith(_ITEM)):
        texts = [line.removeprefix(_ITEM) if is_item else line for line in group]
        named = _YES_OR_NO if answer.form is Form.YES_NO and not is_item else None
        if answer.form is Form.TABLE and is_item and all(map(_NAMED.match, texts)):
            named = _NAMED
        found = []
        for text in texts:
            match = named.match(text) if named else None
            name, rest = (match["name"].strip(), match["rest"]) if match else ("", text)
            found.append(AnswerLine(split_answer(rest, citations, has_colours=has_colours), name))
        kind: Kind = "list" if is_item else "paragraphs"
        if is_item and answer.form is Form.TABLE and all(line.name for line in found):
            kind = "table"
        elif is_item and answer.form is Form.PICTURES and all(line.picture for line in found):
            kind = "pictures"
        yield AnswerBlock(kind, tuple(found))
