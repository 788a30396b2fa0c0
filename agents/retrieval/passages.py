"""Cuts a text into passages that are long enough to understand and short enough to quote."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

MIN_CHARACTERS, MAX_CHARACTERS = 400, 900
"""A passage ends at the first border of a paragraph after the one, and never exceeds the other."""

_BLOCK_BREAK = re.compile(r"\n\n+")
# A sentence ends at its mark with the quotes or brackets that close after it; ideographic marks need no
# space.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？｡][」』”’）]*")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is not cut: a sentence, with the heading above it."""

    span: Span
    ends_block: bool


def split_passages(text: str, headings: Collection[int] = ()) -> list[Span]:
    """Spans in order, without overlap, each beginning and ending with a visible character.

    They leave out white space only. `headings` are the offsets at which headings begin: a heading stays
    with what follows it.
    """
    spans: list[Span] = []
    current: Span | None = None
    for unit in _glue_headings(list(_units(text)), frozenset(headings)):
        if current is not None and unit.span.end - current.start > MAX_CHARACTERS:
            spans.append(current)
            current = None
        current = Span(current.start if current else unit.span.start, unit.span.end)
        if unit.ends_block and current.end - current.start >= MIN_CHARACTERS:
            spans.append(current)
            current = None
    return [*spans, current] if current else spans


def _units(text: str) -> Iterator[_Unit]:
    """Sentences; one that is longer than a passage may be is cut at line ends, as of lists, or at spaces."""
    for block in _parts(text, Span(0, len(text)), _BLOCK_BREAK):
        pieces: list[Span] = []
        for sentence in _parts(text, block, _SENTENCE_END):
            start = sentence.start
            while sentence.end - start > MAX_CHARACTERS:
                first, last = start + MIN_CHARACTERS, start + MAX_CHARACTERS
                ends = (text.rfind(border, first, last + 1) for border in "\n ")
                end = next((end for end in ends if end > start), last)
                pieces += _trimmed(text, Span(start, end))
                start = end
            pieces += _trimmed(text, Span(start, sentence.end))
        for piece in pieces:
            yield _Unit(piece, ends_block=piece is pieces[-1])


def _parts(text: str, within: Span, border: re.Pattern[str]) -> Iterator[Span]:
    """The stretches up to each border, trimmed; those of white space alone are left out."""
    start = within.start
    ends = [match.end() for match in border.finditer(text, within.start, within.end)]
    for end in [*ends, within.end]:
        yield from _trimmed(text, Span(start, end))
        start = end


def _glue_headings(units: list[_Unit], headings: frozenset[int]) -> Iterator[_Unit]:
    held: Span | None = None
    for unit in units:
        span = Span(held.start, unit.span.end) if held else unit.span
        if held and span.end - span.start > MAX_CHARACTERS:
            yield _Unit(held, ends_block=True)
            span = unit.span
        held = None
        if unit.span.start in headings and unit.ends_block:
            held = span
        else:
            yield _Unit(span, unit.ends_block)
    if held:
        yield _Unit(held, ends_block=True)


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    """The span without white space at its ends; nothing if it has nothing else."""
    stretch = text[span.start : span.end]
    kept = stretch.strip()
    if kept:
        start = span.start + len(stretch) - len(stretch.lstrip())
        yield Span(start, start + len(kept))
