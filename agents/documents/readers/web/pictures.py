"""Where pages keep the addresses of their pictures, and which words stand below them."""

import re

from selectolax.lexbor import LexborNode

from agents.documents.readers.page_parts import walk
from agents.documents.readers.unseen import NEVER_SHOWN

MAX_CAPTION_CHARACTERS = 400
MAX_SPECK_PIXELS = 2
"""A picture of no more is there to count visits."""
_LATE = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "src")
_LATE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_CANDIDATE = re.compile(r"\s*(\S+?)(?:\s+([\d.]+)[wx])?\s*(?:,\s+|,?\s*$|,(?=\S+\s))")
_ABOVE = 4
_HOLDERS = {"figure", "li", "td", "a", "picture", "span", "div", "dl", "dt", "p", "center", "section"}
_DROPPED = frozenset(NEVER_SHOWN)


def picture_address(node: LexborNode) -> str:
    """The address of the largest form of a picture, as written; "" if it has none.

    Pages that load pictures late keep it in attributes of their own, or in what is shown without scripts.
    """
    parent = node.parent
    sources = parent.css("source") if parent is not None and parent.tag == "picture" else []
    sized = [
        candidate
        for each in (node, *sources)
        for name in _LATE_SETS
        for candidate in _candidates(each.attributes.get(name) or "")
    ]
    if sized:
        return max(sized)[1]
    written = (_real(node.attributes.get(name) or "") for name in _LATE)
    found = next(filter(None, written), "")
    if found or parent is None or parent.tag == "noscript":
        return found
    fallback = parent.css_first("noscript img")
    return _real(fallback.attributes.get("src") or "") if fallback is not None else ""


def is_speck(node: LexborNode) -> bool:
    """Whether a picture is too small to be seen."""
    sizes = [node.attributes.get(name) or "" for name in ("width", "height")]
    return any(each.isascii() and each.isdigit() and int(each[:9]) <= MAX_SPECK_PIXELS for each in sizes)


def caption(node: LexborNode) -> str:
    """The words that stand with a picture alone; "" if there are none."""
    found = ""
    above = node.parent
    for _step in range(_ABOVE):
        if (
            above is None
            or above.tag not in _HOLDERS
            or len(above.css("img")) > 1 + len(above.css("noscript img"))
        ):
            break
        marked = above.css_first("figcaption")
        words = _words(above if marked is None else marked)
        if len(words) > MAX_CAPTION_CHARACTERS:
            break
        found = words or found
        if marked is not None or above.tag in ("figure", "li", "td", "dl"):
            break
        above = above.parent
    return found


def _candidates(written: str) -> list[tuple[float, str]]:
    found = _CANDIDATE.finditer(written[:20_000])
    return [
        (float(size or 1), address) for address, size in (each.groups() for each in found) if _real(address)
    ]


def _real(address: str) -> str:
    """An address, unless it is a picture that holds the place of another."""
    address = address.strip()
    return "" if address.startswith(("data:", "blob:", "about:")) else address


def _words(node: LexborNode) -> str:
    pieces: list[str] = []
    for each, _is_leaving in walk(node, _DROPPED):
        if each.is_text_node:
            pieces.append(each.text_content or "")
    return " ".join(" ".join(pieces).split())
