"""Rows of a table that say the same: to count them, or to list what they are about."""

from collections.abc import Sequence

from agents.reading import Candidate, CandidateKind, Finding


def rows_like(best: Finding, findings: Sequence[Finding]) -> list[Candidate]:
    """The rows of the same table with the same words in the same column, in their order.

    Empty where the best finding is no such row, or where its column holds figures.
    """
    wanted = _value(best.candidate)
    if not wanted or any(map(str.isdigit, wanted)):
        return []
    rows = (each.candidate for each in findings if each.candidate.document == best.candidate.document)
    return sorted((row for row in rows if _value(row) == wanted), key=lambda row: row.place)


def name_of_row(row: Candidate) -> str:
    """What a row is about: its first cell."""
    return row.words.partition(": ")[0]


def _value(candidate: Candidate) -> str:
    return candidate.words.partition(": ")[2].casefold() if candidate.kind is CandidateKind.ROW else ""
