"""Retrieval over 10,000 pictures: recall of the vector channel, and what the whole pipeline costs beside it.

    python benchmarks/retrieval.py [--pictures 10000] [--queries 200]

In one run, over a real Chroma server and SQLite in a throw-away home: recall@10 against exact search in
NumPy, milliseconds of the raw Chroma query, milliseconds of the whole pipeline (query encoding, every
channel, fusion, cards), and of its stages by themselves. What is compared takes turns, question by question,
so that whatever else the machine does falls on all of it. Vectors are those of captions made of ImageNet
class names, so that they cluster as real ones do; nothing is asserted.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter, sleep

import numpy as np

ADJECTIVES = "old new small large broken bright dark painted wet dusty quiet famous rusty golden".split()
RELATIONS = "beside behind above under near facing with without holding chasing carrying".split()
PLACES = (
    "in a garden|on a beach|at night|in snow|on a table|in a museum|by a river|in the rain|on a roof|"
    "at a market|in fog|on a bridge|in a kitchen|at sunset|in a forest|on stage|in a harbour|"
    "at school|in a desert|on a farm"
).split("|")

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as home:
        os.environ.update(SIGHTLINE_HOME=home, DJANGO_SETTINGS_MODULE="webapp.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.pictures, options.queries)


def measure(pictures: int, queries: int) -> None:
    """Fill a corpus, then ask the same questions of Chroma alone and of the pipeline."""
    with vector_server():
        corpus, vectors = fill(pictures)
        report(corpus, vectors, queries)


@contextmanager
def vector_server() -> Iterator[None]:
    """The product's own vector server over the throw-away home."""
    server = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "vectors"], stdout=subprocess.DEVNULL)
    try:
        while not (Path(os.environ["SIGHTLINE_HOME"]) / "vectors.json").exists():
            if server.poll() is not None:
                raise SystemExit("The vector server did not start.")
            sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def fill(pictures: int):
    """Rows, full text and vectors of `pictures` pictures whose vectors come from their captions."""
    from agents.retrieval.lexical import LexicalEntry, Record, RecordKind
    from agents.retrieval.vectors import TEXT_SPACE, CollectionKey
    from webapp.corpora.encoders import encoder
    from webapp.corpora.fulltext import full_text
    from webapp.corpora.models import Corpus, CorpusImage
    from webapp.corpora.vectors import open_vectors

    model = encoder("builtin")
    corpus = Corpus.objects.create(
        slug="bench", name="Bench", encoder="builtin", encoder_version=model.version
    )
    captions = [caption(number) for number in range(pictures)]
    CorpusImage.objects.bulk_create(
        CorpusImage(
            corpus=corpus, uid=f"img_{number:013d}", path=f"{number}.jpg", caption=text, width=640, height=480
        )
        for number, text in enumerate(captions)
    )
    ids = list(CorpusImage.objects.order_by("pk").values_list("pk", flat=True))
    records = [Record(RecordKind.IMAGE, key) for key in ids]
    entries = [LexicalEntry(r, corpus.pk, text) for r, text in zip(records, captions, strict=True)]
    full_text().replace(entries)
    vectors = model.embed_texts(captions)
    spaces = {TEXT_SPACE: model.embed_passages(captions), model.query_space: vectors}
    for space, of_space in spaces.items():
        open_vectors().upsert(CollectionKey(corpus.pk, model.version, space), records, of_space)
    return corpus, vectors


def caption(number: int) -> str:
    """A caption of about eight words: two of ImageNet's class names in one of many settings."""
    chance = random.Random(number)
    first, second = (class_names()[chance.randrange(1000)] for _ in range(2))
    adjective, relation, place = map(chance.choice, (ADJECTIVES, RELATIONS, PLACES))
    return f"{adjective} {first} {relation} a {second} {place}"


@cache
def class_names() -> list[str]:
    """ImageNet's thousand classes by their first name."""
    from agents.retrieval.torch_compat import import_torch_library

    info = import_torch_library("timm.data").ImageNetInfo()
    return [info.index_to_description(index).split(",")[0] for index in range(1000)]


def report(corpus, vectors: np.ndarray, queries: int) -> None:
    """Print recall, times and the times of the stages."""
    from agents.retrieval.vectors import CollectionKey
    from webapp.corpora.encoders import encoder
    from webapp.corpora.models import CorpusImage
    from webapp.corpora.serving import scope_of
    from webapp.corpora.vectors import open_vectors

    model, store = encoder("builtin"), open_vectors()
    key = CollectionKey(corpus.pk, model.version, model.query_space)
    texts = [caption(10_000_000 + number) for number in range(queries)]
    wanted = model.embed_texts(texts)
    for text in texts:
        # It keeps the vectors of single texts: from here on they are at hand.
        model.embed_texts([text])
        model.embed_queries([text])
    scope = scope_of([corpus])
    times: dict[str, np.ndarray] = {}
    for pair in comparisons(key, texts, wanted, scope):
        times |= timed(pair, queries)
    by_stage: dict[str, np.ndarray] = {}
    for name, stage in stages(key, texts, wanted, scope).items():
        by_stage |= timed({name: stage}, queries)
    print(f"{len(vectors):,} pictures, {queries} queries; milliseconds")
    print_comparison(times)
    print_stages(by_stage)
    ids = np.array(CorpusImage.objects.order_by("pk").values_list("pk", flat=True))
    exact = [set(ids[np.argsort(-(vectors @ query))[:10]]) for query in wanted]
    found = [{hit.record.id for hit in store.query(key, query, kind="image", limit=10)} for query in wanted]
    recall = np.mean([len(e & f) / 10 for e, f in zip(exact, found, strict=True)])
    print(f"recall@10 of the vector channel against exact search: {recall:.4f}")


def comparisons(
    key, texts: list[str], wanted: np.ndarray, scope
) -> Iterator[dict[str, Callable[[int], object]]]:
    """The raw query and the pipeline: with the vector at hand, then with words that no cache has seen.

    One after the other, for the threads of the encoder spin on for a while after its work is done.
    """
    from agents.retrieval.lexical import RecordKind
    from agents.retrieval.search import SearchRequest
    from webapp.corpora.encoders import encoder
    from webapp.corpora.vectors import open_vectors
    from webapp.runs.execution.wiring import search_index

    model, store, index = encoder("builtin"), open_vectors(), search_index()

    def raw(vector: np.ndarray) -> object:
        return store.query(key, vector, kind="image", limit=10)

    def pipeline(text: str) -> object:
        return index.run(SearchRequest(scope, text, kinds=frozenset({RecordKind.IMAGE})))

    yield {
        "raw Chroma query, vector at hand": lambda n: raw(wanted[n]),
        "whole pipeline, vector at hand": lambda n: pipeline(texts[n]),
    }
    yield {
        "raw Chroma query, words to be encoded": lambda n: raw(model.embed_texts([f"{texts[n]} again"])[0]),
        "whole pipeline, words to be encoded": lambda n: pipeline(f"{texts[n]} once more"),
    }


def stages(key, texts: list[str], wanted: np.ndarray, scope) -> dict[str, Callable[[int], object]]:
    """What the pipeline does, one by one; there the channels run side by side."""
    from agents.retrieval.fusion import ChannelHit, fuse
    from agents.retrieval.lexical import RecordKind
    from agents.retrieval.search import CARDS_FOR_A_HIT, DEPTH
    from agents.retrieval.tokens import parse_query
    from webapp.corpora.encoders import encoder
    from webapp.corpora.vectors import open_vectors
    from webapp.runs.execution.wiring import search_index

    model, store, index = encoder("builtin"), open_vectors(), search_index()

    def words(n: int) -> list[ChannelHit]:
        kinds, corpora = [RecordKind.IMAGE], [corpus.id for corpus in scope]
        hits = index.lexical.search(parse_query(texts[n]), corpus_ids=corpora, kinds=kinds, limit=DEPTH)
        return [ChannelHit(hit.record, hit.coverage) for hit in hits]

    def nearest(n: int) -> list[ChannelHit]:
        hits = store.query(key, wanted[n], kind="image", limit=DEPTH)
        return [ChannelHit(hit.record, hit.similarity) for hit in hits]

    found = [{"words": words(n), "meaning": nearest(n), "depicts": nearest(n)} for n in range(len(texts))]
    shown = [fuse(each)[: CARDS_FOR_A_HIT * 10] for each in found]
    return {
        "encode the words (once a query)": lambda n: model.embed_texts([f"{texts[n]} by itself"]),
        "full text (once)": words,
        "vector query (twice, side by side)": nearest,
        "fusion (once)": lambda n: fuse(found[n]),
        "cards (once or more often)": lambda n: index.catalog.cards([each.record for each in shown[n]]),
    }


def print_comparison(times: Mapping[str, np.ndarray]) -> None:
    """A row for each; the ratio is to the raw query of the same kind."""
    print(f"{'':44}{'median':>9}{'p95':>9}{'p95 ratio':>12}")
    for name, taken in times.items():
        base = times[name.replace("whole pipeline", "raw Chroma query")]
        p95 = np.percentile(taken, 95)
        print(f"{name:44}{np.median(taken):9.1f}{p95:9.1f}{p95 / np.percentile(base, 95):12.2f}")


def print_stages(times: Mapping[str, np.ndarray]) -> None:
    """A row for each stage by itself."""
    print(f"{'stages by themselves':44}{'median':>9}{'p95':>9}")
    for name, taken in times.items():
        print(f"{name:44}{np.median(taken):9.2f}{np.percentile(taken, 95):9.2f}")


def timed(actions: Mapping[str, Callable[[int], object]], count: int) -> dict[str, np.ndarray]:
    """Milliseconds of each `action(n)` for every n, in turn; the first ten rounds do not count."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(count):
        for name, action in actions.items():
            started = perf_counter()
            action(number)
            times[name].append((perf_counter() - started) * 1000)
    return {name: np.array(taken[10:]) for name, taken in times.items()}


if __name__ == "__main__":
    main()
