"""Rows of a table that say the same: to count them, or to list what they are about."""

import re
from collections.abc import Sequence

from agents.answers.naming import names
from agents.documents.tables import BAR
from agents.reading import Candidate, CandidateKind, Finding
from agents.retrieval.tokens import tokenise

SHORTEST_VALUE = 3
"""Letters of a word that says by itself what column it stands in."""

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


def rows_holding(findings: Sequence[Finding], asked: str) -> list[Candidate]:
    """The rows of a table whose value in a column is one that is asked for, in their order.

    Asked for "the paintings in room 6" these are the rows with 6 under "Room"; a value of words needs no
    heading in the question. Of several columns, the one with the most words asked for.
    """
    wanted = frozenset(tokenise(asked))
    found: dict[tuple[int | None, str], list[Candidate]] = {}
    shares: dict[tuple[int | None, str], int] = {}
    for candidate in (each.candidate for each in findings if each.candidate.kind is CandidateKind.ROW):
        heading, value = _cell(candidate)
        told, under = frozenset(tokenise(value)), frozenset(tokenise(heading))
        is_named = any(len(token) >= SHORTEST_VALUE and not token.isdigit() for token in told)
        if told and told <= wanted and (is_named or (under and under <= wanted)):
            key = (candidate.document, heading)
            found.setdefault(key, []).append(candidate)
            shares[key] = max(shares.get(key, 0), len(told | (under & wanted)))
    if not found:
        return []
    return sorted(found[max(found, key=lambda key: shares[key])], key=lambda row: row.place)


def name_of_row(row: Candidate) -> str:
    """What a row is about."""
    return row.words.partition(": ")[0]


def _cell(candidate: Candidate) -> tuple[str, str]:
    """The heading and the value of a cell, by the row's own cells: its words have both in one."""
    said = candidate.words.partition(": ")[2]
    cells = sorted((cell.strip() for cell in candidate.text.split(BAR.strip())), key=len, reverse=True)
    value = next((cell for cell in cells if cell and said.endswith(cell)), said)
    return said[: len(said) - len(value)].strip(), value


def _value(candidate: Candidate) -> str:
    return candidate.words.partition(": ")[2].casefold() if candidate.kind is CandidateKind.ROW else ""
