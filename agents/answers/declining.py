"""An honest no: why there is no answer, and what came nearest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.answers.material import Material
from agents.answers.naming import name_of, names
from agents.answers.phrases import Key, say
from agents.answers.premises import denial_of
from agents.assessment import Assessment, DeclineReason, Nearest
from agents.observations import SeenHit
from agents.questions import Intent
from agents.reading import Finding
from agents.reading.candidates import without_boxes
from agents.sources import NOWHERE, SourceRef

NEAREST = 3
MIN_SCORE_SHOWN = 0.02


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words for the person, in the language of the question, and what is said besides."""

    words: str
    assessment: Assessment


def refuse(  # noqa: PLR0913  Each is one thing that a refusal goes by.
    materials: Sequence[Material],
    alike: Sequence[SeenHit],
    files: Mapping[SourceRef, str],
    *,
    is_lacking: bool,
    is_early: bool = False,
    is_of_the_web: bool = False,
    has_engines: bool = True,
) -> Refusal:
    """Why the materials do not answer.

    `alike` are pictures like the question's, best first; `files` are paths by source; `is_lacking`
    tells that vectors are missing, so that nothing sure can be said. Of which corpora, is told to those who
    may know of them. `is_early` tells that a person wanted the answer before anything was kept;
    `is_of_the_web` that the web was to be searched as well, and `has_engines` that an engine answered.
    """
    first = materials[0]
    if denial := next(filter(None, map(denial_of, materials)), None):
        words = say("false_premise", first.language, said=" ".join(denial.candidate.words.split()))
        denied = Assessment(reason=DeclineReason.FALSE_PREMISE, nearest=(_text(denial, files),))
        return Refusal(words, denied)
    if first.ask.points_at_picture and not first.shown:
        reason, name = DeclineReason.NO_MATCH, ""
        nearest = tuple(_picture(hit) for hit in alike[:NEAREST])
    elif first.ask.intent is Intent.PICTURES:
        reason, name = DeclineReason.NOT_FOUND, ""
        nearest = tuple(_picture(hit) for hit in first.pictures[:NEAREST])
    else:
        # Its name, where the corpora have a text or a picture of what is asked about.
        titles = dict.fromkeys(each.candidate.title for each in first.findings)
        wanted = [each for each in (*first.ask.about, first.subject) if each]
        known = (name_of(title) for title in titles for each in wanted if names(title, each))
        name = first.shown[0].name if first.shown else next(known, "")
        reason = DeclineReason.NO_FACT if name else DeclineReason.NOT_FOUND
        nearest = tuple(_texts(first, name, files))
    key: Key = "not_found_web" if is_of_the_web and reason is not DeclineReason.NO_MATCH else _KEYS[reason]
    words = say(key, first.language, name=name)
    if first.ask.is_topic and reason is DeclineReason.NOT_FOUND:
        words = say("unknown", first.language, name=first.ask.text)
    if first.ask.intent is Intent.PICTURES and reason is DeclineReason.NOT_FOUND:
        words = say("no_pictures", first.language)
    if is_early:
        words = say("early", first.language)
    if not has_engines:
        words += _gap(first.language) + say("no_engine", first.language)
    if is_lacking:
        words += _gap(first.language) + say("lacking", first.language)
    elif nearest:
        is_picture = all(each.kind == "image" for each in nearest)
        hint: Key = "no_match_hint" if is_picture else _HINTS[reason]
        words += _gap(first.language) + say(hint, first.language)
    return Refusal(words, Assessment(reason=reason, nearest=nearest))


_KEYS: dict[DeclineReason, Key] = {
    DeclineReason.NO_MATCH: "no_match",
    DeclineReason.NO_FACT: "no_fact",
    DeclineReason.NOT_FOUND: "not_found",
}
_HINTS: dict[DeclineReason, Key] = {
    DeclineReason.NO_MATCH: "no_match_hint",
    DeclineReason.NO_FACT: "no_fact_hint",
    DeclineReason.NOT_FOUND: "not_found_hint",
}


def _gap(language: str) -> str:
    return "" if language == "zh" else " "


def _texts(material: Material, name: str, files: Mapping[SourceRef, str]) -> Iterator[Nearest]:
    """The best finding of each source; those of the thing itself first."""
    seen: set[SourceRef | str | None] = set()
    ordered = sorted(material.findings, key=lambda each: not (name and names(each.candidate.title, name)))
    for each in ordered:
        candidate = each.candidate
        key = candidate.source if candidate.source is not None else candidate.uid
        if key in seen or each.score < MIN_SCORE_SHOWN:
            continue
        seen.add(key)
        yield _text(each, files)
        if len(seen) == NEAREST:
            return


def _text(finding: Finding, files: Mapping[SourceRef, str]) -> Nearest:
    candidate = finding.candidate
    source = candidate.source or NOWHERE
    return Nearest(
        "text" if source else "image",
        candidate.title, files.get(source, ""), round(finding.score, 3), candidate.uid,
        quote=candidate.text, start=candidate.start, source=source,
    )  # fmt: skip


def _picture(hit: SeenHit) -> Nearest:
    said = without_boxes(hit.text)
    name = name_of(hit.title) or name_of(said)
    return Nearest("image", name, hit.file, round(hit.confidence, 3), hit.uid, quote=said)
