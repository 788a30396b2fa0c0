"""A run as Markdown: question, answer with footnotes, evidence, steps in short.

What stands in a run is words of others. Each of them goes through `escape`, so none becomes markup.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from agents.types import Citation, Evidence, SourcePolicy
from webapp.messages import translated
from webapp.runs.files.characters import uncover
from webapp.runs.models import Run
from webapp.runs.presenting.answers import AnswerLine
from webapp.runs.presenting.presenters import RunView, present_run
from webapp.runs.templatetags.words import verdict_words

MAX_ARGUMENT_CHARACTERS = 120

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$@]|(?<=:)/(?=/)|(?<=\bwww)\.|\A:", re.IGNORECASE)
_AT_LINE_START = re.compile(r"\A(\d*)([-+#=.)!])")


def escape(text: str) -> str:
    """The text on one line, as words: no markup, no HTML, no link that a reader would make of an address."""
    return _AT_LINE_START.sub(r"\1\\\2", _escape_within(text.strip()))


def _escape_within(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", re.sub(r"\s+", " ", uncover(text)))


def _searched(run: Run) -> Iterator[str]:
    """Where it looked."""
    if run.sources != SourcePolicy.WEB:
        corpora = ", ".join(escape(corpus.name) for corpus in run.corpora.all())
        yield _("in %(corpora)s") % {"corpora": corpora} if corpora else _("in no corpus")
    if run.sources != SourcePolicy.CORPORA:
        yield _("on the web")


def to_markdown(run: Run, evidence: Iterable[Evidence]) -> str:
    """The run as the text of a file. Raises JournalError when its journal cannot be read."""
    view = present_run(run)
    facts = [
        f"{run.created:%Y-%m-%d %H:%M} UTC",
        escape(run.status),
        *_searched(run),
        _("%(profile)s profile") % {"profile": escape(run.profile)},
        ", ".join(map(escape, view.models)) or _("built-in rules, no model"),
    ]
    blocks = [
        f"# {escape(run.question) or _('What is in this picture?')}",
        *(f"{_('Picture')}: {escape(uid)}" for uid in run.images),
        " · ".join(facts),
        *_answer(view),
        *_evidence(view, evidence),
        *_steps(view),
    ]
    return "\n\n".join(blocks) + "\n"


def _answer(view: RunView) -> Iterator[str]:
    yield f"## {_('Answer')}"
    if view.answer is None:
        yield escape(view.message) or _("There is no answer.")
        lines = []
        for shown in view.nearest:
            find = shown.find
            words = f"- **{escape(find.title) or escape(find.file)}**, {escape(find.file)}"
            if find.uid:
                words += f", {escape(find.uid)}"
            if shown.likeness:
                words += ", " + _("%(likeness)s alike") % {"likeness": shown.likeness}
            lines.append(f"{words}: “{escape(find.quote)}”" if find.quote else words)
        if lines:
            yield f"{_('What comes nearest')}:"
            yield "\n".join(lines)
        return
    for block in view.answer.blocks:
        if block.kind == "paragraphs":
            yield from map(_line, block.lines)
        else:
            yield "\n".join(f"- {_line(line)}" for line in block.lines)
    checks = [
        f"{check.words}. {check.advice}" if check.advice else check.words for check in view.answer.checks
    ]
    if checks:
        yield "\n".join(f"- {words}" for words in checks)
    yield from (f"*{words}*" for words in (view.answer.warning, escape(view.message)) if words)


def _line(line: AnswerLine) -> str:
    name = f"**{_escape_within(line.name)}** " if line.name else ""
    parts = (_marker(p.citation) if p.citation else _escape_within(p.text) for p in line.parts)
    return name + _AT_LINE_START.sub(r"\1\\\2", "".join(parts).strip())


def _marker(citation: Citation) -> str:
    return f"[^{citation.marker}]"


def _evidence(view: RunView, evidence: Iterable[Evidence]) -> Iterator[str]:
    """Cited evidence as the footnotes of the answer, the rest as a list."""
    citations = view.answer.citations if view.answer else ()
    cited = {citation.evidence.id for citation in citations}
    kept = [each for each in evidence if each.id not in cited]
    if citations or kept:
        yield f"## {_('Evidence')}"
    for citation in citations:
        verdict = f" ({verdict_words(citation.verdict)})"
        yield f"{_marker(citation)}: {_source(citation.evidence)}{verdict}"
    if kept:
        yield _("Kept, and not cited:")
        yield "\n".join(f"- {_source(each)}" for each in kept)


def _source(evidence: Evidence) -> str:
    facts = dict.fromkeys(filter(None, (evidence.file, evidence.address, evidence.date)))
    place = ", ".join([f"**{escape(evidence.title) or escape(evidence.file)}**", *map(escape, facts)])
    note = f" {escape(evidence.note)}" if evidence.note else ""
    if evidence.kind == "text":
        span = _("characters %(start)s to %(end)s") % {"start": evidence.start, "end": evidence.end}
        if evidence.page_number:
            span = f"{_('page %(page)s') % {'page': evidence.page_number}}, {span}"
        return f"{place}, {span}: “{escape(evidence.quote)}”{note}"
    box = evidence.box
    region = (
        _("region %(box)s of 1000") % {"box": f"{box.x0}, {box.y0}, {box.x1}, {box.y1}"}
        if box
        else _("the whole picture")
    )
    return f"{place}, {escape(evidence.uid or '')}, {region}.{note}"


def _steps(view: RunView) -> Iterator[str]:
    lines = []
    for step in view.steps:
        lines.append(f"{step.number}. {escape(step.intent)}")
        if step.problem:
            lines.append(f"    - {escape(translated(step.problem))}")
        if step.set_aside:
            lines.append(f"    - {_('Set aside')}: {escape(translated(step.set_aside))}")
        for call in step.calls:
            values = [
                (each.name, each.value or ", ".join(map(view.names.of_item, each.uids)))
                for each in call.arguments
            ]
            most = MAX_ARGUMENT_CHARACTERS
            arguments = ", ".join(
                f"{name} {value if len(value) <= most else f'{value[:most]}…'}" for name, value in values
            )
            result = call.observation
            if result is None:
                outcome = _("under way") if call.state == "running" else _("not ended")
            elif result.error:
                outcome = _("failed. %(why)s") % {"why": escape(call.outcome)}
            elif call.state == "empty":
                outcome = _("nothing found")
            else:
                outcome = escape(call.outcome) or _("done")
                outcome += f", “{escape(call.quote)}”" if call.quote else ""
            lines.append(f"    - {escape(f'{call.verb} {arguments}')}: {outcome}")
    if lines:
        yield f"## {_('Steps')}"
        yield "\n".join(lines)
