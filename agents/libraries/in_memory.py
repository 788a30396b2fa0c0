"""A library that one program fills and holds: the agent needs no database, no vector server and no Django."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from PIL.Image import Image

from agents.libraries.finding import NEAREST, THRESHOLD, seen_hits
from agents.observations import LineFound, SeenHit
from agents.retrieval import record_words, windows
from agents.retrieval.by_picture import CopyFinder
from agents.retrieval.encoders import Encoder, load_encoder
from agents.retrieval.fulltext.in_memory import InMemoryFullText
from agents.retrieval.in_memory_vectors import InMemoryVectors
from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
from agents.retrieval.passages import Span, split_passages
from agents.retrieval.patterns import Pattern
from agents.retrieval.record_words import PictureWords
from agents.retrieval.search import Card, CorpusIndex, SearchPipeline, SearchRequest
from agents.retrieval.spelling.corrections import Correction
from agents.retrieval.terms import AS_USUAL, TermOptions
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
from agents.retrieval.writings import Writing
from agents.sources import (
    DOCUMENT,
    PICTURE,
    SourceRef,
    Sources,
    StoredSource,
    document_ref,
    picture_ref,
)
from agents.text.languages import language_of_text
from agents.types import ImageRef
from agents.vision import fingerprint
from media_store import MediaError, MediaStore, Rendition

_CORPUS = 1


@dataclass(frozen=True, slots=True)
class _Text:
    """A document; `pictures` are UIDs by the offset at which the text shows them."""

    title: str
    text: str
    file: str
    pictures: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Passage:
    document: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Picture:
    uid: str
    words: PictureWords
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is kept, by id; reads it for the search pipeline as `Catalog` promises."""

    name: str
    first_id: int
    documents: dict[int, _Text] = field(default_factory=dict)
    passages: dict[int, _Passage] = field(default_factory=dict)
    pictures: dict[int, _Picture] = field(default_factory=dict)

    def cards(self, records: Collection[Record]) -> Mapping[Record, Card]:
        """The cards of those records that exist."""
        return {each: self._card(each) for each in records if self._has(each)}

    def writings(self, records: Collection[Record]) -> Mapping[Record, Sequence[Writing]]:
        """All the words that those records that exist can be found by."""
        found: dict[Record, Sequence[Writing]] = {}
        for each in filter(self._has, records):
            if each.kind is RecordKind.IMAGE:
                found[each] = self.pictures[each.id].words.writings()
            else:
                passage = self.passages[each.id]
                title = self.documents[passage.document].title
                found[each] = record_words.passage_writings(title, self.text_of(passage))
        return found

    def next_id(self, kept: Mapping[int, object]) -> int:
        """The id of what is added next."""
        return self.first_id + len(kept)

    def picture_id(self, uid: str) -> int | None:
        """The id of a picture that is kept."""
        return next((number for number, each in self.pictures.items() if each.uid == uid), None)

    def text_of(self, passage: _Passage) -> str:
        """The words of a passage."""
        return self.documents[passage.document].text[passage.span.start : passage.span.end]

    def _has(self, record: Record) -> bool:
        return record.id in (self.passages if record.kind is RecordKind.PASSAGE else self.pictures)

    def _card(self, record: Record) -> Card:
        if record.kind is RecordKind.PASSAGE:
            passage = self.passages[record.id]
            document, span = self.documents[passage.document], passage.span
            return Card(
                record, self.name, document.title, self.text_of(passage), document.file,
                document=passage.document, start=span.start, end=span.end,
            )  # fmt: skip
        picture = self.pictures[record.id]
        shown_in = tuple(n for n, each in self.documents.items() if picture.uid in each.pictures.values())
        return Card(
            record, self.name, picture.words.title, picture.words.caption, picture.words.file,
            uid=picture.uid, fingerprint=picture.fingerprint, documents=shown_in,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Documents:
    """The documents of a shelf as sources."""

    shelf: _Shelf
    name: str = DOCUMENT

    def find(self, key: str) -> StoredSource | None:
        kept = self.shelf.documents.get(int(key)) if key.isdecimal() else None
        if kept is None:
            return None
        ref, pictures = document_ref(int(key)), tuple(sorted(kept.pictures.items()))
        return StoredSource(ref, kept.title, kept.file, kept.text, pictures=pictures)


@dataclass(frozen=True, slots=True)
class _Pictures:
    """The pictures of a shelf as sources."""

    shelf: _Shelf
    name: str = PICTURE

    def find(self, key: str) -> StoredSource | None:
        number = self.shelf.picture_id(key)
        if number is None:
            return None
        words = self.shelf.pictures[number].words
        return StoredSource(picture_ref(key), words.title, words.file, uid=key)


class InMemoryLibrary:
    """Texts and pictures that can be searched as soon as they are added, by the pipeline of all corpora.

    It satisfies `agents.toolbox.Library`. Many threads may read; one at a time may add. `name` is the slug of
    its one corpus; ids of documents, passages and pictures count from `first_id`, each kind by itself.
    `threshold` (0..1) is the confidence below which a hit is not shown; for `nearest` see `seen_hits`.
    `asked` are the UIDs of pictures of questions and of the web, which may be opened and are never found.
    What else can be read and quoted is found by what is added to `sources.finders`.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        store: MediaStore | None = None,
        *,
        name: str = "memory",
        threshold: float = THRESHOLD,
        nearest: int = NEAREST,
        first_id: int = 1,
    ) -> None:
        """Without an encoder the built-in one is loaded, without a store pictures are kept in memory.

        Raises EncoderUnavailable.
        """
        self.encoder = encoder or load_encoder("builtin")
        self.store = store or MediaStore(f"memory://{uuid.uuid4().hex}")
        self.name, self.threshold, self.nearest = name, threshold, nearest
        self.asked = frozenset[str]()
        self._shelf = _Shelf(name, first_id)
        self.sources = Sources([_Documents(self._shelf), _Pictures(self._shelf)])
        self._index = SearchPipeline(
            InMemoryFullText(), InMemoryVectors(), self._shelf, lambda _name: self.encoder,
            CopyFinder(self._open_view),
        )  # fmt: skip

    def add_text(
        self,
        title: str,
        text: str,
        *,
        file: str = "",
        headings: Collection[int] = (),
        pictures: Mapping[int, str] | None = None,
    ) -> int:
        """Keep a text; gives the id of its document.

        `headings` are offsets at which headings begin, `pictures` UIDs by the offset at which it shows them.
        Raises ValueError for a text without a word.
        """
        if not text.strip():
            raise ValueError(f"There is no word in the text {title!r}.")
        shelf = self._shelf
        document = shelf.next_id(shelf.documents)
        shelf.documents[document] = _Text(title, text, file or title, pictures or {})
        entries = []
        for number, span in enumerate(split_passages(text, headings), shelf.next_id(shelf.passages)):
            shelf.passages[number] = _Passage(document, span)
            words = text[span.start : span.end]
            language = record_words.passage_language(title, words)
            record = Record(RecordKind.PASSAGE, number)
            entries.append(LexicalEntry(record, _CORPUS, record_words.passage_text(title, words), language))
        self._index_words(entries, [entry.text for entry in entries])
        return document

    def add_picture(
        self,
        data: bytes,
        *,
        title: str = "",
        caption: str = "",
        tags: Sequence[str] = (),
        alt: str = "",
        file: str = "",
    ) -> str:
        """Keep the bytes of a picture; gives its UID. The same picture again changes nothing.

        `alt` is what stands in for it where a text shows it. Raises MediaError for what is no picture.
        """
        uid = self.store.put(data).uid
        if self._shelf.picture_id(uid) is not None:
            return uid
        image = self.store.shown(uid, Rendition.VIEW)
        described = self.encoder.describe_images([image])
        words = PictureWords(
            title, caption, tags, alternatives=[alt], file=file,
            language=language_of_text(" ".join(filter(None, (title, caption, alt)))) or "en",
            labels=[(label.name, label.probability) for label in described.labels[0]],
        )  # fmt: skip
        number = self._shelf.next_id(self._shelf.pictures)
        self._shelf.pictures[number] = _Picture(uid, words, fingerprint(image))
        record = Record(RecordKind.IMAGE, number)
        self._index_words([LexicalEntry(record, _CORPUS, words.searchable, words.language)], [words.dense])
        for space, vectors in described.vectors.items():
            self._index.vectors.upsert(self._key(space), [record], vectors)
        if windows.has_windows(*image.size):
            parts = self.encoder.embed_images(windows.cut(image))
            for space in windows.windowed_spaces(self.encoder):
                key = self._key(windows.window_space(space))
                self._index.vectors.upsert(key, windows.windows_of([record]), parts[space])
        return uid

    def add_question_picture(self, data: bytes) -> ImageRef:
        """Keep the bytes of a picture that a question is asked about. Raises as `add_picture` does."""
        facts = self.store.put(data)
        self.asked |= {facts.uid}
        return ImageRef(facts.uid, facts.width, facts.height)

    def search(
        self,
        *,
        text: str = "",
        image: Image | None = None,
        kinds: Sequence[RecordKind],
        limit: int,
        terms: TermOptions = AS_USUAL,
    ) -> tuple[SeenHit, ...]:
        """Hits for words, a picture, or both; best first; empty when nothing is good enough."""
        request = replace(self._request(text), image=image, kinds=frozenset(kinds), limit=limit, terms=terms)
        return seen_hits(self._index.run, request, self.nearest)

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """The words that a search takes for slips of the pen, and what it searches for instead."""
        return self._index.spelling(self._request(text)).corrections

    def words_only(self) -> tuple[str, ...]:
        """Empty: whatever was added has its vectors."""
        return ()

    def source(self, ref: SourceRef) -> StoredSource | None:
        """A document or a picture that was added, or a source of a further kind."""
        return self.sources.find(ref)

    def may_open(self, uid: str) -> bool:
        """Whether a picture was added, to the library or to a question."""
        return uid in self.asked or self._shelf.picture_id(uid) is not None

    def grep(self, pattern: str, limit: int) -> tuple[LineFound, ...]:
        """Places in documents where the words of a pattern stand, in any case; `*` is up to 40 characters."""
        wanted = Pattern(pattern)
        found = (
            LineFound(number, kept.title, kept.file, place.start, place.end, place.line)
            for number, kept in self._shelf.documents.items()
            for place in wanted.places(kept.text)
        )
        return tuple(islice(found, limit))

    def _request(self, text: str) -> SearchRequest:
        corpus = CorpusIndex(_CORPUS, self.name, self.name, self.encoder.version)
        return SearchRequest([corpus], text, threshold=self.threshold)

    def _key(self, space: str) -> CollectionKey:
        return CollectionKey(_CORPUS, self.encoder.version, space)

    def _index_words(self, entries: Sequence[LexicalEntry], dense: Sequence[str]) -> None:
        """Index what is written of records; `dense` is what is embedded of each, empty for nothing."""
        self._index.lexical.replace(entries)
        written = [(entry.record, text) for entry, text in zip(entries, dense, strict=True) if text]
        if written:
            vectors = self.encoder.embed_passages([text for _record, text in written])
            self._index.vectors.upsert(self._key(TEXT_SPACE), [record for record, _text in written], vectors)

    def _open_view(self, uid: str) -> Image:
        try:
            return self.store.shown(uid, Rendition.VIEW)
        except MediaError as error:
            raise KeyError(uid) from error
