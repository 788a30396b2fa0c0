"""Fields of replies, read with the care that words and numbers of others need."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from agents.documents.text.cleaning import clean
from agents.web.engines.protocol import Freshness
from agents.web.errors import BadStatus, FetchRefused
from agents.web.targets import read_target

GOOGLE_FRESHNESS = {
    Freshness.DAY: "qdr:d", Freshness.WEEK: "qdr:w", Freshness.MONTH: "qdr:m", Freshness.YEAR: "qdr:y",
}  # fmt: skip
GOOGLE_LANGUAGES = {"zh": "zh-cn"}
"""Languages that Google calls otherwise than ISO 639-1, for engines that pass its results on."""
MAX_TITLE_CHARACTERS = 300
MAX_SNIPPET_CHARACTERS = 1_000
MAX_PIXELS = 1_000_000

_MARKED_TIMES = 4
"""How much longer a text may be with its markup: the parser's time can grow with the square of it."""
_UNSEEN = {"script", "style", "template"}
_BREAKS = {"br", "div", "li", "p", "td", "tr"}
_AGO = re.compile(r"(?i)(\d{1,4}|an?|one)\s+(minute|min|hour|day|week|month|year)s?\s+ago")
_DAYS = {"minute": 0.0, "min": 0.0, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_FORMS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%m/%d/%Y, %I:%M %p", "%Y/%m/%d")


def rows(found: Any) -> list[dict[str, Any]]:
    """The objects of a list. Raises TypeError for what is no list; anything else in it is left out."""
    if not isinstance(found, list):
        raise TypeError("no list")
    return [row for row in found if isinstance(row, dict)]


def words(found: Any, most: int = MAX_SNIPPET_CHARACTERS) -> str:
    """A text on one line; "" for what is none."""
    if not isinstance(found, str):
        return ""
    text = " ".join(clean(found[: 20 * most]).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def title_words(found: Any) -> str:
    """A title, which is shorter."""
    return words(found, MAX_TITLE_CHARACTERS)


def marked_words(found: Any, most: int = MAX_SNIPPET_CHARACTERS) -> str:
    """The text of a piece of HTML."""
    if not isinstance(found, str):
        return ""
    if not re.search("[<&]", found):
        return words(found, most)
    markup = _Markup()
    with suppress(AssertionError):  # Of declarations that are none; what stood before them is kept.
        markup.feed(found[: _MARKED_TIMES * most])
        markup.close()
    return words("".join(markup.parts), most)


class _Markup(HTMLParser):
    """Gathers what is text. Python's own parser: no C reads the HTML of strangers in this process."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BREAKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def web_address(found: Any) -> str:
    """An address that the door would look at; "" for anything else."""
    if not isinstance(found, str):
        return ""
    address = f"https:{found}" if found.startswith("//") else found
    try:
        read_target(address)
    except FetchRefused:
        return ""
    return address


def pixels(found: Any) -> int | None:
    """A side of a picture."""
    try:
        side = int(found)
    except (TypeError, ValueError, OverflowError):
        return None
    return side if 0 < side < MAX_PIXELS else None


def day_of(found: Any, now: datetime) -> str:
    """The day of a date as engines write it: ISO 8601, "Oct 3, 2024", "2 hours ago"; "" for anything else."""
    text = words(found, 60)
    if iso := _ISO.match(text):
        return _checked(iso[1])
    if ago := _AGO.search(text):
        count = int(ago[1]) if ago[1].isdecimal() else 1
        try:
            return (now - timedelta(days=count * _DAYS[ago[2].lower()])).date().isoformat()
        except OverflowError:
            return ""
    for form in _FORMS:
        try:
            return (
                datetime.strptime(text.removesuffix(", +0000 UTC"), form)
                .replace(tzinfo=UTC)
                .date()
                .isoformat()
            )
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""


def said(refused: BadStatus) -> str:
    """All words of a refusal in lower case, to look for the few that are documented."""
    try:
        reply = json.loads(refused.content)
    except (ValueError, RecursionError):
        return ""
    return json.dumps(reply).lower()


def _checked(day: str) -> str:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
