"""Eighty questions about the little web, with the answers that are accepted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tests.support.little_web.drawings import SUBJECTS, value_of
from tests.support.little_web.sites import (
    CONTRADICTED,
    language_of_gallery,
    site_of_gallery,
    sites,
)
from tests.support.little_web.telling import asked, value_told
from tests.support.little_web.world import COLOURS, Work, works


class Needs(StrEnum):
    """What one has to do to know the answer."""

    TEXT = "text"
    PICTURE = "picture"
    SCRIPT = "script"
    FORM = "form"
    SCROLL = "scroll"
    FILE = "file"
    WEIGHING = "weighing"


BEHIND = (Needs.SCRIPT, Needs.FORM, Needs.SCROLL, Needs.FILE)
STATICALLY_HIDDEN = (Needs.SCRIPT, Needs.FORM, Needs.SCROLL)


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `pages` are where its answer stands or is to be got, as `http://KEY.little/...`.

    One of `accepted` has to be in an answer, in any case of letters; `refuted` is what other pages claim.
    What `is_set_aside` is for measuring alone: nothing may be tuned on it.
    """

    number: int
    text: str
    language: str
    needs: Needs
    attribute: str
    accepted: tuple[str, ...]
    pages: tuple[str, ...]
    picture: str = ""
    refuted: str = ""
    is_set_aside: bool = False

    def is_answered_by(self, text: str) -> bool:
        """Whether a text holds an accepted answer."""
        return any(holds(text, answer) for answer in self.accepted)


def holds(text: str, answer: str) -> bool:
    """Whether a text has these words, or this number and not a longer one."""
    ends = r"(?![\w:]|[.,]\d)" if answer[-1].isdigit() else r"(?!\w)"
    return re.search(rf"(?<![\w:]|[.,]){re.escape(answer)}{ends}", text, re.IGNORECASE) is not None


_TEXT = (
    ("opened", "en", (3, 17)), ("builder", "en", (11, 46)), ("cost", "en", (29, 70)),
    ("found", "en", (5, 22, 38, 51, 66)), ("walk", "en", (2, 15, 30)), ("visitors", "en", (8, 20, 33)),
    ("birthplace", "en", (12, 40, 58)),
    ("opened", "de", (6,)), ("builder", "de", (25,)), ("cost", "de", (44,)), ("found", "de", (10, 31)),
    ("opened", "es", (9,)), ("builder", "es", (27,)), ("cost", "es", (47,)), ("found", "es", (14, 35)),
)  # fmt: skip
_BEHIND = (
    (Needs.SCRIPT, "keeper", (1, 10, 19, 28)), (Needs.FORM, "register", (4, 36, 70, 119)),
    (Needs.SCROLL, "ring", (18, 75)), (Needs.FILE, "load", (7, 16, 34)), (Needs.FILE, "paint", (0, 13)),
)  # fmt: skip
_PICTURES = (
    60,
    61,
    62,
    63,
    64,
    65,
    72,
    73,
    74,
    76,
    77,
    82,
    83,
    84,
    88,
    89,
    90,
    91,
    94,
    95,
    98,
    112,
    113,
    118,
    124,
)


@cache
def questions() -> tuple[Question, ...]:
    """All of them; of each kind of need every other one is set aside."""
    made = [*_of_text(), *_of_pictures(), *_behind(), *_contradicted()]
    return tuple(_numbered(made))


def _numbered(made: Iterable[Question]) -> Iterable[Question]:
    for number, question in enumerate(made):
        yield replace(question, number=number + 1, is_set_aside=number % 2 == 1)


def _of_text() -> Iterable[Question]:
    for attribute, language, numbers in _TEXT:
        for number in numbers:
            work = works()[number]
            yield _question(work, attribute, language, Needs.TEXT, pages=_telling(work, attribute, language))


def _of_pictures() -> Iterable[Question]:
    for place, number in enumerate(_PICTURES):
        work, subject = works()[number], SUBJECTS[place % len(SUBJECTS)]
        language, home = language_of_gallery(work), f"http://{site_of_gallery(work)}.little"
        yield _question(
            work,
            subject,
            language,
            Needs.PICTURE,
            accepted=_seen(work, subject, language),
            pages=(f"{home}/album/{work.slug}",),
            picture=f"{home}/pictures/{work.number}-{SUBJECTS.index(subject)}.png",
        )


def _behind() -> Iterable[Question]:
    for needs, attribute, numbers in _BEHIND:
        for number in numbers:
            work = works()[number]
            pages = _telling(work, attribute, "en")
            if needs is Needs.FORM:
                pages = (f"http://register{number // 32 + 1}.little/search",)
            yield _question(work, attribute, "en", needs, pages=pages)


def _contradicted() -> Iterable[Question]:
    for number in CONTRADICTED:
        work = works()[number]
        pages = _telling(work, "metres", "en")
        yield _question(work, "metres", "en", Needs.WEIGHING, pages=pages, refuted=str(work.former_metres))


def _question(
    work: Work,
    attribute: str,
    language: str,
    needs: Needs,
    *,
    pages: tuple[str, ...],
    accepted: tuple[str, ...] = (),
    picture: str = "",
    refuted: str = "",
) -> Question:
    text = asked(work, attribute, language, work.number)
    answers = accepted or _written(value_told(work, attribute, language))
    return Question(0, text, language, needs, attribute, answers, pages, picture, refuted)


def _written(value: str) -> tuple[str, ...]:
    """A value, and a number with thousands as others write it."""
    digits = value.replace(",", "").replace(".", "")
    if not digits.isdigit() or len(digits) < 5:
        return (value,)
    parted = f"{int(digits):,}"
    return tuple(dict.fromkeys((value, digits, parted, parted.replace(",", "."), parted.replace(",", " "))))


_NUMERALS = {
    "en": "four|five|six|seven|eight",
    "de": "vier|fünf|sechs|sieben|acht",
    "es": "cuatro|cinco|seis|siete|ocho",
}


def _seen(work: Work, subject: str, language: str) -> tuple[str, ...]:
    value = value_of(work, subject)
    if subject == "door":
        return _colours(COLOURS[language].split("|")[work.door], language)
    if subject == "windows":
        return (value, _NUMERALS[language].split("|")[work.windows - 4])
    if subject == "clock":
        hour, minute = work.clock
        return (value, f"{hour}.{minute:02}", f"{hour + 12}:{minute:02}")
    return (value,)


def _colours(colour: str, language: str) -> tuple[str, ...]:
    """A colour with its endings."""
    if language == "de":
        return tuple(f"{colour}{ending}" for ending in ("", "e", "er", "es", "en"))
    return tuple(dict.fromkeys((colour, re.sub("o$", "a", colour))))


def _telling(work: Work, attribute: str, language: str) -> tuple[str, ...]:
    """Pages of a language that tell a fact, in the order of their sites."""
    return tuple(
        site.home + page.path
        for site in sites()
        if site.kind not in ("slow", "broken")
        for page in site.pages.values()
        if page.language == language and (work.number, attribute) in page.tells
    )
