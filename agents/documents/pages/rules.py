"""The straight lines that are drawn on a page of a PDF, and the edges of what is filled."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import pypdfium2
import pypdfium2.raw as pdfium

from agents.documents.pages.boxes import Box

MAX_OBJECTS = 20_000
"""Of a page; drawings have more."""
MAX_RULES = 4_000
MAX_JOINED_RULES = 500
"""Drawings have more."""
MAX_DEPTH = 3
"""Forms within forms that are looked into."""
THIN_POINTS = 2.6
MIN_LENGTH_POINTS = 4.0
SNAP_POINTS = 1.6
"""Nearer rules are one."""
JOIN_POINTS = 3.5
"""Rules in a row that are so near to each other are one."""
MAX_FILL_SHARE = 0.8
"""Of the height of a page: a larger fill is its ground."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOVE, _LINE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO
_MAX_SEGMENTS = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """From `start` to `end` along one axis at `place` on the other, in points."""

    place: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Points."""
        return self.end - self.start

    def covers(self, place: float) -> bool:
        """Whether it passes by a place along itself."""
        return self.start - SNAP_POINTS <= place <= self.end + SNAP_POINTS


@dataclass(slots=True)
class Rules:
    """Of a page: `across` from left to right, `down` from top to bottom; `edges` of fills go across."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    edges: list[Rule] = field(default_factory=list)


def rules_of(page: pypdfium2.PdfPage, quarters: int) -> Rules:
    """The rules of a page that is turned by so many quarters. Crooked and very busy drawings have none."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        return Rules()
    rules = Rules()
    largest = min(page.get_size()) * MAX_FILL_SHARE
    objects = (pdfium.FPDFPage_GetObject(page, number) for number in range(count))
    drawn = chain.from_iterable(_boxes_of(each, _IDENTITY, 0) for each in objects)
    for upright, is_drawn in islice(drawn, MAX_RULES):
        box = upright.turned(quarters)
        width, height = box.right - box.left, box.size
        is_flat, is_steep = height <= THIN_POINTS, width <= THIN_POINTS
        if not (is_drawn or is_flat or is_steep):
            if height < largest:
                rules.edges += [Rule(place, box.left, box.right) for place in (box.base, box.top)]
            continue
        if width >= MIN_LENGTH_POINTS and not is_steep:
            places = [(box.base + box.top) / 2] if is_flat else [box.base, box.top]
            rules.across += [Rule(place, box.left, box.right) for place in places]
        if height >= MIN_LENGTH_POINTS and not is_flat:
            places = [(box.left + box.right) / 2] if is_steep else [box.left, box.right]
            rules.down += [Rule(place, box.base, box.top) for place in places]
    joined = Rules(_joined(rules.across), _joined(rules.down), _joined(rules.edges))
    found = len(joined.across) + len(joined.down) + len(joined.edges)
    return joined if found <= MAX_JOINED_RULES else Rules()


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line as one, from the bottom or the left."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.place):
        if rows and rule.place - rows[-1][0].place <= SNAP_POINTS:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    joined: list[Rule] = []
    for row in rows:
        row.sort(key=lambda each: each.start)
        held = row[0]
        for rule in row[1:]:
            if rule.start - held.end <= JOIN_POINTS:
                held = Rule(held.place, held.start, max(held.end, rule.end))
            else:
                joined.append(held)
                held = rule
        joined.append(held)
    return joined


def _boxes_of(item: pdfium.FPDF_PAGEOBJECT, around: _Matrix, depth: int) -> Iterator[tuple[Box, bool]]:
    """The lines along an axis and the rectangles of an object, and whether their sides are drawn."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        inner = _times(_matrix(item), around)
        for number in range(min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)):
            yield from _boxes_of(pdfium.FPDFFormObj_GetObject(item, number), inner, depth + 1)
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not (stroke.value or fill.value):
        return
    for points in _pieces(item, _times(_matrix(item), around)):
        box = Box(
            min(x for x, _ in points), min(y for _, y in points),
            max(x for x, _ in points), max(y for _, y in points),
        )  # fmt: skip
        is_line = min(box.right - box.left, box.size) <= THIN_POINTS
        is_rectangle = len(points) >= 4 and all(
            min(abs(x - box.left), abs(x - box.right)) < 1 and min(abs(y - box.base), abs(y - box.top)) < 1
            for x, y in points
        )
        if len(points) <= 6 and (is_line or is_rectangle):
            yield box, bool(stroke.value)


def _pieces(path: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each piece of a path; one with curves is none."""
    points: list[tuple[float, float]] = []
    is_curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == _MOVE:
            if len(points) > 1 and not is_curved:
                yield points
            points, is_curved = [], False
        is_curved = is_curved or kind not in (_MOVE, _LINE)
        a, b, c, d, e, f = matrix
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    if len(points) > 1 and not is_curved:
        yield points


def _matrix(item: pdfium.FPDF_PAGEOBJECT) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
