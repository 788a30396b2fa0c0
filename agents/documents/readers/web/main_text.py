"""Which part of a web page is its main text: trafilatura finds its words, and this finds their elements.

The words alone would do for a summary. Quotes need what stands between them too: whole tables, headings and
captions, written as every other HTML document is.
"""

import logging
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode
from trafilatura import extract

from agents.documents.readers.page_parts import walk

MIN_WORDS = 20
"""With less no element is told from the others."""
SHARE = 0.9
"""The smallest element that holds so much of the words found is the one that holds the article."""
MAX_LINKED_SHARE = 0.4
"""Of the letters of a block: with more it leads elsewhere."""
MIN_FRAME_LETTERS = 40
MAX_FRAME_LINKED_SHARE = 0.2
"""Of a block at the beginning or the end that still belongs to the text."""
MAX_TEASER_LETTERS = 400
"""Below a heading that is a link: with more it is an article of its own."""
TEASER_LINKED_SHARE = 0.8
"""Of the letters of a list: with more it is one of other pages."""
_RUN = 4
"""So many words in a row were found, wherever they stand; of a piece of text, half of its letters must be."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_BLOCKS = {
    "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form",
    "header", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
_PARTS = {"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure"}
_TEXTS = {"p", "pre", "blockquote", "ul", "ol", "dl"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|banner|breadcrumbs?|comments?|consent|cookies?|newsletter|paywall|popular|promo\w*|"
    r"recommend\w*|related|share|sharing|signup|social|sponsor\w*|subscribe|taboola|teasers?|outbrain)(?:$|[\s_-])",
    re.IGNORECASE,
)

# It logs each page that it finds nothing in as an error.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class _Tally:
    """Of an element and all below it; `start` and `end` count the words of the page.

    A heading is linked if all of it leads to another page.
    """

    letters: int = 0
    found: int = 0
    linked: int = 0
    forms: int = 0
    headings: int = 0
    linked_headings: int = 0
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class MainText:
    """The element that holds the article, and the elements in it, by `mem_id`, that do not belong to it."""

    root: LexborNode
    beside: set[int] = field(default_factory=set)


def main_text(root: LexborNode, source: str, dropped: frozenset[str], hidden: set[int]) -> MainText | None:
    """The main text of a page; None where none stands out.

    Elements called `dropped`, and those `hidden` (by `mem_id`), are passed by.
    """
    said = _words(extract(source, include_comments=False, include_tables=True) or "")
    if len(said) < MIN_WORDS:
        return None
    sums, first, last = _sums(root, said, dropped, hidden)
    whole = sums[root.mem_id].found
    if not whole:
        return None
    main = root
    while inner := next((each for each in _holders(main) if _found(sums, each) >= SHARE * whole), None):
        main = inner
    text = MainText(main)
    _leave_out(main, sums, (first, last), text.beside)
    return text


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _elements(node: LexborNode) -> list[LexborNode]:
    return [each for each in node.iter() if each.is_element_node]


def _holders(node: LexborNode) -> list[LexborNode]:
    """The elements in one that can hold an article: what stands beside a lone paragraph belongs to it."""
    return [each for each in _elements(node) if each.tag not in _PARTS]


def _found(sums: dict[int, _Tally], node: LexborNode) -> int:
    return sums[node.mem_id].found if node.mem_id in sums else 0


def _sums(
    root: LexborNode, said: list[str], dropped: frozenset[str], hidden: set[int]
) -> tuple[dict[int, _Tally], int, int]:
    """What each element holds, and between which words of the page the found ones stand."""
    runs = set(zip(*(said[shift:] for shift in range(_RUN)), strict=False))
    texts: dict[int, list[str]] = {}
    words: list[str] = []
    shown: list[tuple[LexborNode, bool]] = []
    depth = 0
    for node, is_leaving in walk(root, dropped):
        if not node.is_text_node and node.mem_id in hidden:
            depth += -1 if is_leaving else 1
        elif not depth:
            shown.append((node, is_leaving))
            if node.is_text_node:
                texts[node.mem_id] = _words(node.text_content or "")
                words += texts[node.mem_id]
    is_found = bytearray(len(words))
    for place, run in enumerate(zip(*(words[shift:] for shift in range(_RUN)), strict=False)):
        if run in runs:
            is_found[place : place + _RUN] = b"\1" * _RUN
    sums = _summed(shown, texts, is_found)
    elsewhere = is_found[:]
    for node, is_leaving in shown:
        if is_leaving and _is_teaser(node, sums[node.mem_id]):
            start, end = sums[node.mem_id].start, sums[node.mem_id].end
            elsewhere[start:end] = bytes(end - start)
    if elsewhere != is_found and 2 * elsewhere.count(1) > is_found.count(1):
        # Less than half of what was found only announces other pages; a page of nothing else is about them.
        is_found = elsewhere
        sums = _summed(shown, texts, is_found)
    return sums, is_found.find(1), is_found.rfind(1)


def _is_teaser(node: LexborNode, sums: _Tally) -> bool:
    """Whether an element says in a few words what another page is about, or lists such pages."""
    if node.tag in ("ul", "ol"):
        return sums.letters > 0 and sums.linked >= TEASER_LINKED_SHARE * sums.letters
    is_short = sums.letters - sums.linked <= MAX_TEASER_LETTERS
    return is_short and 0 < sums.headings == sums.linked_headings and node.tag in (*_BLOCKS, "li")


def _summed(
    shown: list[tuple[LexborNode, bool]], texts: dict[int, list[str]], is_found: bytearray
) -> dict[int, _Tally]:
    sums: dict[int, _Tally] = {}
    above = [_Tally()]
    place = links = 0
    for node, is_leaving in shown:
        if node.is_text_node:
            letters = found = 0
            for word in texts[node.mem_id]:
                letters += len(word)
                found += len(word) * is_found[place]
                place += 1
            above[-1].letters += letters
            above[-1].found += found if 2 * found >= letters else 0
            above[-1].linked += letters if links else 0
        elif not is_leaving:
            links += node.tag == "a"
            above.append(_Tally(start=place))
        else:
            links -= node.tag == "a"
            below = above.pop()
            below.end = place
            below.forms += node.tag in ("form", "input", "button")
            if node.tag in _HEADINGS and below.letters:
                below.headings += 1
                below.linked_headings += below.linked == below.letters and _leads_elsewhere(node)
            sums[node.mem_id] = below
            for name in ("letters", "found", "linked", "forms", "headings", "linked_headings"):
                setattr(above[-1], name, getattr(above[-1], name) + getattr(below, name))
    return sums


def _leads_elsewhere(node: LexborNode) -> bool:
    link = node.css_first("a[href]") or node.parent
    return link is not None and not (link.attributes.get("href") or "").startswith("#")


def _leave_out(root: LexborNode, sums: dict[int, _Tally], span: tuple[int, int], beside: set[int]) -> None:
    """Gather what does not belong to the main text below an element, level by level."""
    levels = [root]
    while levels:
        headings: list[LexborNode] = []
        for node in _elements(levels.pop()):
            if node.mem_id not in sums:
                continue
            if node.tag in _HEADINGS and not _found(sums, node):
                headings.append(node)
            elif _found(sums, node):
                levels.append(node)
                headings = []
            elif node.tag in _BLOCKS and _is_beside(node, sums[node.mem_id], span):
                beside.add(node.mem_id)
                beside.update(each.mem_id for each in headings)
                headings = []
            elif node.tag in _BLOCKS:
                headings = []
        # A heading with nothing below it stands above what was left out.
        beside.update(each.mem_id for each in headings)


def _is_beside(node: LexborNode, sums: _Tally, span: tuple[int, int]) -> bool:
    if not span[0] <= sums.start <= span[1] and not _may_frame(node, sums, is_below=sums.start > span[1]):
        return True
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return bool(
        node.tag in ("aside", "nav", "footer", "form")
        or sums.forms
        or sums.linked_headings
        or sums.linked > MAX_LINKED_SHARE * sums.letters
        or _BESIDE.search(names)
    )


def _may_frame(node: LexborNode, sums: _Tally, *, is_below: bool) -> bool:
    """Whether an element before all words that were found, or behind them, can be a part of the text."""
    if node.tag in ("table", "figure") or node.css_first("table") is not None:
        return True
    if is_below and node.css_first("img") is not None:
        return True
    is_text = node.tag in _TEXTS or sums.headings > sums.linked_headings
    is_told = sums.letters >= MIN_FRAME_LETTERS and sums.linked <= MAX_FRAME_LINKED_SHARE * sums.letters
    return is_text and is_told
