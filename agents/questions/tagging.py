"""Marks the words of a question: what it is about, what restricts it, what points at something."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from agents.questions.weights import TAGGING_ROWS, UnderstandingWeights, rows_of
from agents.questions.words import Word, is_unspaced


class Tag(StrEnum):
    """What a word does in its question."""

    OTHER = "other"
    ABOUT = "about"
    CONSTRAINT = "constraint"
    POINTING = "pointing"


Span = tuple[int, int]
"""From a word to before another."""


def tag(words: Sequence[Word], weights: UnderstandingWeights) -> list[Tag]:
    """The likeliest tags of the words together (Viterbi; Collins, 2002)."""
    if not words:
        return []
    scores = np.stack([weights.tags.scores(rows) for rows in feature_rows(words, weights.known)])
    return [Tag(weights.tags.classes[place]) for place in best_path(scores, weights.transitions)]


def spans(tags: Sequence[Tag], wanted: Tag) -> list[Span]:
    """The runs of a tag."""
    runs = groupby(range(len(tags)), key=lambda place: tags[place])
    places = [list(group) for found, group in runs if found is wanted]
    return [(group[0], group[-1] + 1) for group in places]


def best_path(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> list[int]:
    """The best sequence of tags, of (words, tags) scores and (tags, tags) from one to the next."""
    best, came_from = scores[0], []
    for row in scores[1:]:
        ways = best[:, None] + transitions
        came_from.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(came_from):
        path.append(int(step[path[-1]]))
    return path[::-1]


def feature_rows(words: Sequence[Word], vocabulary: Collection[str]) -> list[NDArray[np.intp]]:
    """The rows of each word's features.

    In their forms, a word is itself where it is one of those that questions are made of, else what it looks
    like; a character of an unspaced script is known with one of its neighbours.
    """
    forms = []
    for place, word in enumerate(words):
        if is_unspaced(word.text):
            before = words[place - 1].key if place else ""
            after = words[place + 1].key if place + 1 < len(words) else ""
            pairs = (before + word.key, word.key + after)
            is_known = alone(word.key) in vocabulary or any(len(p) > 1 and p in vocabulary for p in pairs)
            forms.append(word.key if is_known else "?")
        elif word.key in vocabulary or word.is_mark:
            forms.append(word.key)
        else:
            forms.append("?0" if word.key[0].isdigit() else "?")
    telling_case = sum(word.text[:1].isupper() for word in words[1:]) * 2 <= len(words)
    padded = ["^^", "^", *forms, "$", "$$"]
    first = next((form for form in forms if not form.startswith("?")), "")
    return [
        rows_of(
            [*_features(words, padded, place, telling_case), f"first {first}|{forms[place]}"], TAGGING_ROWS
        )
        for place in range(len(words))
    ]


def alone(character: str) -> str:
    """How a vocabulary holds a character that can stand between names by itself, such as "and"."""
    return f" {character}"


def _features(words: Sequence[Word], forms: Sequence[str], place: int, telling_case: bool) -> list[str]:
    """Of a word: the forms around it, and how it is written. `forms` have two more at either end."""
    at = place + 2
    before2, before, here, after, after2 = forms[at - 2 : at + 3]
    around = [
        f"0 {here}",
        f"-1 {before}",
        f"+1 {after}",
        f"-2 {before2}",
        f"+2 {after2}",
        f"-10 {before}|{here}",
        f"01 {here}|{after}",
        f"-11 {before}|{after}",
        f"-210 {before2}|{before}|{here}",
        f"012 {here}|{after}|{after2}",
        f"-101 {before}|{here}|{after}",
        f"-3-10 {forms[max(at - 3, 0)]}|{before2}|{before}",
        f"+1+3 {after}|{after2}|{forms[min(at + 3, len(forms) - 1)]}",
    ]
    word, last = words[place], len(words) - 1
    shape = [f"end {min(last - place, 2)}", f"start {min(place, 2)}"]
    if not is_unspaced(word.text):
        case = "capital" if telling_case and word.text[:1].isupper() else "small"
        shape += [f"case {case} {min(place, 1)}", f"suffix {word.key[-3:]}", f"suffix {word.key[-2:]}"]
        if place < last:
            shape.append(f"next suffix {words[place + 1].key[-2:]}")
    quotes = sum(other.text in '"“”„«»《》「」' for other in words[:place])
    return [*around, *shape, f"quoted {quotes % 2}"]
