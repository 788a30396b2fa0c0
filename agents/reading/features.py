"""What is measured of a candidate for an ask: first cheaply of all of them, then with vectors of the best.

Every feature is a plain number near 0..1, so that weights can be read. None depends on how many candidates
there are, but for those that say how a candidate stands among the others.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from agents.questions.types import AnswerType, Ask, Dimension, Intent
from agents.reading.asked import Asked, asked_in
from agents.reading.concepts import EXTENTS
from agents.reading.facts import Facts, cell_of, facts_of
from agents.reading.spans import Span, spans_in
from agents.reading.stems import stems
from agents.reading.types import Candidate, CandidateKind
from agents.sources import SourceRef

VERSION = 4
"""Of all that a feature depends on. Raise it with any change: the weights are then trained anew."""

Matrix = NDArray[np.float64]
Column = Sequence[float]

_KINDS = tuple(kind for kind in AnswerType if kind is not AnswerType.ANY)
_INTENTS = (Intent.IDENTITY, Intent.COUNT, Intent.LIST, Intent.COMPARISON, Intent.YES_NO, Intent.ABOUT)
_PLACES = (CandidateKind.ROW, CandidateKind.CAPTION, CandidateKind.MEASURED)

_WORDS = (
    "shared", "shared_best", "shared_lead", "shared_title", "shared_around", "shared_before", "follows",
    "nothing_shared", "shared_all", "in_source", "unseen", "new", "figures", "no_figures", "is_foreign",
)  # fmt: skip
"""Stems that a candidate has of the question, each by its rarity, and figures."""
_KIND = (
    "holds", "lacks", "lacks_unit", "rare_kind", "holds_only_asked", "holds_many", "one_person", "by_person",
    *(f"lacks_{kind.value}" for kind in _KINDS),
)  # fmt: skip
"""Whether it has something of the kind that is asked for, beside what the question says itself."""
_CONCEPTS = ("told", "untold", "told_lead", "told_before", "told_elsewhere", "rival")
"""Whether it tells of what is asked for; `rival`: of another extent, such as the height for the depth."""
_SUBJECT = (
    "title_cosine", "title_behind", "subject_in_title", "subject_in_words", "no_subject", "nearness", "far",
    "subject_behind",
)  # fmt: skip
_FORM = (
    "is_row", "is_caption", "is_measured", "is_first", "place", "length", "is_question", "starts_with_it",
    "negated", "opens_identity", *(f"is_{intent.value}" for intent in _INTENTS),
)  # fmt: skip
_CELL = ("row_named", "row_unnamed", "column_told", "column_shared", "value_repeats")
CHEAP = (*_WORDS, *_KIND, *_CONCEPTS, *_SUBJECT, *_FORM, *_CELL)
CLOSE = (
    "cosine", "cosine_plain", "over_title", "behind", "behind_plain", "over_mean", "behind_in_source",
    "cosine_around", "rank", "holds_behind", "apart_from_title", "apart_from_all", "apart_from_source",
    "apart_behind", "before", "after", "follows_near", "margin", "told_behind",
)  # fmt: skip
"""`apart` is the cosine of what is left of question and candidate without what they have in common."""
ABOUT_ATTRIBUTE = (
    "shared", "shared_best", "shared_lead", "nothing_shared", "holds", "lacks", "lacks_unit", "rare_kind",
    "is_row", "is_caption", "is_first", "length", "told", "untold", "told_lead", "rival", "holds_only_asked",
    "cosine_plain", "behind_plain", "apart_from_title",
)  # fmt: skip
"""Those that say nothing of the subject."""
_BY = re.compile(
    r"(?:\b(?:by|von|vom|por)\s(?:the |der |dem |el |la )?(?:[\w-]+ )?|[由请被])$", re.IGNORECASE
)
_NEAR_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class _Pool:
    """An ask and its candidates, with what is known of their texts.

    `question` are the stems of the question, `about` the subject's, `asked` those of the question only.
    `sources` are the numbers of the candidates of each source, `before` that of the one directly before.
    """

    ask: Ask
    wanted: Asked
    candidates: Sequence[Candidate]
    words: Sequence[Facts]
    leads: Sequence[Facts]
    titles: Sequence[frozenset[str]]
    question: frozenset[str]
    asked: frozenset[str]
    about: frozenset[str]
    sources: Sequence[Sequence[int]]
    before: Sequence[int | None]

    @classmethod
    def of(cls, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> "_Pool":
        question, about = stems(ask.text), stems(subject)
        at: dict[tuple[SourceRef | None, int], int] = {
            (each.source, each.place): n for n, each in enumerate(candidates) if each.source is not None
        }
        return cls(
            ask,
            asked_in(ask, subject),
            candidates,
            [facts_of(each.words) for each in candidates],
            [facts_of(each.lead) for each in candidates],
            [stems(each.title) for each in candidates],
            question,
            question - about or question,
            about,
            list(_sources(candidates).values()),
            [at.get((each.source, each.place - 1)) for each in candidates],
        )

    def same(self, value: float) -> Column:
        """What is so for all of them."""
        return [value] * len(self.candidates)


def cheap_features(
    ask: Ask, subject: str, candidates: Sequence[Candidate], title_cosines: NDArray[np.float32]
) -> Matrix:
    """(n, len(CHEAP)): shared stems by rarity, kind of answer, concepts, subject, form."""
    if not candidates:
        return np.empty((0, len(CHEAP)))
    pool = _Pool.of(ask, subject, candidates)
    known = pool.question | pool.about
    of_cells: list[tuple[float, ...]] = []
    for each in candidates:
        if each.kind is not CandidateKind.ROW:
            of_cells.append((0.0,) * len(_CELL))
            continue
        cell = cell_of(each.words, each.text)
        name, column, value = cell.name.stems, cell.column.stems, cell.value.stems
        of_cells.append(
            (
                len(name & known) / (len(name) or 1),
                name.isdisjoint(known),
                not pool.wanted.concepts.isdisjoint(cell.column.concepts),
                len(column & known) / (len(column) or 1),
                bool(value) and value <= known,
            )
        )
    columns = [
        *_words_columns(pool),
        *_kind_columns(pool),
        *_concept_columns(pool),
        *_subject_columns(pool, _stretched(title_cosines)),
        *_form_columns(pool),
        *zip(*of_cells, strict=True),
    ]
    return np.array(columns, dtype=np.float64).T


def _words_columns(pool: _Pool) -> Sequence[Column]:
    asked, question, words, leads = pool.asked, pool.question, pool.words, pool.leads
    rarity = _rarity(
        asked,
        [w.stems | lead.stems | title for w, lead, title in zip(words, leads, pool.titles, strict=True)],
    )
    common = _rarity(question, [each.stems for each in words])
    shared = [_share(asked & each.stems, rarity) for each in words]
    best = max(shared)
    before = [0.0 if prior is None else shared[prior] for prior in pool.before]
    in_source, unseen = _seen(pool, common)
    wanted = pool.wanted.figures
    figures = [0.0] * len(words)  # The share of those asked about in the words, the heading or the title.
    with_beside = [each.stems for each in words]
    for n, each in enumerate(pool.candidates):
        if wanted:
            held = words[n].figures | leads[n].figures | facts_of(each.title).figures
            figures[n] = len(wanted & held) / len(wanted)
        if n and each.source == pool.candidates[n - 1].source:
            with_beside[n] |= words[n - 1].stems
            with_beside[n - 1] |= words[n].stems
    language = facts_of(pool.ask.text).language
    return (
        shared,
        [each / best if best else 0.0 for each in shared],
        [_share(asked & lead.stems, rarity) for lead in leads],
        [_share(asked & title, rarity) for title in pool.titles],
        [_share(asked & held, rarity) - shared[n] for n, held in enumerate(with_beside)],
        before,
        [each.points_back * prior for each, prior in zip(words, before, strict=True)],
        pool.same(best == 0.0),
        [_share(question & each.stems, common) for each in words],
        in_source,
        pool.same(unseen),
        [min(len(each.stems - question - pool.about) / 8, 1.5) for each in words],
        figures,
        [bool(wanted) and not share for share in figures],
        [bool(language and each.language and each.language != language) for each in words],
    )


def _seen(pool: _Pool, rarity: Mapping[str, float]) -> tuple[Column, float]:
    """The share of the question's words anywhere in the source of each, and that of those in no source."""
    shares, everywhere = [0.0] * len(pool.words), frozenset[str]()
    for members in pool.sources:
        texts = frozenset().union(*(pool.words[n].stems | pool.titles[n] for n in members))
        held = pool.question & texts
        everywhere |= held
        share = _share(held, rarity)
        for n in members:
            shares[n] = share
    return shares, _share(pool.question - everywhere, rarity)


def _kind_columns(pool: _Pool) -> Sequence[Column]:
    """Of what a candidate has of the asked kind: what is new, and how often it repeats the question's own."""
    expects, text = pool.ask.expects, pool.ask.text.casefold()
    has_kind, is_person = expects is not AnswerType.ANY, expects is AnswerType.PERSON
    found: list[tuple[list[Span], int]] = []
    for each in pool.candidates:
        words, dimensions = each.words, pool.wanted.dimensions
        if expects is AnswerType.NUMBER and each.kind is CandidateKind.ROW:
            cell = cell_of(words, each.text)
            words = cell.quantity
            dimensions = (*dimensions, Dimension.OTHER) if cell.is_bare else dimensions
        spans = [span for dimension in dimensions for span in spans_in(expects, dimension, words)]
        fresh = [span for span in spans if words[slice(*span)].casefold() not in text]
        found.append((fresh, len(spans) - len(fresh)))
    holds = [bool(new) for new, _ in found]
    lacks = [has_kind and not held for held in holds]
    rare = log((1 + len(holds)) / (1 + sum(holds))) / 3 if has_kind else 0.0
    return (
        holds,
        lacks,
        [pool.wanted.has_unit and lacking for lacking in lacks],
        [rare if held else 0.0 for held in holds],
        [has_kind and not new and repeated > 0 for new, repeated in found],
        [min(len(new), 3) / 3 for new, _ in found],
        [is_person and len(new) == 1 for new, _ in found],
        [
            is_person and any(_BY.search(each.words[:start]) for start, _ in new)
            for each, (new, _) in zip(pool.candidates, found, strict=True)
        ],
        *(lacks if expects is kind else pool.same(0.0) for kind in _KINDS),
    )


def _concept_columns(pool: _Pool) -> Sequence[Column]:
    wanted = pool.wanted.concepts
    told = [not wanted.isdisjoint(each.concepts) for each in pool.words]
    told_lead = [not wanted.isdisjoint(each.concepts) for each in pool.leads]
    told_in_source = [False] * len(told)
    for members in pool.sources:
        if any(told[n] for n in members):
            for n in members:
                told_in_source[n] = True
    extents = wanted & EXTENTS
    return (
        told,
        [bool(wanted) and not here and not lead for here, lead in zip(told, told_lead, strict=True)],
        told_lead,
        [
            prior is not None and told[prior] and not here
            for prior, here in zip(pool.before, told, strict=True)
        ],
        [somewhere and not here for somewhere, here in zip(told_in_source, told, strict=True)],
        [
            bool(extents) and extents.isdisjoint(each.concepts) and not EXTENTS.isdisjoint(each.concepts)
            for each in pool.words
        ],
    )


def _subject_columns(pool: _Pool, title_cosines: Matrix) -> Sequence[Column]:
    about, size = pool.about, len(pool.about) or 1
    in_title = [len(about & title) / size for title in pool.titles]
    in_words = [
        len(about & (each.stems | lead.stems)) / size
        for each, lead in zip(pool.words, pool.leads, strict=True)
    ]
    named = [max(pair) for pair in zip(in_title, in_words, strict=True)]
    return (
        title_cosines.tolist(),
        (title_cosines.max() - title_cosines).tolist(),
        in_title,
        in_words,
        pool.same(not about),
        [each.nearness for each in pool.candidates],
        [
            bool(about) and max(each.nearness, share) < _NEAR_ENOUGH
            for each, share in zip(pool.candidates, named, strict=True)
        ],
        [max(named) - share for share in named],
    )


def _form_columns(pool: _Pool) -> Sequence[Column]:
    is_opened = pool.ask.intent in (Intent.IDENTITY, Intent.ABOUT)
    return (
        *([each.kind is kind for each in pool.candidates] for kind in _PLACES),
        [each.place == 0 for each in pool.candidates],
        [each.place / max(each.length, 1) for each in pool.candidates],
        [each.size for each in pool.words],
        [each.is_question for each in pool.words],
        [each.points_back for each in pool.words],
        [each.is_negated for each in pool.words],
        [is_opened and each.place == 0 for each in pool.candidates],
        *(pool.same(pool.ask.intent is intent) for intent in _INTENTS),
    )


def _sources(candidates: Sequence[Candidate]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for n, each in enumerate(candidates):
        found.setdefault(each.source if each.source is not None else each.uid, []).append(n)
    return found


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
    told = cheap[:, CHEAP.index("told")] > 0
    cosines, cosines_plain = _stretched(vectors @ named), _stretched(vectors @ plain)
    of_titles = _stretched(titles @ named)
    order = np.argsort(np.argsort(-cosines))
    n_all = len(cosines)
    behind_in_source, around = np.empty(n_all), np.empty(n_all)
    before, after = np.full(n_all, cosines.mean()), np.full(n_all, cosines.mean())
    of_source = np.empty_like(vectors)
    for members in _sources(candidates).values():
        behind_in_source[members] = cosines[members].max() - cosines[members]
        of_source[members] = vectors[members].mean(0)
        place = {candidates[n].place: n for n in members}
        for n in members:
            beside = [place[p] for p in (candidates[n].place - 1, candidates[n].place + 1) if p in place]
            around[n] = cosines[beside].max() if beside else cosines[members].mean()
            if (prior := place.get(candidates[n].place - 1)) is not None:
                before[n] = cosines[prior]
            if (next_one := place.get(candidates[n].place + 1)) is not None:
                after[n] = cosines[next_one]
    apart = _cosines(vectors - titles, plain - titles)
    from_all = _cosines(vectors - vectors.mean(0), named - vectors.mean(0))
    points_back = cheap[:, CHEAP.index("starts_with_it")]
    best_of_others = np.zeros(n_all)
    if n_all > 1:
        best = int(cosines.argmax())
        best_of_others = np.where(np.arange(n_all) == best, np.delete(cosines, best).max(), cosines[best])
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
            apart,
            from_all,
            _cosines(vectors - of_source, named - of_source),
            apart.max() - apart,
            before - cosines,
            after - cosines,
            points_back * (before - cosines),
            best_of_others - cosines,
            np.where(told, cosines[told].max() - cosines, 0.5) if told.any() else np.zeros(len(cosines)),
        ],
        axis=1,
    ).astype(np.float64)


def _cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> Matrix:
    """Row by row."""
    right = np.broadcast_to(right, left.shape)
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    found: Matrix = (left * right).sum(1) / np.maximum(norms, 1e-6)
    return found


def _stretched(cosines: NDArray[np.float32]) -> Matrix:
    """Cosines of this family lie between 0.75 and 0.95."""
    return (cosines.astype(np.float64) - 0.8) * 10


def _rarity(asked: frozenset[str], held: Sequence[frozenset[str]]) -> Mapping[str, float]:
    times = Counter(stem for each in held for stem in each & asked)
    return {stem: log(1 + len(held) / (1 + times[stem])) for stem in asked}


def _share(shared: frozenset[str], rarity: Mapping[str, float]) -> float:
    return sum(rarity[stem] for stem in shared) / (sum(rarity.values()) or 1.0)
