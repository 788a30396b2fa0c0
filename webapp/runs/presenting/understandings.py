"""How a question was understood, as chips that a person reads and as a form that they correct it by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from agents.questions.languages import LANGUAGES
from agents.questions.rewriting import own_words, rewrites_after, rewrites_of, spelled_anew
from agents.questions.terms import terms_of
from agents.questions.types import (
    MAX_REWRITES,
    MAX_TERM_WEIGHT,
    MAX_TERMS,
    PLACE,
    AnswerType,
    Ask,
    Dimension,
    Intent,
    Spelling,
    TermWeight,
    Understanding,
)
from webapp.corpora.errors import BadInput

MAX_PHRASES = 8
"""Names that one ask is about, and restrictions of one ask."""

MAX_PHRASE_CHARACTERS = 120

MAX_WORDING_CHARACTERS = 300
"""Of another wording that is searched for."""

MORE, LESS, NOT = 2.0, 0.5, 0.0
"""What a person may let a word count; as usual it counts 1."""

_SEPARATORS = str.maketrans({";": "\n", "；": "\n"})


READING = "reading"
"""The form that corrects an understanding, as a place for a sentence; places of its fields begin so."""


class BadField(BadInput):
    """What one field of the form says cannot be used."""

    def __init__(self, problem: str, name: str) -> None:
        super().__init__(problem)
        self.place = f"{READING}-{name}"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a field."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AskView:
    """One ask: `chips` in words, and the fields of its form.

    `searched` are its own words, `rewrites` the others that are searched for, `wordings` the fields of these,
    with an empty one where there is room.
    """

    chips: tuple[str, ...]
    searched: str
    rewrites: tuple[str, ...]
    wordings: tuple[str, ...]
    intents: tuple[Choice, ...]
    answers: tuple[Choice, ...]
    about: str
    constraints: str
    points_at_picture: bool
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class TermView:
    """A word of the question, and what it may count."""

    term: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class UnderstandingView:
    """What stands under a question: its language in words, who read it, its asks.

    `weights` are chips for words that do not count as usual, `terms` are all words that may. `spellings` are
    words that no text has.
    """

    language: str
    languages: tuple[Choice, ...]
    by: str
    asks: tuple[AskView, ...]
    weights: tuple[str, ...] = ()
    terms: tuple[TermView, ...] = ()
    spellings: tuple[Spelling, ...] = ()

    @property
    def chips(self) -> tuple[str, ...]:
        """All in words, without the parts of the question apart."""
        found = list[str]()
        for ask in self.asks:
            found += ask.chips
            found += [_("also: “%(words)s”") % {"words": wording} for wording in ask.rewrites]
        return (*found, *self.weights)


def understanding_view(understanding: Understanding) -> UnderstandingView:
    """The chips and the form of an understanding."""
    weight_chips = []
    for each in understanding.weights:
        if each.weight == 1:
            continue
        if not each.weight:
            words = _("“%(word)s” does not count")
        else:
            words = _("“%(word)s” counts more") if each.weight > 1 else _("“%(word)s” counts less")
        weight_chips.append(words % {"word": each.term})
    chosen = understanding.language
    codes = dict.fromkeys((*LANGUAGES, chosen))
    return UnderstandingView(
        language=_language(chosen),
        languages=tuple(Choice(code, _language(code), code == chosen) for code in codes),
        by=understanding.by,
        asks=tuple(_ask_view(ask, understanding.spellings) for ask in understanding.asks),
        weights=tuple(weight_chips),
        terms=tuple(_term_views(understanding)),
        spellings=understanding.spellings,
    )


def as_typed(view: UnderstandingView, given: Mapping[str, str]) -> UnderstandingView:
    """The same with the fields of a form as they were typed; chips say what counts, as before."""
    asks = [
        replace(
            ask,
            intents=_chosen(ask.intents, given.get(f"{place}-intent")),
            answers=_chosen(ask.answers, given.get(f"{place}-answer")),
            about=given.get(f"{place}-about", ask.about),
            constraints=given.get(f"{place}-constraints", ask.constraints),
            wordings=tuple(
                given.get(f"{place}-rewrite-{number}", wording) for number, wording in enumerate(ask.wordings)
            ),
            points_at_picture=bool(given.get(f"{place}-picture")),
            is_dropped=bool(given.get(f"{place}-drop")),
        )
        for place, ask in enumerate(view.asks)
    ]
    terms = [
        replace(each, choices=_chosen(each.choices, given.get(f"weight-{place}")))
        for place, each in enumerate(view.terms)
    ]
    languages = _chosen(view.languages, given.get("language"))
    return replace(view, asks=tuple(asks), terms=tuple(terms), languages=languages)


def _chosen(choices: Sequence[Choice], value: str | None) -> tuple[Choice, ...]:
    """The choices with this one chosen; as they were where it is none of them."""
    if value not in [choice.value for choice in choices]:
        return tuple(choices)
    return tuple(replace(choice, is_chosen=choice.value == value) for choice in choices)


def revised(understanding: Understanding, given: Mapping[str, str]) -> Understanding:
    """The understanding with what a form says. Raises BadInput for what no question can mean.

    Fields are `language`, and for each ask `0-intent`, `0-answer`, `0-about`, `0-constraints`, `0-picture`
    and `0-drop`; the phrases of a field are parted by line breaks or semicolons. `0-rewrite-0` and so on are
    its other wordings, `term-0` a word and `weight-0` what it counts. `as_typed` or `as_corrected` alone
    changes nothing but the spelling of one word.
    """
    if is_about_spelling(given):
        is_used = "as_corrected" in given
        word = given["as_corrected" if is_used else "as_typed"]
        try:
            return replace(spelled_anew(understanding, word, is_used=is_used), by="person")
        except KeyError:
            raise BadInput(_("This word of the question was not corrected.")) from None
    asks = tuple(
        _revised_ask(ask, given, f"{place}-", understanding.spellings)
        for place, ask in enumerate(understanding.asks)
        if not given.get(f"{place}-drop")
    )
    if not asks:
        raise BadInput(_("Nothing is left that could be answered: keep at least one part of the question."))
    language = given.get("language", understanding.language)
    if language not in LANGUAGES and language != understanding.language:
        raise BadInput(_("This language cannot be chosen."))
    weights = _revised_weights(understanding, given)
    return replace(understanding, language=language, asks=asks, weights=weights, by="person")


def is_about_spelling(given: Mapping[str, object]) -> bool:
    """Whether a form says how one word is to be spelled, and nothing else."""
    return "as_typed" in given or "as_corrected" in given


def _revised_weights(understanding: Understanding, given: Mapping[str, str]) -> tuple[TermWeight, ...]:
    """What words count; those that no field names count as before. Raises BadInput if none counts."""
    if "term-0" not in given:
        return understanding.weights
    named = [given.get(f"term-{place}", "").strip() for place in range(MAX_TERMS)]
    if any(len(term) > MAX_PHRASE_CHARACTERS for term in {*named}.difference(terms_of(understanding))):
        sentence = _("A word that counts has at most %(characters)d characters.")
        raise BadInput(sentence % {"characters": MAX_PHRASE_CHARACTERS})
    found = []
    for place, term in enumerate(named):
        if not term:
            continue
        try:
            weight = float(given.get(f"weight-{place}", ""))
        except ValueError:
            weight = -1.0
        if not 0 <= weight <= MAX_TERM_WEIGHT:
            raise BadInput(_("A word can only count more, as usual, less, or not at all."))
        found.append(TermWeight(term, weight))
    if found and not any(each.weight for each in found):
        raise BadInput(_("No word would be searched for: let at least one of them count."))
    return tuple(each for each in found if each.weight != 1)


def _revised_ask(ask: Ask, given: Mapping[str, str], prefix: str, spellings: Sequence[Spelling]) -> Ask:
    intent, expects, dimension = _revised_kind(given, prefix)
    about = _phrases(given, f"{prefix}about")
    after = Ask(
        text=_renamed(ask, about, points_at_picture=f"{prefix}picture" in given),
        intent=intent,
        expects=expects,
        dimension=dimension,
        about=about,
        points_at_picture=bool(given.get(f"{prefix}picture")),
        constraints=_phrases(given, f"{prefix}constraints"),
    )
    names = [f"{prefix}rewrite-{place}" for place in range(MAX_REWRITES)]
    has_rewrites = names[0] in given
    typed = {name: " ".join(given.get(name, "").split()) for name in names} if has_rewrites else {}
    for name, wording in typed.items():
        if len(wording) > MAX_WORDING_CHARACTERS:
            sentence = _("Another wording has at most %(characters)d characters.")
            raise BadField(sentence % {"characters": MAX_WORDING_CHARACTERS}, name)
    rewrites = tuple(dict.fromkeys(filter(None, typed.values())))
    if not has_rewrites or rewrites == _rewrites(ask, spellings):
        rewrites = rewrites_after(ask, after, spellings, spellings)
    return replace(after, rewrites=rewrites)


def _renamed(ask: Ask, about: Sequence[str], *, points_at_picture: bool) -> str:
    """The words of an ask with its new names where the old ones stood.

    A name that the words have already replaces none: it was only cut otherwise. Where there are fewer new
    names than old ones, each stands for the one that is written most like it.
    """
    text = ask.text
    old = [name for name in ask.about if name not in about]
    if points_at_picture and not about:
        for name in old:
            text = text.replace(name, PLACE)
    new = [name for name in about if name.casefold() not in ask.text.casefold()]
    likest = old if len(old) <= len(new) else [get_close_matches(name, old, n=1, cutoff=0)[0] for name in new]
    for before, after in zip(likest, new, strict=False):
        text = text.replace(before, after)
    return text


def _rewrites(ask: Ask, spellings: Sequence[Spelling]) -> tuple[str, ...]:
    return rewrites_of(ask, spellings) if ask.rewrites is None else ask.rewrites


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


def _phrases(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The phrases of a field. Raises BadField for too many, and for one that is too long."""
    lines = given.get(name, "").translate(_SEPARATORS).splitlines()
    found = (" ".join(line.split()) for line in lines)
    phrases = tuple(dict.fromkeys(filter(None, found)))
    if len(phrases) > MAX_PHRASES or any(len(phrase) > MAX_PHRASE_CHARACTERS for phrase in phrases):
        sentence = _("At most %(count)d names of %(characters)d characters each, please.")
        raise BadField(sentence % {"count": MAX_PHRASES, "characters": MAX_PHRASE_CHARACTERS}, name)
    return phrases


def _ask_view(ask: Ask, spellings: Sequence[Spelling]) -> AskView:
    answer = f"{ask.expects}:{ask.dimension}" if ask.dimension else ask.expects.value
    if ask.intent is Intent.COUNT or ask.expects is AnswerType.ANY:
        chips = [_intents()[ask.intent]]
    elif ask.intent is Intent.FACT:
        chips = [_answers()[answer]]
    else:
        chips = [f"{_intents()[ask.intent]}: {_answers()[answer]}"]
    if ask.about:
        chips.append(_("about: %(names)s") % {"names": ", ".join(ask.about)})
    if ask.points_at_picture:
        chips.append(_("what the picture shows"))
    chips += [_("only: %(words)s") % {"words": phrase} for phrase in ask.constraints]
    rewrites = _rewrites(ask, spellings)
    return AskView(
        chips=tuple(chips),
        searched=own_words(ask),
        rewrites=rewrites,
        wordings=(*rewrites, "")[:MAX_REWRITES],
        intents=tuple(Choice(value, words, value == ask.intent) for value, words in _intents().items()),
        answers=tuple(Choice(value, words, value == answer) for value, words in _answers().items()),
        about="; ".join(ask.about),
        constraints="; ".join(ask.constraints),
        points_at_picture=ask.points_at_picture,
    )


def _term_views(understanding: Understanding) -> Iterator[TermView]:
    """Each word with the four choices of a person; that of a model takes the place of the nearest one."""
    weights = {each.term: each.weight for each in understanding.weights}
    for term in terms_of(understanding):
        chosen = weights.get(term, 1.0)
        nearest = chosen if chosen in (NOT, 1) else MORE if chosen > 1 else LESS
        words = {
            MORE: _("counts more"),
            1.0: _("counts as usual"),
            LESS: _("counts less"),
            NOT: _("does not count"),
        }
        choices = (
            Choice(f"{chosen if value == nearest else value:g}", label, value == nearest)
            for value, label in words.items()
        )
        yield TermView(term, tuple(choices))


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
