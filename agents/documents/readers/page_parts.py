"""Which parts of an HTML page it does not show or only lead elsewhere, and which tables only lay it out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from agents.documents.readers.unseen import is_unseen

MIN_CONTENTS_LINKS = 3
LINKED_SHARE = 0.8
"""Of letters and of links: a list that has more of both is a table of contents."""
MAX_PAGING_LETTERS = 200
"""Links to the next page and the like stand in short blocks of nothing but links."""
MAX_CELL_LETTERS = 600
"""A cell with more lays out a page: nobody reads across."""
MIN_LETTERS = 20
"""A page that has less beside its navigation is about where it leads."""

_HIDDEN_ROLES = {"navigation", "search", "menu", "menubar", "toolbar", "tablist", "scrollbar"}
_HIDDEN_CLASSES = {
    "headerlink", "anchorjs-link", "mw-editsection", "skip-link", "skip-to-content", "sr-only-focusable",
}  # fmt: skip
_WAY_CLASSES = {
    "toc", "table-of-contents", "tableofcontents", "breadcrumb", "breadcrumbs", "pagination", "pager",
    "navbar", "navigation", "nav", "menu", "navbox", "sphinxsidebar", "related", "share", "social",
    "social-share", "share-buttons", "printfooter", "sidebar", "side-nav", "sidenav", "site-nav",
}  # fmt: skip
_PLACE = r"home|top|up|back|first|last|index|contents|menu|zurück|inhalt|nach oben|inicio|volver|назад|наверх"
_TURN = (
    r"next|previous|prev|older|newer|nächste[rs]?|vorherige[rs]?|weiter|siguiente|anterior|suivante?|"
    r"précédente?|следующ\w+|предыдущ\w+|вперёд"
)
_TAKE = (
    r"download|print|share|herunterladen|drucken|teilen|descargar|imprimir|compartir|télécharger|imprimer|"
    r"скачать|печать|поделиться"
)
_PAGING = re.compile(
    rf"\W*(?:(?:(?:go |back )?(?:to )?(?:the )?(?:{_PLACE})(?: page)?|(?:skip|jump) to .*"
    rf"|(?:{_TURN})(?: (?:page|chapter|section|post|article|topic|seite|kapitel|página|глава|страница))?"
    r"(?:\s*[^\w\s].*)?"
    rf"|(?:{_TAKE})(?: (?:as|the|this|page|article|document|file|pdf|epub|here|now)){{0,4}})\W*"
    r"|上一.*|下一.*|返回.*|下载|分享|打印|前へ|次へ|戻る)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|navigation|menu|on this page|in this (?:article|section|chapter)|"
    r"inhalt(?:sverzeichnis)?|auf dieser seite|índice|contenidos?|en esta página|sommaire|table des matières|"
    r"содержание|оглавление|"
    r"目[录錄次]",
    re.IGNORECASE,
)
_PERMALINK = re.compile(r"[#¶§∞🔗]\ufe0f?")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "p"}
_WAY_TAGS = {"header", "footer", "aside"}
_WAYS = {
    "ul",
    "ol",
    "dl",
    "table",
    "div",
    "section",
    "aside",
    "p",
    "footer",
    "header",
    "details",
    "form",
    "td",
}


@dataclass(slots=True)
class PageParts:
    """Nodes by `mem_id`: `hidden` are not for reading, tables of `layouts` have no rows and cells."""

    hidden: set[int] = field(default_factory=set)
    layouts: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Sums:
    """Of an element and all below it. Letters count digits too."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    anchors: int = 0
    paging: int = 0
    pictures: int = 0
    tables: int = 0
    cells: int = 0
    largest_cell: int = 0

    def add(self, other: "_Sums") -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.anchors += other.anchors
        self.paging += other.paging
        self.pictures += other.pictures
        self.tables += other.tables
        self.cells += other.cells
        self.largest_cell = max(self.largest_cell, other.largest_cell)


def page_parts(root: LexborNode, dropped: frozenset[str], *, is_page: bool) -> PageParts:
    """One way through the tree, elements called `dropped` left out; only a page has ways to other pages."""
    parts, hidden_letters, ways = PageParts(), 0, 0
    unseen: set[int] = set()
    sums = [_Sums()]
    for node, is_leaving in walk(root, dropped):
        if node.is_text_node:
            sums[-1].letters += sum(map(str.isalnum, node.text_content or ""))
        elif not is_leaving:
            sums.append(_Sums())
            ways += _is_way(node)
        else:
            below = sums.pop()
            is_in_way = ways > 0
            ways -= _is_way(node)
            if is_unseen(node):
                unseen.add(node.mem_id)
                continue
            if is_page and _is_hidden(node, below, is_in_way=is_in_way):
                parts.hidden.add(node.mem_id)
                hidden_letters += below.letters
                _hide_heading(node, parts)
                continue
            _count(node, below, parts)
            sums[-1].add(below)
    if hidden_letters and sums[0].letters < MIN_LETTERS:
        parts.hidden.clear()
    parts.hidden |= unseen
    return parts


def walk(root: LexborNode, dropped: frozenset[str]) -> Iterator[tuple[LexborNode, bool]]:
    """Depth first: texts once, elements when they are entered and when they are left.

    With a stack of its own: pages nest deeper than Python may recurse. Elements called `dropped` are passed
    by.
    """
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, is_leaving = stack.pop()
        if is_leaving:
            yield node, True
            continue
        if node.next is not None and node is not root:
            stack.append((node.next, False))
        if node.is_text_node:
            yield node, False
        elif node.is_element_node and node.tag not in dropped:
            yield node, False
            stack.append((node, True))
            if node.child is not None:
                stack.append((node.child, False))


def _count(node: LexborNode, below: _Sums, parts: PageParts) -> None:
    """Let what is above an element know what it is."""
    match node.tag:
        case "a":
            below.linked, below.links = below.letters, 1
            below.anchors = _leads_within(node)
            below.paging = _PAGING.fullmatch(_words(node)) is not None
        case "img":
            below.pictures = 1
        case "td" | "th":
            # A picture that is a link leads elsewhere; it is no content.
            below.cells += below.letters > 0 or (below.pictures > 0 and not below.links)
            below.largest_cell = max(below.largest_cell, below.letters)
        case "table":
            role = node.attributes.get("role")
            is_small = below.cells < 2 or below.largest_cell > MAX_CELL_LETTERS
            if role in ("presentation", "none") or below.tables or is_small:
                parts.layouts.add(node.mem_id)
            below.tables, below.cells, below.largest_cell = 1, 0, 0


def _leads_within(node: LexborNode) -> bool:
    return node.tag == "a" and (node.attributes.get("href") or "").startswith("#")


def _is_way(node: LexborNode) -> bool:
    """Whether lists of links in this element lead elsewhere."""
    return node.tag in _WAY_TAGS or bool(_names(node) & _WAY_CLASSES)


def _names(node: LexborNode) -> set[str]:
    attributes = node.attributes
    return {*(attributes.get("class") or "").lower().split(), (attributes.get("id") or "").lower()}


def _is_hidden(node: LexborNode, below: _Sums, *, is_in_way: bool) -> bool:
    attributes = node.attributes
    if (
        attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _HIDDEN_ROLES
        or _names(node) & _HIDDEN_CLASSES
        or (_leads_within(node) and _PERMALINK.fullmatch(_words(node)))
    ):
        return True
    if node.tag not in _WAYS or below.pictures or not below.links:
        return False
    is_linked = below.linked >= LINKED_SHARE * below.letters
    is_contents = below.links >= MIN_CONTENTS_LINKS and below.anchors >= LINKED_SHARE * below.links
    is_paging = below.paging > 0 and below.linked == below.letters <= MAX_PAGING_LETTERS
    is_way = is_in_way and (node.tag in ("ul", "ol") or _is_way(node))
    return is_linked and (is_contents or is_paging or is_way)


def _hide_heading(node: LexborNode, parts: PageParts) -> None:
    """A heading that says "Contents" goes with what it stands above."""
    before = node.prev
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    if before is not None and before.tag in _HEADINGS and _CONTENTS.fullmatch(_words(before).rstrip(":")):
        parts.hidden.add(before.mem_id)


def _words(node: LexborNode) -> str:
    return " ".join(node.text(deep=True)[: 2 * MAX_PAGING_LETTERS].split())
