"""What models write for a citation marker: every spelling that is known, found in a text by one pattern."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

MAX_RANGE = 20
"""Ids that a range such as `[e1-e3]` may name; of a longer one only the ends count."""

MAX_ITEMS = 30
"""Further ids that one marker may name."""

_DASH = r"\s*(?:--?|[–—…~至到]|\.{2,3}|\b(?:to|through|thru|bis|hasta)\b)\s*"
_ITEM = rf"e\d{{1,4}}(?:{_DASH}e?\d{{1,4}}(?!\w))?"
_AND = (
    r"(?:\s*[,;/&+|·、，；](?:\s*(?:and|or|und|oder|y|o)\b)?\s*|\s+(?:and|or|und|oder|y|o)\s+|"
    r"\s*(?:和|与|及|以及|或)\s*|\s+)"
)
_LIST = rf"{_ITEM}(?:{_AND}[\^#]?{_ITEM}){{0,{MAX_ITEMS}}}"
_LOWER = f"(?-i:{_LIST})"
_WORD = (
    r"(?:according\sto|sources?|evidence|references?|refs?|citations?|cited?|see|quellen?|belege?|siehe|"
    r"fuentes?|evidencias?|véase|来源|來源|证据|證據|参见)"
)
_BETWEEN = r"(?:\.?\s*[:=#]\s*|\.?\s+|(?<=[一-鿿])(?=e\d))"
_KEY = rf"(?:{_WORD}{_BETWEEN})"
_LEAD = (
    r"(?:src|docs?|documents?|id|items?|no|nr|cf|per|via|from|(?:as\s)?in|by|based\son|"
    r"laut|gemäß|nach|vgl|aus|beweise?|nachweise?|según|véase|根据|依据|见)"
)
_LEADS = rf"(?:{_KEY}|{_LEAD}{_BETWEEN})"
_TRIM = r"[\s'\"“”`*_^#@:\\]*"

# Square brackets and tags are the spellings that ordinary text has least; the others take a small `e`.
_PATTERN = re.compile(
    rf"""
      <(?P<tag>sup|sub|cite|citation|ref|source|evidence)\b(?P<attributes>[^<>]{{0,99}})>
       (?P<inner>[^<>]{{0,99}})</(?P=tag)\s*>
    | <(?:cite|citation|ref|source|evidence)\b(?P<lone>[^<>]{{1,99}})>
    | !?\\?\[{{1,3}}(?P<square>[^\[\]\n]{{1,200}})\]{{1,3}}(?:\((?P<target>[^()\s]{{0,200}})\))?
    | \((?P<round>[^()\[\]\n]{{1,120}})\)
    | <(?:!--|[/|^])?\s*(?P<angle>{_LIST})\s*(?:--|[/|])?>(?:\s?</\s*e\d{{1,4}}\s*>)?
    | (?:\\cite[pt]?|\$?\^)?\{{{{1,2}}\s*(?P<braced>{_LOWER})\s*\}}{{1,2}}\$?
    | (?<![\w\[])(?P<closing>{_LOWER})\s?\]
    | \[\s?(?P<opening>{_LOWER})(?![\w\]])
    | \^(?P<raised>(?-i:e\d{{1,4}}))(?!\w)\^?
    | [⁽⁅]?(?P<small>ᵉ[⁰¹²³⁴-⁹]+(?:[˒,]?\s?ᵉ[⁰¹²³⁴-⁹]+)*)[⁾⁆]?
    | \b(?P<key>{_KEY})(?P<keyed>{_LOWER})(?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAY_HOLD_ONE = re.compile(
    r"e\d|ᵉ|\d[^\w\n]{0,9}[\])]|>\W{0,9}\d|img_|†|document:|cit(?:e|ation)\W*\w*\d", re.IGNORECASE
)

_BRACKETS = "【】〔〕⟦⟧⦗⦘〖〗〘〙"
_AS_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_AS_ASCII |= dict(zip(map(ord, _BRACKETS), map(ord, "[]" * 6), strict=True))
_AS_ASCII |= dict(zip(map(ord, "〈〉⟨⟩"), map(ord, "<><>"), strict=True))
_AS_ASCII |= dict(zip(map(ord, "「」『』《》«»"), map(ord, "()" * 4), strict=True))
_SMALL_LETTERS = str.maketrans("ᵉ⁰¹²³⁴⁵⁶⁷⁸⁹", "e0123456789")

_LOOKALIKES = str.maketrans("[](){}<>^", "❲❳❨❩❴❵‹›ˆ")
_OF_NO_BRACKET = str.maketrans("eE", "ℯℰ")

_IDS = re.compile(rf"{_TRIM}{_LEADS}{{0,2}}{_TRIM}({_LIST})[\s'\"“”`*_\\]*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:[†:|,;(–—#§]|- |(?:pp?|pages?|lines?|sections?|seiten?|s|zeilen?|pág|páginas?|第)\W{0,2}\d).*",
    re.DOTALL | re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"{_TRIM}(?P<key>{_KEY}?)(?P<numbers>\d{{1,3}}(?:(?:\s*[,;]\s*|{_DASH})\d{{1,3}})*)[\s'\"`*_^\\]*",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"[^†]{0,40}†.*|cit(?:e|ation)[:\s]*\w*\d+\w*", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(
    rf"{_TRIM}{_KEY}?(?:uid\s*[:=]?\s*)?(?:(?P<uid>img_[a-z2-7]{{4,}})|document:(?P<document>\d{{1,18}})){_TRIM}",
    re.IGNORECASE,
)
_BARE = ("angle", "braced", "closing", "opening", "raised", "small", "keyed")
_RANGE = re.compile(rf"(?<![a-z0-9])e(\d{{1,4}})(?:{_DASH}e?(\d{{1,4}})(?!\w))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpelledMarker:
    """Something spelled as a marker, at `[start, end)` of its text.

    `ids` are evidence ids in small letters, `numbers` bare numbers, `uid` and `document` name a source; a
    marker with none of them is another program's. `is_weak`: ordinary text is spelled so as well. `words`
    stand before the marker and stay. `raw` is the marker as it stands.
    """

    start: int
    end: int
    raw: str
    ids: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    uid: str = ""
    document: int | None = None
    is_weak: bool = False
    words: str = ""

    @property
    def is_small(self) -> bool:
        """Whether its ids are written with a small letter, as the run writes them."""
        return not re.search(r"E\d", self.raw.translate(_AS_ASCII))


def spelled_markers(text: str) -> Iterator[SpelledMarker]:
    """Whatever is spelled as a marker, from left to right; none overlap."""
    if not _MAY_HOLD_ONE.search(plain := text.translate(_AS_ASCII)):
        return
    position = 0
    while found := _PATTERN.search(plain, position):
        marker = _read(found, text)
        # What is no marker as a whole may have one inside.
        position = marker.end if marker else found.start() + 1
        if marker:
            yield marker


def with_lookalikes(marker: SpelledMarker) -> str:
    """The marker at the same length, so that no program takes it for one and a reader still can."""
    written = marker.raw.translate(_AS_ASCII).translate(_LOOKALIKES)
    if written != marker.raw.translate(_AS_ASCII):
        return written
    kept = len(marker.words)
    return written[:kept] + written[kept:].translate(_SMALL_LETTERS).translate(_OF_NO_BRACKET)


def _read(found: re.Match[str], text: str) -> SpelledMarker | None:
    groups = found.groupdict()
    base = SpelledMarker(found.start(), found.end(), text[found.start() : found.end()])
    if groups["square"] is not None:
        return _in_brackets(base, groups["square"], groups["target"] or "")
    if groups["round"] is not None:
        return _in_parentheses(base, groups["round"])
    if groups["tag"] is not None or groups["lone"] is not None:
        return _in_tag(base, groups)
    if groups["closing"] is not None and _is_within_brackets(found):
        return None
    bare = next(name for name in _BARE if groups[name] is not None)
    words = text[found.start("key") : found.end("key")] if bare == "keyed" else ""
    ids = _ids(groups[bare].translate(_SMALL_LETTERS))
    is_weak = bare not in ("angle", "small") and "evidence" not in words.lower()
    return replace(base, ids=ids, is_weak=is_weak, words=words)


def _in_brackets(base: SpelledMarker, body: str, target: str) -> SpelledMarker | None:
    if ids := _IDS.match(body):
        label = body[ids.end() :]
        if not label or _LABEL.fullmatch(label):
            return replace(base, ids=_ids(ids[1]), is_weak=bool(label) and not label.startswith("†"))
    if numbers := _NUMBERS.fullmatch(body):
        if link := _IDS.fullmatch(target):
            return replace(base, ids=_ids(link[1]))
        return replace(base, numbers=_numbers(numbers["numbers"]))
    if source := _SOURCE.fullmatch(body):
        document = int(source["document"]) if source["document"] else None
        return replace(base, uid=(source["uid"] or "").lower(), document=document)
    if _FOREIGN.fullmatch(body):
        return base
    if link := _IDS.fullmatch(target):
        return replace(base, ids=_ids(link[1]), words=f"{body} ")
    return None


def _in_parentheses(base: SpelledMarker, body: str) -> SpelledMarker | None:
    ids = _IDS.fullmatch(body)
    if ids and not any(letter == "E" for letter in ids[1]):
        return replace(base, ids=_ids(ids[1]), is_weak=True)
    numbers = _NUMBERS.fullmatch(body)
    return replace(base, numbers=_numbers(numbers["numbers"])) if numbers and numbers["key"] else None


def _in_tag(base: SpelledMarker, groups: Mapping[str, str | None]) -> SpelledMarker | None:
    """`<cite id="e1">words</cite>` keeps its words, `<sup>e1</sup>` has none."""
    named = _ids((groups["attributes"] or "") + (groups["lone"] or ""))
    inner = groups["inner"] or ""
    if ids := _IDS.fullmatch(inner):
        return replace(base, ids=_ids(ids[1]))
    if named:
        return replace(base, ids=named, words=f"{inner} " if inner.strip() else "")
    numbers = _NUMBERS.fullmatch(inner)
    is_sign = groups["tag"] is not None and groups["tag"].lower() not in ("sup", "sub")
    return replace(base, numbers=_numbers(numbers["numbers"])) if numbers and is_sign else None


def _is_within_brackets(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 300) : found.start()].rpartition("\n")[2]
    return before.count("[") > before.count("]")


def _ids(text: str) -> tuple[str, ...]:
    """The ids that a list names, ranges written out."""
    found: dict[str, None] = {}
    for first, last in _RANGE.findall(text):
        found |= dict.fromkeys(f"e{number}" for number in _span(int(first), int(last or first)))
    return tuple(found)


def _numbers(text: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for first, last in re.findall(rf"(\d+)(?:{_DASH}(\d+))?", text):
        found |= dict.fromkeys(_span(int(first), int(last or first)))
    return tuple(found)


def _span(first: int, last: int) -> Iterable[int]:
    return range(first, last + 1) if first <= last < first + MAX_RANGE else (first, last)
