"""Tables of what a reader in training said first of each question, as Markdown."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.reader_data import GOLD, LANGUAGES, Said

NOW, LOGIT, NEAREST = ("this reader", "conditional logit, the same features", "nearest by cosine")
SURE = 0.7
BOOTSTRAPS = 2000
BINS = 8

Matrix = NDArray[np.float64]


def report(said: Mapping[str, Sequence[Said]]) -> str:
    """The tables as Markdown."""
    now = said[NOW]
    return "\n".join(
        [*_readers(said), "", *_shares(now, said[NEAREST]), "", *_calibration(now), "", *_spans(now)]
    )


Measure = Callable[[Matrix, Matrix, NDArray[np.bool_]], float]


def _first(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    return float(right[answerable].mean())


def _told_right(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    return _area(probable, right)


def _told_answerable(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    return _area(probable, answerable.astype(float))


def _brier(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    return float(((probable - right) ** 2).mean())


def _sure(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    return float((probable >= SURE).mean())


def _wrong(probable: Matrix, right: Matrix, answerable: NDArray[np.bool_]) -> float:
    is_sure = probable >= SURE
    return float(1 - right[is_sure].mean()) if is_sure.any() else 0.0


MEASURES: Mapping[str, Measure] = {
    "right first, of the answerable": _first,
    "area: right or wrong": _told_right,
    "area: answerable or not": _told_answerable,
    "Brier": _brier,
    f"said at {SURE} and above": _sure,
    "wrong among these": _wrong,
}


def _readers(said: Mapping[str, Sequence[Said]]) -> list[str]:
    """A column for each reader; a row for each measure."""
    values = {name: _values(each) for name, each in said.items()}
    lines = ["| | " + " | ".join(said) + " |", "|---" * (len(said) + 1) + "|"]
    for label, measure in MEASURES.items():
        cells = [f"{measure(*each):.3f}" for each in values.values()]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return lines


def _values(said: Sequence[Said]) -> tuple[Matrix, Matrix, NDArray[np.bool_]]:
    return (
        np.array([each.probability for each in said]),
        np.array([each.is_right for each in said], dtype=float),
        np.array([each.sample.asked.is_answerable for each in said]),
    )


def _shares(said: Sequence[Said], nearest: Sequence[Said]) -> list[str]:
    pairs = [pair for pair in zip(said, nearest, strict=True) if pair[0].sample.asked.is_answerable]
    lines = [
        "| | Questions | Right first | Nearest by cosine | Answer was encoded |",
        "|---|---|---|---|---|",
    ]
    rows: list[tuple[str, Callable[[Said], bool]]] = [
        (f"{corpus}, left out", lambda each, corpus=corpus: each.sample.asked.corpus == corpus)
        for corpus in dict.fromkeys(each.sample.asked.corpus for each in said)
    ]
    rows += [
        (f"asked in {language}", lambda each, language=language: _language(each) == language)
        for language in ("en", "de", "es", "zh")
    ]
    rows += [
        (f"asks for {kind}", lambda each, kind=kind: each.sample.asked.question["expects"] == kind)
        for kind in sorted({each.sample.asked.question["expects"] for each in said})
    ]
    rows += [
        ("asked in another language than the text's", _is_foreign),
        ("with the title as its subject", _has_title),
        ("with what its words name", lambda each: not _has_title(each)),
        ("all", lambda each: True),
    ]
    for label, belongs in rows:
        part = [pair for pair in pairs if belongs(pair[0])]
        if part:
            encoded = np.mean([bool((each.sample.labels == GOLD).any()) for each, _ in part])
            right, plain = (np.mean([pair[n].is_right for pair in part]) for n in (0, 1))
            lines.append(f"| {label} | {len(part)} | {right:.1%} | {plain:.1%} | {encoded:.1%} |")
    return lines


def _calibration(said: Sequence[Said]) -> list[str]:
    probable, right, _ = _values(said)
    base = right.mean()
    gain = (base - right) ** 2 - (probable - right) ** 2
    draws = np.random.default_rng(17).integers(0, len(said), (BOOTSTRAPS, len(said)))
    low, high = np.quantile(gain[draws].mean(1), [0.025, 0.975])
    edges = np.minimum((probable * BINS).astype(int), BINS - 1)
    bins = [(edges == n) for n in range(BINS)]
    error = sum(part.mean() * abs(probable[part].mean() - right[part].mean()) for part in bins if part.any())
    lines = [
        f"Brier {((probable - right) ** 2).mean():.3f}, of the base rate {base * (1 - base):.3f}: better by "
        f"{gain.mean():.3f} (95 % of {BOOTSTRAPS} bootstraps: {low:.3f} to {high:.3f}). "
        f"Expected calibration error {error:.3f}.",
        "",
        "| Said | Questions | Mean said | Right | |",
        "|---|---|---|---|---|",
    ]
    for n, part in enumerate(bins):
        if part.any():
            share = right[part].mean()
            lines.append(
                f"| {n / BINS:.0%} to {(n + 1) / BINS:.0%} | {part.sum()} | {probable[part].mean():.0%} | "
                f"{share:.0%} | "
                f"{'█' * round(share * 20)} |"
            )
    for kind in (None, "no_fact", "absent", "false_premise"):
        part = np.array([each.sample.asked.question["unanswerable"] == kind for each in said])
        shares = ", ".join(
            f"{(probable[part] >= least).mean():.0%} at {least}" for least in (0.35, 0.5, SURE)
        )
        lines += ["", f"{kind or 'answerable'}: {part.sum()} questions, told: {shares}"]
    return lines


def _spans(said: Sequence[Said]) -> list[str]:
    judged = [each for each in said if each.span_is_right is not None]
    right = [each for each in said if each.is_right]
    kinds = sorted({each.sample.asked.ask.expects.value for each in judged})
    share = np.mean([each.span_is_right for each in judged])
    lines = [f"Spans: given for {len(judged)} of {len(right)} right sentences, right {share:.1%}"]
    for kind in kinds:
        part = [each for each in judged if each.sample.asked.ask.expects.value == kind]
        of = sum(each.sample.asked.ask.expects.value == kind for each in right)
        lines.append(
            f"- {kind}: {len(part)} of {of}, right {np.mean([each.span_is_right for each in part]):.1%}"
        )
    return lines


def _area(probable: Matrix, right: Matrix) -> float:
    order = probable.argsort().argsort() + 1
    positive = right.sum()
    return float(
        (order[right > 0].sum() - positive * (positive + 1) / 2) / (positive * (len(right) - positive))
    )


def _language(said: Said) -> str:
    return str(said.sample.asked.question["language"])


def _has_title(said: Said) -> bool:
    about = said.sample.asked.subject
    return bool(about) and any(about == each.title for each in said.sample.asked.candidates)


def _is_foreign(said: Said) -> bool:
    return _language(said) != LANGUAGES.get(said.sample.asked.corpus, "en")
