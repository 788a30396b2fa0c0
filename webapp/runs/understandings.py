"""How a question was understood, as chips that a person reads and as a form that they correct it by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from agents.questions.languages import LANGUAGES
from agents.questions.types import PLACE, AnswerType, Ask, Dimension, Intent, Understanding
from webapp.corpora.errors import BadInput

MAX_PHRASES = 8
"""Names that one ask is about, and restrictions of one ask."""

MAX_PHRASE_CHARACTERS = 120

_SEPARATORS = str.maketrans({";": "\n", "；": "\n"})


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a field."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """One ask: `chips` in words, and the fields of its form."""

    chips: tuple[str, ...]
    intents: tuple[Choice, ...]
    answers: tuple[Choice, ...]
    about: str
    constraints: str
    points_at_picture: bool


@dataclass(frozen=True, slots=True)
class UnderstandingView:
    """What stands under a question: its language in words, who read it, its asks."""

    language: str
    languages: tuple[Choice, ...]
    by: str
    asks: tuple[AskView, ...]


def understanding_view(understanding: Understanding) -> UnderstandingView:
    """The chips and the form of an understanding."""
    return UnderstandingView(
        language=_language(understanding.language),
        languages=tuple(_languages(understanding.language)),
        by=understanding.by,
        asks=tuple(map(_ask_view, understanding.asks)),
    )


def revised(understanding: Understanding, given: Mapping[str, str]) -> Understanding:
    """The understanding with what a form says. Raises BadInput for what no question can mean.

    Fields are `language`, and for each ask `0-intent`, `0-answer`, `0-about`, `0-constraints`, `0-picture`
    and `0-drop`; the phrases of a field are parted by line breaks or semicolons.
    """
    asks = tuple(
        _revised_ask(ask, given, f"{place}-")
        for place, ask in enumerate(understanding.asks)
        if not given.get(f"{place}-drop")
    )
    if not asks:
        raise BadInput(_("Nothing is left that could be answered: keep at least one part of the question."))
    language = given.get("language", understanding.language)
    if language not in LANGUAGES and language != understanding.language:
        raise BadInput(_("This language cannot be chosen."))
    return replace(understanding, language=language, asks=asks, by="person")


def _revised_ask(ask: Ask, given: Mapping[str, str], prefix: str) -> Ask:
    intent, expects, dimension = _revised_kind(given, prefix)
    about = _phrases(given.get(f"{prefix}about", ""))
    return Ask(
        text=_with_subject(ask, about),
        intent=intent,
        expects=expects,
        dimension=dimension,
        about=about,
        points_at_picture=bool(given.get(f"{prefix}picture")),
        constraints=_phrases(given.get(f"{prefix}constraints", "")),
    )


def _revised_kind(given: Mapping[str, str], prefix: str) -> tuple[Intent, AnswerType, Dimension]:
    """What is asked; the intent decides where its answer can be of one type only."""
    answer, _colon, unit = given.get(f"{prefix}answer", "").partition(":")
    try:
        intent = Intent(given.get(f"{prefix}intent", ""))
        expects, dimension = AnswerType(answer), Dimension(unit)
    except ValueError:
        raise BadInput(_("What is asked can only be one of the kinds in the list.")) from None
    if intent is Intent.COUNT:
        return intent, AnswerType.NUMBER, Dimension.COUNT
    if intent in (Intent.YES_NO, Intent.ABOUT, Intent.PICTURES):
        return intent, AnswerType.ANY, Dimension.NONE
    if expects is AnswerType.NUMBER:
        return intent, expects, dimension or Dimension.OTHER
    return intent, expects, Dimension.NONE


def _with_subject(ask: Ask, about: tuple[str, ...]) -> str:
    """The words of the ask with a place for the new subject where an old one stood."""
    text = ask.text
    for old in ask.about:
        if old not in about:
            text = text.replace(old, PLACE)
    return text


def _phrases(field: str) -> tuple[str, ...]:
    found = (" ".join(line.split()) for line in field.translate(_SEPARATORS).splitlines())
    phrases = tuple(dict.fromkeys(filter(None, found)))
    if len(phrases) > MAX_PHRASES or any(len(phrase) > MAX_PHRASE_CHARACTERS for phrase in phrases):
        raise BadInput(
            _("At most %(count)d names of %(characters)d characters each, please.")
            % {"count": MAX_PHRASES, "characters": MAX_PHRASE_CHARACTERS}
        )
    return phrases


def _ask_view(ask: Ask) -> AskView:
    answer = f"{ask.expects}:{ask.dimension}" if ask.dimension else ask.expects.value
    return AskView(
        chips=tuple(_chips(ask)),
        intents=tuple(Choice(value, words, value == ask.intent) for value, words in _intents().items()),
        answers=tuple(Choice(value, words, value == answer) for value, words in _answers().items()),
        about="; ".join(ask.about),
        constraints="; ".join(ask.constraints),
        points_at_picture=ask.points_at_picture,
    )


def _chips(ask: Ask) -> Iterator[str]:
    answer = f"{ask.expects}:{ask.dimension}" if ask.dimension else ask.expects.value
    intent = _intents()[ask.intent]
    if ask.intent is Intent.COUNT or ask.expects is AnswerType.ANY:
        yield intent
    elif ask.intent is Intent.FACT:
        yield _answers()[answer]
    else:
        yield f"{intent}: {_answers()[answer]}"
    if ask.about:
        yield _("about: %(names)s") % {"names": ", ".join(ask.about)}
    if ask.points_at_picture:
        yield _("what the picture shows")
    yield from (_("only: %(words)s") % {"words": phrase} for phrase in ask.constraints)


def _languages(chosen: str) -> Iterator[Choice]:
    codes = dict.fromkeys((*LANGUAGES, chosen))
    return (Choice(code, _language(code), code == chosen) for code in codes)


def _language(code: str) -> str:
    try:
        return str(get_language_info("zh-hans" if code == "zh" else code)["name_translated"])
    except KeyError:
        return _("another language")


def _intents() -> dict[str, str]:
    return {
        Intent.IDENTITY: _("who or what it is"),
        Intent.FACT: _("a fact"),
        Intent.COUNT: _("how many there are"),
        Intent.LIST: _("a list"),
        Intent.COMPARISON: _("a comparison"),
        Intent.YES_NO: _("yes or no"),
        Intent.ABOUT: _("an account"),
        Intent.PICTURES: _("pictures"),
    }


def _answers() -> dict[str, str]:
    """What may be expected, by the values of the form: a type, for numbers with the dimension."""
    plain = {
        AnswerType.ANY: _("anything that answers"),
        AnswerType.NAME: _("a name"),
        AnswerType.PERSON: _("a person"),
        AnswerType.PLACE: _("a place"),
        AnswerType.DATE: _("a time"),
        AnswerType.COLOUR: _("a colour"),
        AnswerType.REASON: _("a reason"),
        AnswerType.USE: _("what it is for"),
    }
    numbers = {
        Dimension.LENGTH: _("a length or height"),
        Dimension.MASS: _("a weight"),
        Dimension.TIME: _("an age or duration"),
        Dimension.MONEY: _("a price"),
        Dimension.TEMPERATURE: _("a temperature"),
        Dimension.SHARE: _("a share in per cent"),
        Dimension.SPEED: _("a speed"),
        Dimension.AREA: _("an area"),
        Dimension.VOLUME: _("a volume"),
        Dimension.COUNT: _("a number of things"),
        Dimension.POWER: _("a power"),
        Dimension.OTHER: _("another number"),
    }
    counted = {f"{AnswerType.NUMBER}:{dimension}": words for dimension, words in numbers.items()}
    return {**{answer.value: words for answer, words in plain.items()}, **counted}
