"""Takes pictures out of the search and brings them back without encoding them again.

The vectors of what is hidden or in the trash wait in collections of their own, beside those that serve, and
by the same version of the encoder: they are dropped with it.
"""

from collections.abc import Iterable, Mapping, Sequence

from agents.retrieval import windows
from agents.retrieval.lexical import Record, RecordKind
from agents.retrieval.vectors import TEXT_SPACE, CollectionKey, VectorIndex
from webapp.corpora.fulltext import full_text
from webapp.corpora.models import Corpus, CorpusImage
from webapp.corpora.searchable import dense_text, image_entry
from webapp.corpora.services.words import WORDS_WAIT
from webapp.corpora.vectors import open_vectors

ASIDE = "~aside"


def set_aside(corpus: Corpus, images: Sequence[CorpusImage]) -> None:
    """No search finds these pictures from here on. Raises VectorsUnavailable."""
    full_text().remove([Record(RecordKind.IMAGE, image.pk) for image in images])
    if corpus.encoder_version:
        vectors = open_vectors()
        for key in _live_keys(vectors, corpus):
            vectors.move(key, _aside(key), _records(images, key))


def bring_back(corpus: Corpus, images: Sequence[CorpusImage]) -> None:
    """Searches find these pictures again; those that lack vectors once they are indexed.

    Of these `indexed_by` is emptied, and left to the caller to store. Raises VectorsUnavailable.
    """
    vectors = open_vectors()
    indexed = [image for image in images if _version(image) and _version(image) == corpus.encoder_version]
    there = {image.pk: True for image in indexed}
    for key in _live_keys(vectors, corpus):
        back = vectors.move(_aside(key), key, _records(indexed, key))
        if windows.is_of_windows(key.space):
            continue  # What lacks those is found all the same, and gets them at the next pass.
        for image in indexed:
            is_needed = key.space != TEXT_SPACE or bool(dense_text(image))
            there[image.pk] &= Record(RecordKind.IMAGE, image.pk) in back or not is_needed
    for image in images:
        if not there.get(image.pk):
            image.indexed_by = ""
    _index_words([image for image in images if image.indexed_by])


def carry_over(images: Sequence[CorpusImage], source: Corpus, target: Corpus) -> None:
    """Vectors and words of pictures that were moved go with them, if both corpora have the same index.

    Otherwise `indexed_by` is emptied, and left to the caller to store. Raises VectorsUnavailable.
    """
    copy_over({image.pk: image for image in images}, source, target)
    forget(source, images, keep_words=True)


def copy_over(copies: Mapping[int, CorpusImage], source: Corpus, target: Corpus) -> None:
    """Give pictures of `target` the vectors that those of these ids have in `source`."""
    is_same = bool(source.encoder_version) and source.encoder_version == target.encoder_version
    if is_same:
        vectors = open_vectors()
        for key in _live_keys(vectors, source):
            old, new = (_records_of(ids, key) for ids in (copies, [copy.pk for copy in copies.values()]))
            names = dict(zip(old, new, strict=True))
            vectors.copy(key, CollectionKey(target.pk, key.encoder_version, key.space), names)
    for copy in copies.values():
        if not is_same or _version(copy) != target.encoder_version:
            copy.indexed_by = copy.parts_by = ""
    _index_words([copy for copy in copies.values() if copy.indexed_by])


def forget(corpus: Corpus, images: Sequence[CorpusImage], *, keep_words: bool = False) -> None:
    """Remove these pictures from the index of a corpus, set aside or not. Raises VectorsUnavailable."""
    if not keep_words:
        full_text().remove([Record(RecordKind.IMAGE, image.pk) for image in images])
    vectors = open_vectors()
    for version in vectors.encoder_versions(corpus.pk):
        for space in vectors.spaces(corpus.pk, version):
            key = CollectionKey(corpus.pk, version, space)
            vectors.remove(key, _records(images, key))


def _index_words(images: Sequence[CorpusImage]) -> None:
    full_text().replace(map(image_entry, images))


def _live_keys(vectors: VectorIndex, corpus: Corpus) -> list[CollectionKey]:
    version = corpus.encoder_version
    spaces = {space.removesuffix(ASIDE) for space in vectors.spaces(corpus.pk, version)}
    return [CollectionKey(corpus.pk, version, space) for space in sorted(spaces)]


def is_of_looks(space: str) -> bool:
    """Whether a space has vectors of how pictures that are found look: not of texts, and not set aside."""
    return space != TEXT_SPACE and not space.endswith(ASIDE)


def _aside(key: CollectionKey) -> CollectionKey:
    return CollectionKey(key.corpus_id, key.encoder_version, f"{key.space}{ASIDE}")


def _records(images: Iterable[CorpusImage], key: CollectionKey) -> list[Record]:
    return _records_of([image.pk for image in images], key)


def _records_of(ids: Iterable[int], key: CollectionKey) -> list[Record]:
    """The records of pictures in a collection: themselves, or their windows."""
    records = [Record(RecordKind.IMAGE, pk) for pk in ids]
    return windows.windows_of(records) if windows.is_of_windows(key.space) else records


def _version(image: CorpusImage) -> str:
    return image.indexed_by.removesuffix(WORDS_WAIT)
