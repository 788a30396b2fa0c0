"""How high a picture stands when it is searched by what it shows, in words. Prints a table, asserts nothing.

Usage: python -m benchmarks.words_to_pictures [--held-out] [--kept FILE] [--languages en,de] [--most N]
    [--unread] [--ways plain,confidence]

The pictures are the stamps of Debian's tuxpaint-stamps-default, whose descriptions are the queries. Half of
them, by the hash of their names, are captioned with theirs; the others have neither a caption nor a telling
name ("bare"), or only the names of their files and folders ("named"). Of those without a caption, half are
asked for while values are chosen, the other half only with --held-out. All are in the collection either way.

`plain` is the baseline: pictures by their likeness to the words alone, as the encoder sees it. `ranks` is
what the product did at first: reciprocal rank fusion. `independent` is a sum of confidences in which meaning
confirms what is seen. `confidence` is what the product does now.
"""

import argparse
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.words_to_pictures.stamps import Stamp, stamps

Ask = Callable[[str], Sequence[str]]
"""Words to the paths of the pictures that are found, best first."""

TOP = 10
LANGUAGES = ("en", "de", "es", "zh")


@dataclass(frozen=True)
class Query:
    """Words, and the paths of pictures that are right."""

    text: str
    right: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--kept", type=Path, help="A file (.npz) to keep what was seen in the pictures in.")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="Of the queries.")
    parser.add_argument("--most", type=int, help="Queries of each kind, the first in the order of paths.")
    parser.add_argument("--unread", action="store_true", help="Read no text in the pictures: much faster.")
    parser.add_argument("--ways", default="plain,ranks,independent,confidence", help="Which to ask by.")
    parser.add_argument("--bare", action="store_true", help="Leave out the pictures with names of files.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sightline-benchmark-") as home:
        os.environ.update(SIGHTLINE_HOME=home, DJANGO_SETTINGS_MODULE="webapp.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure([*stamps()], options)


def measure(found: Sequence[Stamp], options: argparse.Namespace) -> None:
    """Fill the corpora, ask, print."""
    from benchmarks.words_to_pictures.collection import Stored, see
    from webapp.corpora.encoders import encoder

    model, stored = encoder("builtin"), Stored()
    seen = see(found, model, options.kept, reads=not options.unread)
    print(f"{len(found)} pictures; {'the half held out' if options.held_out else 'the half for tuning'}")
    wanted = options.ways.split(",")
    header = "".join(f"{way:>12s} @1  @10   MRR" for way in wanted)
    print(f"{'':22s}{'queries':>8s}{header}")
    asked = queries_of(found, options.held_out)
    codes = options.languages.split(",")
    captions = ["captions", *(f"captions, {code}" for code in codes if code != "en")]
    for is_named in (False,) if options.bare else (False, True):
        known = _ways(found, is_named, seen, stored)
        ways = {name: known[name] for name in wanted}
        for name in codes if is_named else [*codes, *captions]:
            queries = asked[name][: options.most]
            cells = "".join(_cell([rank_of(ask(q.text), q) for q in queries]) for ask in ways.values())
            print(f"{name + (', named' if is_named else ''):22s}{len(queries):8d}{cells}", flush=True)


def queries_of(found: Sequence[Stamp], held_out: bool) -> Mapping[str, Sequence[Query]]:
    """By language those for pictures without a caption; `captions` for the others, in the words of theirs, or
    in those of another language.
    """
    bare = [stamp for stamp in found if not _is_captioned(stamp)]
    captions = {stamp.shows["en"] for stamp in found if _is_captioned(stamp)}
    asked = [s for s in bare if _is_held_out(s) == held_out and s.shows["en"] not in captions]
    by_language = {language: list(_by_words(asked, bare, language)) for language in LANGUAGES}
    captioned = [stamp for stamp in found if _is_captioned(stamp) and _is_held_out(stamp) == held_out]
    foreign = {
        f"captions, {code}": list(_by_words(captioned, found, code)) for code in LANGUAGES if code != "en"
    }
    return by_language | {"captions": list(_by_words(captioned, found, "en"))} | foreign


def _by_words(asked: Sequence[Stamp], among: Sequence[Stamp], language: str) -> Iterator[Query]:
    for text in dict.fromkeys(stamp.shows[language] for stamp in asked if language in stamp.shows):
        same = {stamp.shows["en"] for stamp in among if stamp.shows.get(language) == text}
        yield Query(text, frozenset(stamp.path for stamp in among if stamp.shows["en"] in same))


def _ways(found: Sequence[Stamp], is_named: bool, seen, stored) -> dict[str, Ask]:
    from agents.retrieval.search import SearchPipeline
    from benchmarks.words_to_pictures.ranks import IndependentSum, RankFusion

    asking = prepared(found, is_named, seen, stored)
    ways = {"ranks": RankFusion, "independent": IndependentSum, "confidence": SearchPipeline}
    return {"plain": asking.plain} | {name: asking.by(way) for name, way in ways.items()}


def prepared(found: Sequence[Stamp], is_named: bool, seen, stored):
    """A corpus of the stamps, and ways to ask it."""
    from benchmarks.words_to_pictures.asking import Asking
    from benchmarks.words_to_pictures.collection import EncodedOnce, fill
    from webapp.corpora.encoders import encoder
    from webapp.corpora.models import CorpusImage

    rows = [
        CorpusImage(
            uid=f"img_{number:013d}",
            path=stamp.path if is_named else f"img_{number:04d}.png",
            title=stamp.shows["en"] if _is_captioned(stamp) else "",
        )
        for number, stamp in enumerate(found)
    ]
    model = encoder("builtin")
    index = fill("named" if is_named else "bare", rows, seen, model, stored)
    paths = {row.pk: stamp.path for row, stamp in zip(rows, found, strict=True)}
    return Asking(EncodedOnce(model), index, stored, paths)


def rank_of(found: Sequence[str], query: Query) -> int:
    """From 1; 0 when no right picture is among the first ten."""
    return next((rank for rank, path in enumerate(found[:TOP], start=1) if path in query.right), 0)


def _cell(ranks: Sequence[int]) -> str:
    first, ten = (100 * sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, TOP))
    return f"{first:15.0f} {ten:4.0f} {sum(1 / rank for rank in ranks if rank) / len(ranks):5.2f}"


def _is_captioned(stamp: Stamp) -> bool:
    return _digest(stamp)[1] % 2 == 1


def _is_held_out(stamp: Stamp) -> bool:
    return _digest(stamp)[0] % 2 == 1


def _digest(stamp: Stamp) -> bytes:
    return hashlib.sha256(stamp.path.encode()).digest()


if __name__ == "__main__":
    main()
