"""What is measured of a candidate for an ask: first cheaply of all of them, then with vectors of the best.

Every feature is a plain number near 0..1, so that weights can be read. None depends on how many candidates
there are, but for those that say how a candidate stands among the others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from agents.questions.types import AnswerType, Ask, Dimension, Intent
from agents.reading.spans import holds, spans_in
from agents.reading.stems import stems
from agents.reading.types import Candidate, CandidateKind

VERSION = 1
"""Of all that a feature depends on. Raise it with any change: the weights are then trained anew."""

Matrix = NDArray[np.float64]

CHEAP = (
    "shared", "shared_best", "shared_lead", "shared_title", "shared_around", "nothing_shared", "shared_all",
    "holds", "lacks", "lacks_unit", "rare_kind", "title_cosine", "title_behind", "subject_in_title",
    "subject_in_words", "no_subject", "nearness", "far", "is_row", "is_caption", "is_measured", "is_first",
    "place", "length", "is_question", "starts_with_it", "opens_identity",
)  # fmt: skip
CLOSE = (
    "cosine", "cosine_plain", "over_title", "behind", "behind_plain", "over_mean", "behind_in_source",
    "cosine_around", "rank", "holds_behind",
)  # fmt: skip
ABOUT_ATTRIBUTE = (
    "shared",
    "shared_best",
    "shared_lead",
    "nothing_shared",
    "holds",
    "lacks",
    "lacks_unit",
    "rare_kind",
    "is_row",
    "is_caption",
    "is_first",
    "length",
    "cosine_plain",
    "behind_plain",
)
"""Those that say nothing of the subject."""
_POINTS_BACK = frozenset(
    "it its he his she her they their this these er sie es sein seine ihr ihre este esta ella él su sus 它 "
    "他 她 其 该".split()
)


def cheap_features(
    ask: Ask, subject: str, candidates: Sequence[Candidate], title_cosines: NDArray[np.float32]
) -> Matrix:
    """(n, len(CHEAP)): shared stems by rarity, kind of answer, subject, place."""
    words = [stems(each.words) for each in candidates]
    leads = [stems(each.lead) for each in candidates]
    titles = [stems(each.title) for each in candidates]
    about = stems(subject)
    asked = stems(ask.text) - about or stems(ask.text)
    rarity = _rarity(asked, [w | lead | title for w, lead, title in zip(words, leads, titles, strict=True)])
    shared = [_share(asked & found, rarity) for found in words]
    everything = stems(ask.text)
    common = _rarity(everything, words)
    best = max(shared, default=0.0)
    kinds = [
        holds(ask.expects, ask.dimension, each.words) and not _only_repeats(ask, each) for each in candidates
    ]
    rare_kind = log((1 + len(kinds)) / (1 + sum(kinds))) / 3
    has_unit = ask.expects is AnswerType.NUMBER and ask.dimension not in (
        Dimension.NONE,
        Dimension.OTHER,
        Dimension.COUNT,
    )
    cosines = _stretched(title_cosines)
    rows = []
    for n, each in enumerate(candidates):
        is_held = kinds[n]
        in_title = len(about & titles[n]) / len(about) if about else 0.0
        in_words = len(about & (words[n] | leads[n])) / len(about) if about else 0.0
        has_type = ask.expects is not AnswerType.ANY
        rows.append((
            shared[n],
            shared[n] / best if best else 0.0,
            _share(asked & leads[n], rarity),
            _share(asked & titles[n], rarity),
            _share(asked & (words[n] | _beside(candidates, words, n)), rarity) - shared[n],
            float(best == 0.0),
            _share(everything & words[n], common),
            float(has_type and is_held),
            float(has_type and not is_held),
            float(has_unit and not is_held),
            rare_kind if is_held else 0.0,
            cosines[n],
            cosines.max() - cosines[n],
            in_title,
            in_words,
            float(not about),
            each.nearness,
            float(bool(about) and max(each.nearness, in_title, in_words) < 0.5),  # noqa: PLR2004
            float(each.kind is CandidateKind.ROW),
            float(each.kind is CandidateKind.CAPTION),
            float(each.kind is CandidateKind.MEASURED),
            float(each.place == 0),
            each.place / max(each.length, 1),
            min(log(1 + len(each.words.encode())) / 6, 1.2),
            float(each.words.rstrip().endswith(("?", "？"))),
            float(bool(set(each.words[:12].casefold().split()[:1]) & _POINTS_BACK)),
            float(ask.intent in (Intent.IDENTITY, Intent.ABOUT) and each.place == 0),
        ))  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(candidates), len(CHEAP))


def close_features(
    named: NDArray[np.float32],
    plain: NDArray[np.float32],
    vectors: NDArray[np.float32],
    titles: NDArray[np.float32],
    candidates: Sequence[Candidate],
    cheap: Matrix,
) -> Matrix:
    """(n, len(CLOSE)) for the candidates whose `vectors` were made, (n, d), under their `titles`, (n, d).

    `named` and `plain` are the vectors, (d,), of the question with its subject and without.
    """
    if not len(candidates):
        return np.empty((0, len(CLOSE)))
    is_held = cheap[:, CHEAP.index("holds")] > 0
    cosines, cosines_plain = _stretched(vectors @ named), _stretched(vectors @ plain)
    of_titles = _stretched(titles @ named)
    order = np.argsort(np.argsort(-cosines))
    behind_in_source, around = np.empty(len(cosines)), np.empty(len(cosines))
    by_source: dict[object, list[int]] = {}
    for n, each in enumerate(candidates):
        by_source.setdefault(each.document if each.document is not None else each.uid, []).append(n)
    for members in by_source.values():
        behind_in_source[members] = cosines[members].max() - cosines[members]
        place = {candidates[n].place: n for n in members}
        for n in members:
            beside = [place[p] for p in (candidates[n].place - 1, candidates[n].place + 1) if p in place]
            around[n] = cosines[beside].max() if beside else cosines[members].mean()
    return np.stack(
        [
            cosines,
            cosines_plain,
            cosines - of_titles,
            cosines.max() - cosines,
            cosines_plain.max() - cosines_plain,
            cosines - cosines.mean(),
            behind_in_source,
            around,
            np.log1p(order) / 3,
            np.where(is_held, cosines[is_held].max() - cosines, 0.5)
            if is_held.any()
            else np.zeros(len(cosines)),
        ],
        axis=1,
    ).astype(np.float64)


def _stretched(cosines: NDArray[np.float32]) -> Matrix:
    """Cosines of this family lie between 0.75 and 0.95."""
    return (cosines.astype(np.float64) - 0.8) * 10


def _rarity(asked: frozenset[str], held: Sequence[frozenset[str]]) -> Mapping[str, float]:
    times = Counter(stem for each in held for stem in each & asked)
    return {stem: log(1 + len(held) / (1 + times[stem])) for stem in asked}


def _share(shared: frozenset[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity[stem] for stem in shared) / (sum(rarity.values()) or 1.0)


def _beside(candidates: Sequence[Candidate], words: Sequence[frozenset[str]], n: int) -> frozenset[str]:
    """The stems of what stands directly before and after it in the same source."""
    found: frozenset[str] = frozenset()
    for other in (n - 1, n + 1):
        if 0 <= other < len(candidates) and candidates[other].document == candidates[n].document:
            found |= words[other]
    return found


def _only_repeats(ask: Ask, candidate: Candidate) -> bool:
    """Whether all that it has of the asked kind stands in the question itself."""
    asked = ask.text.casefold()
    found = spans_in(ask.expects, ask.dimension, candidate.words)
    return bool(found) and all(candidate.words[slice(*span)].casefold() in asked for span in found)
