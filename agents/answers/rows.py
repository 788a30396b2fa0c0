"""Rows of a table that say the same: to count them, or to list what they are about."""

import re
from collections.abc import Sequence

from agents.answers.naming import names
from agents.reading import Candidate, CandidateKind, Finding

_FIGURES = re.compile(r"\d+")


def rows_like(best: Finding, findings: Sequence[Finding], asked: str) -> list[Candidate]:
    """The rows of the same table with the same words in the same column, in their order.

    Empty where the best finding is no such row, where its row was asked for by name, or where its column
    holds figures that were not `asked` for.
    """
    wanted = _value(best.candidate)
    is_asked_for = wanted and names(asked, name_of_row(best.candidate))
    if not wanted or is_asked_for or not set(_FIGURES.findall(wanted)) <= set(_FIGURES.findall(asked)):
        return []
    rows = (each.candidate for each in findings if each.candidate.document == best.candidate.document)
    return sorted((row for row in rows if _value(row) == wanted), key=lambda row: row.place)


def name_of_row(row: Candidate) -> str:
    """What a row is about: its first cell."""
    return row.words.partition(": ")[0]


def _value(candidate: Candidate) -> str:
    return candidate.words.partition(": ")[2].casefold() if candidate.kind is CandidateKind.ROW else ""
