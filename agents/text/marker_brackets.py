"""Markers in brackets and tags, in every form that models write."""

import re
from collections.abc import Mapping
from dataclasses import replace

from agents.text.marker_words import DASH, EXACT_LIST, KEY, LEADS, LIST, PAGE
from agents.text.spelled_marker import Certainty, SpelledMarker, has_capital, ids_of, is_loose, numbers_of

STARTS = r"[<\[({&%^\\:@\#~!ᵉ]"
"""What a marker in brackets begins with; some have a command or a sign before their bracket."""

_LONGEST_BEFORE = 40
_TRIM = r"(?:[^\w\[\](){}<>]|_)*"
_CITING = re.compile(
    r"sup|sub|cite|citations?|refs?|references?|sources?|src|evidence|evidence[_-]id|footnotes?|fn|notes?|co|"
    r"quote|doc|document|id",
    re.IGNORECASE,
)
_BEFORE = r"(?:\\[a-z]{2,20}\*?(?:\[[^\[\]\n]{0,40}\])?|:[a-z]{2,10}(?=[\[{(])|[@\#~!\\]){0,2}"
_OPENS = r"&(?:\#0*(?:91|60|40)|\#x0*(?:5b|3c|28)|ls?q?b(?:rack)?|lt|lpar);|%5b"
_CLOSES = r"&(?:\#0*(?:93|62|41)|\#x0*(?:5d|3e|29)|rs?q?b(?:rack)?|gt|rpar);|%5d"
# Square brackets and tags are the spellings that ordinary text has least; the others take a small `e`.
_PATTERN = re.compile(
    rf"""
      <(?P<tag>[a-z][\w-]{{0,20}})\b(?P<attributes>[^<>]{{0,99}})>(?P<inner>[^<>]{{0,99}})</(?P=tag)\s*>
    | (?:<\|\w{{1,20}}\|>|\[\w{{1,20}}\])\s*(?P<paired>{LIST})\s*(?:<\|/?\w{{1,20}}\|>|\[/\w{{1,20}}\])
    | </?(?P<name>[a-z][\w-]{{0,20}})\b(?P<lone>[^<>]{{1,99}})>
    | {_BEFORE}\[(?P<square>[^\[\]\n]{{1,200}})\](?:\((?P<target>[^()\n]{{0,200}})\))?
    | {_BEFORE}\((?P<round>[^()\[\]\n]{{1,120}})\)
    | {_BEFORE}\{{(?P<braced>[^{{}}\[\]\n]{{1,120}})\}}
    | <[!|/^@\#†→*-]{{0,3}}\s*{LEADS}?(?P<angle>{LIST})\s*(?:--|[/|*])?>(?:\s?</\s*e\d{{1,4}}\s*>)?
    | (?:{_OPENS})\s*(?P<entity>{LIST})\s*(?:{_CLOSES})
    | \[\s?(?P<opening>{EXACT_LIST})(?:\s?[)}}])?(?![\w\]])
    | \^(?P<raised>(?-i:e\d{{1,4}}))(?!\w)\^?
    | (?P<small>ᵉ\d+(?:[˒,]?\s?ᵉ\d+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_STRICT = re.compile(
    rf"{_TRIM}{LEADS}{{0,3}}{_TRIM}(?P<ids>{LIST})(?:[\s'\"“”`*_\\.!?^,;:/†]*$)?", re.IGNORECASE
)
_LABEL = re.compile(
    rf"(?:[†:|,;(–—\#§@=→/\"“.]|-[ >]|\s+(?:-|=|\||/|–|—|→|(?i:{PAGE})|[A-ZÄÖÜ\"“(])).*", re.DOTALL
)
_AFTER_LABEL = re.compile(r"(?P<words>[^\n]{1,60})[\W_](?P<ids>[eE][ _.\#-]?\d{1,4})[\s'\"“”`*_.]*")
_IN_PARENTHESES = re.compile(
    rf"[\s'\"“”`*_^\#@:†‡§→,;\\]*{LEADS}{{0,3}}[\s'\"“”`*_]*(?P<ids>{LIST})(?:,?\s*{PAGE}[\s\d–-]*)?"
    r"[\s'\"“”`*_.,;\\]*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"{_TRIM}(?P<key>{KEY}?)(?P<numbers>\d{{1,3}}(?:(?:\s*[,;]\s*|{DASH})\d{{1,3}})*)[\s'\"`*_^\\]*",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"[^†]{0,40}†.*|cit(?:e|ation)[:\s]*\w*\d+\w*", re.IGNORECASE | re.DOTALL)
_SOURCE = re.compile(
    rf"{_TRIM}{KEY}?(?:uid\s*[:=]?\s*)?(?:(?P<uid>img_[a-z2-7]{{4,}})|document:(?P<document>\d{{1,18}})){_TRIM}",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"=\s*[\"']?\#?(?:[a-z]+[-_:/])?(e[_.-]?\d{1,4})[\"']?(?=[\s/]|\Z)", re.IGNORECASE)
_LONE_IDS = re.compile(rf"[\s:=\#\"'|]*({LIST})[\s\"'/|]*", re.IGNORECASE)
_FORMULA = re.compile(r"[\w)]\Z|[\d)=+*/^−-]\s*\Z")
"""Before `(e-1)`, what makes it arithmetic."""
_NUMBER_ALONE = re.compile(r"[\W\d]*")
_CERTAINTIES = {
    "angle": Certainty.SURE, "small": Certainty.SURE, "entity": Certainty.SURE, "paired": Certainty.SURE,
    "opening": Certainty.LIKELY, "raised": Certainty.LIKELY,
}  # fmt: skip
"""Of the forms that hold ids and nothing else."""


def marker_in_brackets(plain: str, start: int, text: str) -> SpelledMarker | None:
    """The marker that begins at a place with its bracket; `plain` is the folded text."""
    found = _PATTERN.match(plain, start)
    if not found:
        return None
    groups = {name: value for name, value in found.groupdict().items() if value is not None}
    base = SpelledMarker(start, found.end(), text[start : found.end()])
    if "square" in groups:
        return _in_brackets(base, groups["square"], groups.get("target", ""))
    if "tag" in groups or "name" in groups:
        return _in_tag(base, groups)
    if "braced" in groups:
        ids = _STRICT.fullmatch(groups["braced"])
        return replace(base, ids=ids_of(ids["ids"]), certainty=_of_group(ids["ids"])) if ids else None
    if "round" in groups:
        if ids := _IN_PARENTHESES.fullmatch(groups["round"]):
            before = plain[max(0, start - _LONGEST_BEFORE) : start]
            if is_loose(ids["ids"]) and _FORMULA.search(before):
                return None
            return replace(base, ids=ids_of(ids["ids"]), certainty=_of_group(ids["ids"]))
        numbers = _NUMBERS.fullmatch(groups["round"])
        return replace(base, numbers=numbers_of(numbers["numbers"])) if numbers and numbers["key"] else None
    kind = next(kind for kind in _CERTAINTIES if kind in groups)
    return replace(base, ids=ids_of(groups[kind]), certainty=_CERTAINTIES[kind])


def _in_brackets(base: SpelledMarker, body: str, target: str) -> SpelledMarker | None:
    if ids := _STRICT.match(body):
        label = body[ids.end() :]
        if not label or _LABEL.fullmatch(label):
            certainty = Certainty.LIKELY if label and not label.startswith("†") else Certainty.SURE
            if is_loose(ids["ids"]) and has_capital(ids["ids"]):
                certainty = Certainty.FAINT
            return replace(base, ids=ids_of(ids["ids"]), certainty=certainty)
    if numbers := _NUMBERS.fullmatch(body):
        if link := _STRICT.fullmatch(target):
            return replace(base, ids=ids_of(link["ids"]))
        return replace(base, numbers=numbers_of(numbers["numbers"]))
    if source := _SOURCE.fullmatch(body):
        document = int(source["document"]) if source["document"] else None
        return replace(base, uid=(source["uid"] or "").lower(), document=document)
    if ids := _AFTER_LABEL.fullmatch(body):
        return replace(base, ids=ids_of(ids["ids"]), certainty=_of_group(ids["ids"]))
    if _FOREIGN.fullmatch(body):
        return base
    if link := _STRICT.fullmatch(target):
        return replace(base, ids=ids_of(link["ids"]), words=f"{body} ")
    return None


def _of_group(written: str) -> Certainty:
    """What ids are in brackets that ordinary text has as well."""
    is_faint = has_capital(written) or is_loose(written)
    return Certainty.FAINT if is_faint else Certainty.LIKELY


def _in_tag(base: SpelledMarker, groups: Mapping[str, str]) -> SpelledMarker | None:
    """`<cite id="e1">words</cite>` keeps its words, `<sup>e1</sup>` and `<cite id="e1"/>` have none."""
    is_lone, inner = "name" in groups, groups.get("inner", "")
    tag, attributes = (groups["name"], groups["lone"]) if is_lone else (groups["tag"], groups["attributes"])
    certainty = Certainty.SURE if _CITING.fullmatch(tag) else Certainty.LIKELY
    if is_lone and (ids := _LONE_IDS.fullmatch(tag + attributes)):
        return replace(base, ids=ids_of(ids[1]))
    if ids := _STRICT.fullmatch(inner):
        return replace(base, ids=ids_of(ids["ids"]), certainty=certainty)
    lone = _LONE_IDS.fullmatch(attributes) or _LONE_IDS.fullmatch(tag)
    if named := ids_of(lone[1] if lone else " ".join(_ATTRIBUTE.findall(attributes))):
        words = "" if _NUMBER_ALONE.fullmatch(inner) else f"{inner} "
        return replace(base, ids=tuple(dict.fromkeys(named)), certainty=certainty, words=words)
    numbers = _NUMBERS.fullmatch(inner)
    is_sign = certainty is Certainty.SURE and tag.lower() not in ("sup", "sub")
    return replace(base, numbers=numbers_of(numbers["numbers"])) if numbers and is_sign else None
