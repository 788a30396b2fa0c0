"""Rows of a table that say the same: to count them, or to list what they are about."""

import re
from collections.abc import Sequence

from agents.answers.bounds import YEAR, Bound, bound_in
from agents.answers.denials import denies
from agents.answers.naming import names
from agents.documents.tables import BAR
from agents.reading import Candidate, CandidateKind, Finding
from agents.reading.stems import stems
from agents.reading.values.quantities import quantities
from agents.retrieval.tokens import tokenise
from agents.sources import SourceRef

MIN_VALUE_CHARACTERS = 3
"""Letters of a word that says by itself what column it stands in."""

_FIGURES = re.compile(r"\d+")
_NO = frozenset("no none never nein keine keiner nicht ninguno ninguna 否 无 没有 不 - – — ✗ ✘".split())
_UNIT = re.compile(r"\(([^()]+)\)")

Column = tuple[SourceRef | None, str]
"""A text and the heading of a column of its tables."""


def rows_like(best: Finding, findings: Sequence[Finding], asked: str) -> list[Candidate]:
    """The rows of the same table with the same words in the same column, in their order.

    Where these are a plain "no" and the question denies nothing, those with anything else. Empty where the
    best finding is no such row, where its row was asked for by name, or where its column holds figures that
    were not `asked` for.
    """
    wanted = _value(best.candidate)
    is_asked_for = wanted and names(asked, name_of_row(best.candidate))
    if not wanted or is_asked_for or not set(_FIGURES.findall(wanted)) <= set(_FIGURES.findall(asked)):
        return []
    column = _column_of(best.candidate)
    is_no = _cell(best.candidate)[1].casefold() in _NO
    if is_no and not denies(asked):
        return _with_some(_columns(findings)[column])
    rows = (each.candidate for each in findings if each.candidate.source == best.candidate.source)
    return sorted((row for row in rows if _value(row) == wanted), key=lambda row: row.place)


def rows_holding(findings: Sequence[Finding], asked: str) -> list[Candidate]:
    """The rows of a table whose value in a column is one that is asked for, in their order.

    Asked for "the paintings in room 6" these are the rows with 6 under "Room"; a value of words needs no
    heading in the question. Of several columns, the one with the most words asked for.
    """
    wanted = frozenset(tokenise(asked))
    found: dict[Column, list[Candidate]] = {}
    shares: dict[Column, int] = {}
    for candidate in (each.candidate for each in findings if each.candidate.kind is CandidateKind.ROW):
        heading, value = _cell(candidate)
        told, under = frozenset(tokenise(value)), frozenset(tokenise(heading))
        is_named = any(len(token) >= MIN_VALUE_CHARACTERS and not token.isdigit() for token in told)
        if told and told <= wanted and (is_named or (under and under <= wanted)):
            key = (candidate.source, heading)
            found.setdefault(key, []).append(candidate)
            shares[key] = max(shares.get(key, 0), len(told | (under & wanted)))
    if not found:
        return []
    return sorted(found[max(found, key=lambda key: shares[key])], key=lambda row: row.place)


def rows_within(findings: Sequence[Finding], asked: str, has_comma: bool) -> list[Candidate]:
    """The rows of a table whose value keeps to a limit that was asked for, in their order: before 1900.

    Of the columns that hold such values, the one whose heading is asked for, or the only one.
    """
    bound = bound_in(asked, has_comma)
    if bound is None:
        return []
    fitting = {
        column: rows
        for column, rows in _columns(findings).items()
        if all(_amount(row, bound, has_comma) is not None for row in rows)
    }
    named = {column: rows for column, rows in fitting.items() if stems(column[1]) & stems(asked)}
    chosen = named or fitting
    if len(chosen) != 1:
        return []
    (rows,) = chosen.values()
    return [row for row in rows if bound.admits(_amount(row, bound, has_comma) or 0.0)]


def rows_with_some(findings: Sequence[Finding], asked: str) -> list[Candidate]:
    """The rows that have anything but a "no" where the heading is asked for: which are open to visitors."""
    if denies(asked):
        return []
    for (_document, heading), rows in _columns(findings).items():
        wanted = stems(heading)
        some = _with_some(rows)
        if wanted and wanted <= stems(asked) and 1 < len(some) < len(rows):
            return some
    return []


def _columns(findings: Sequence[Finding]) -> dict[Column, list[Candidate]]:
    """The rows of each column, in their order."""
    found: dict[Column, list[Candidate]] = {}
    for candidate in (each.candidate for each in findings if each.candidate.kind is CandidateKind.ROW):
        found.setdefault(_column_of(candidate), []).append(candidate)
    return {column: sorted(rows, key=lambda row: row.place) for column, rows in found.items()}


def _column_of(row: Candidate) -> Column:
    return row.source, _cell(row)[0]


def _with_some(rows: Sequence[Candidate]) -> list[Candidate]:
    return [row for row in rows if _cell(row)[1].casefold() not in _NO]


def _amount(row: Candidate, bound: Bound, has_comma: bool) -> float | None:
    """What a cell measures, in the kind of a limit; its unit may stand in the heading."""
    heading, value = _cell(row)
    if bound.is_year:
        return float(value) if YEAR.fullmatch(value) else None
    unit = _UNIT.search(heading)
    for words in (value, f"{value} {unit[1]}" if unit else ""):
        for quantity in quantities(words, has_comma):
            if quantity.dimension == bound.dimension and (quantity.dimension or not YEAR.fullmatch(value)):
                return quantity.base
    return None


def refused(row: Candidate) -> str:
    """The heading of a cell that says no: "Open to visitors"; empty for any other."""
    if row.kind is not CandidateKind.ROW:
        return ""
    heading, value = _cell(row)
    return heading if value.casefold() in _NO else ""


def name_of_row(row: Candidate) -> str:
    """What a row is about."""
    return row.words.partition(": ")[0]


def value_of_row(row: Candidate) -> str:
    """What the row says in its column."""
    return _cell(row)[1]


def _cell(candidate: Candidate) -> tuple[str, str]:
    """The heading and the value of a cell, by the row's own cells: its words have both in one."""
    said = candidate.words.partition(": ")[2]
    cells = sorted((cell.strip() for cell in candidate.text.split(BAR.strip())), key=len, reverse=True)
    value = next((cell for cell in cells if cell and said.endswith(cell)), said)
    return said[: len(said) - len(value)].strip(), value


def _value(candidate: Candidate) -> str:
    return candidate.words.partition(": ")[2].casefold() if candidate.kind is CandidateKind.ROW else ""
