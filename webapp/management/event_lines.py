"""A run's events as lines for a terminal, in the language of whoever reads there."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agents.events import (
    AnswerGiven,
    CallFinished,
    ClaimsChecked,
    Event,
    ModelAsked,
    ModelFailed,
    Outcome,
    QuestionUnderstood,
    RulesTookOver,
    RunEnded,
    RunStarted,
    StepDecided,
    StepSetAside,
)
from agents.observations import (
    EvidenceKept,
    HitsFound,
    Observation,
    PageOpened,
    PictureSeen,
    PicturesSeen,
    SearchesDone,
    TextRead,
    WebFound,
)
from agents.verdicts import Ruling
from webapp.messages import translated
from webapp.runs.presenting.understandings import understanding_view
from webapp.runs.presenting.wording import at_work, verb_of
from webapp.runs.templatetags.words import channel_words, profile_words

SHOWN_HITS = 3
SHOWN_LABELS = 3
MAX_TEXT_CHARACTERS = 60
"""Characters of the text in a picture."""

_RULINGS = {
    Ruling.PUBLISH: gettext_lazy("the answer is shown"),
    Ruling.REPAIR: gettext_lazy("the answer is written once more"),
    Ruling.UNSUPPORTED: gettext_lazy("the answer is shown as not fully supported"),
}


def event_lines(event: Event) -> Iterator[str]:
    """Lines that say what happened; none for what a person need not see."""
    match event:
        case RunStarted():
            yield _start(event)
        case QuestionUnderstood(understanding):
            # `a length or height, about: Tay Bridge, a list · English`, with words that were corrected.
            view = understanding_view(understanding)
            corrected = _("searched for “%(word)s”, not “%(typed)s”")
            used = [each for each in view.spellings if each.is_used]
            spellings = [corrected % {"word": each.word, "typed": each.typed} for each in used]
            words = " · ".join((", ".join(view.chips), *spellings, view.language))
            yield _labelled(_("Understood as"), words)
        case ModelAsked(role=role, model=model, ledger=ledger):
            tokens = _("%(count)s tokens") % {"count": _whole(ledger.total)}
            yield f"   {at_work(role, model)} · {tokens}"
        case ModelFailed(reason=reason):
            yield f"   ✗ {translated(reason)}"
        case RulesTookOver(reason):
            rules = _("The built-in rules go on from here. %(reason)s") % {"reason": translated(reason)}
            yield f"\n{rules}"
        case StepDecided(step, intent, goal=goal, problem=problem):
            yield f"\n{step}. {f'[{goal}] ' if goal else ''}{translated(intent)}"
            if problem:
                yield f"   ✗ {translated(problem)}"
        case StepSetAside(step, reason):
            set_aside = _("Step %(step)s is set aside. %(reason)s")
            yield "   " + set_aside % {"step": step, "reason": translated(reason)}
        case CallFinished(_step, observation):
            yield from _observation(observation)
        case ending:
            yield from _end(ending)


def _start(started: RunStarted) -> str:
    count, corpora = len(started.question.images), ", ".join(started.corpora)
    pictures = ngettext("%(count)d picture", "%(count)d pictures", count) % {"count": count}
    return " · ".join(
        (
            _("Question"),
            *((pictures,) if count else ()),
            _("in %(corpora)s") % {"corpora": corpora} if corpora else _("in no corpus"),
            _("%(profile)s profile") % {"profile": profile_words(started.profile)},
            ", ".join(dict.fromkeys(started.models.values())) or _("built-in rules, no model"),
        )
    )


def _end(event: Event) -> Iterator[str]:
    """What leads to the end: the check of the draft, the answer, or why there is none."""
    match event:
        case ClaimsChecked(verdicts=verdicts, ruling=ruling):
            against = [verdict for verdict in verdicts if verdict.verdict.is_against]
            count = len(verdicts)
            checked = ngettext("%(count)d claim checked", "%(count)d claims checked", count) % {
                "count": count
            }
            unsupported = _("not supported: %(count)s") % {"count": len(against)}
            yield f"   {checked} · {unsupported} · {_RULINGS[ruling]}"
            yield from (f"   ✗ {verdict.sentence} {translated(verdict.reason)}" for verdict in against)
        case AnswerGiven(answer):
            yield f"\n{answer.text}\n"
            if answer.is_from_model:
                yield _(
                    "The model answered this from its own knowledge, without a search. Nothing here was "
                    "checked."
                )
            for citation in answer.citations:
                evidence, place = citation.evidence, citation.evidence.file
                if evidence.quote:
                    stretch = {"start": evidence.start, "end": evidence.end}
                    place += ", " + _("characters %(start)s to %(end)s") % stretch
                yield f"[{citation.marker}] {evidence.title} ({place})"
        case RunEnded(Outcome.DECLINED, message):
            declined = _("There is no answer.")
            yield f"\n{declined} {translated(message)}"
        case RunEnded(Outcome.FINISHED, message) if message:
            yield translated(message)


def _observation(observation: Observation) -> Iterator[str]:
    took = "(" + _("%(seconds)s s") % {"seconds": number_format(observation.seconds, 2)} + ")"
    match observation.data:
        case None:
            yield f"   ✗ {translated(observation.error.message) if observation.error else ''} {took}"
        case PictureSeen() as look:
            yield f"   {_look(look)} {took}"
        case PicturesSeen(pictures=pictures):
            yield from (f"   {_look(look)} {took}" for look in pictures)
        case HitsFound() | SearchesDone() as searched:
            for found in searched.all_searches:
                yield from _search(found, took)
        case TextRead() as text:
            numbers = {"start": text.start, "end": text.end, "length": text.length}
            places = {name: _whole(number) for name, number in numbers.items()}
            stretch = _("characters %(start)s to %(end)s of %(length)s") % places
            yield f"   {_labelled(verb_of('read'), f'{_quoted(text.title)} · {stretch}')} {took}"
        case WebFound() as results:
            yield from _results(results, took)
        case PageOpened() as page:
            yield f"   {_labelled(verb_of('open_page'), f'{_quoted(page.title)} · {page.address}')} {took}"
        case EvidenceKept(evidence):
            shown = evidence.title if evidence.kind == "image" else _quoted(evidence.quote)
            yield f"   {_labelled(verb_of('note'), f'[{evidence.id}] {shown}')} {took}"


def _look(look: PictureSeen) -> str:
    facts = [_labelled(verb_of("look"), look.uid), f"{look.width}×{look.height}"]
    if shown := look.labels[:SHOWN_LABELS]:
        labels = ", ".join(f"{each.name} ({number_format(each.probability, 2)})" for each in shown)
        facts.append(_labelled(_("May show"), labels))
    if look.text:
        facts.append(_labelled(_("Text in it"), _quoted(look.text, MAX_TEXT_CHARACTERS)))
    return " · ".join(facts)


def _search(found: HitsFound, took: str) -> Iterator[str]:
    by_words = _("Search for “%(text)s”") % {"text": found.query}
    yield f"   {_labelled(verb_of('search_by_image'), found.uid) if found.uid else by_words} {took}"
    if found.repeat_of:
        again = _("Asked in step %(step)s already, so it was not asked again.")
        yield "      " + again % {"step": found.repeat_of}
    elif not found.hits:
        yield "      " + _("Nothing good enough was found.")
    for hit in found.hits[:SHOWN_HITS]:
        channels = ", ".join(f"{channel_words(channel.name)} #{channel.rank}" for channel in hit.channels)
        yield f"      {number_format(hit.score, 2)}  {hit.title or hit.file}  ({channels})"
    if more := len(found.hits[SHOWN_HITS:]):
        yield "      " + _("and %(count)s more.") % {"count": _whole(more)}


def _results(found: WebFound, took: str) -> Iterator[str]:
    yield f"   {_labelled(verb_of('web_search'), _quoted(found.query))} {took}"
    yield from (f"      {translated(asked.sentence)}" for asked in found.engines)
    for hit in found.hits[:SHOWN_HITS]:
        yield f"      {hit.title}  ({hit.host})"
    if more := len(found.hits[SHOWN_HITS:]):
        yield "      " + _("and %(count)s more.") % {"count": _whole(more)}


def _labelled(what: str, words: str) -> str:
    return _("%(what)s: %(words)s") % {"what": what, "words": words}


def _quoted(text: str, most: int | None = None) -> str:
    """A text on one line between the quotation marks of the reader's language."""
    return _("“%(title)s”") % {"title": " ".join(text.split())[:most]}


def _whole(number: int) -> str:
    return number_format(number, force_grouping=True)
