"""How long it takes to put many pictures away and to take that back, and whether all is as before.

    python benchmarks/bulk.py [--pictures 5000]

A corpus of small drawn pictures is indexed with the hashing encoder in a throw-away home. All are moved to
the trash by the job that a worker would do, and that is undone. Rows, vectors and files are compared with
what they were.
"""

import argparse
import os
import tempfile
import time
from io import BytesIO
from typing import Any

AT_ONCE = 500


def main() -> None:
    """Fill, put away, take back, compare, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=5_000)
    count = parser.parse_args().pictures
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        prepare(home)
        corpus = fill(count)
        before = state_of(corpus)
        deleted, restored = measure(corpus)
        print(f"| {count:,} pictures | seconds | pictures a second |\n|---|---|---|")
        print(f"| moved to the trash | {deleted:.1f} | {count / deleted:,.0f} |")
        print(f"| taken back | {restored:.1f} | {count / restored:,.0f} |")
        after = state_of(corpus)
        for name, value in before.items():
            print(f"{name}: {'as before' if is_same(value, after[name]) else 'NOT AS BEFORE'}")


def prepare(home: str) -> None:
    """Set Django up over a home."""
    os.environ |= {
        "SIGHTLINE_HOME": home, "SIGHTLINE_ENCODER": "hashing", "SIGHTLINE_OCR": "off",
        "SIGHTLINE_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(count: int) -> Any:
    """A corpus of pictures that all differ, indexed."""
    import numpy as np
    from PIL import Image

    from webapp.corpora.indexing.services import index_now
    from webapp.corpora.models import Corpus, CorpusImage, MediaUse
    from webapp.media.stores import open_media_store

    corpus, store, random = (
        Corpus.objects.create(slug="bulk", name="Bulk"),
        open_media_store(),
        np.random.default_rng(7),
    )
    for start in range(0, count, AT_ONCE):
        rows = []
        for number in range(start, min(start + AT_ONCE, count)):
            data = BytesIO()
            cells = random.integers(0, 256, (4, 4, 3), dtype=np.uint8)
            Image.fromarray(cells).resize((160, 120)).save(data, "JPEG")
            facts = store.put(data.getvalue())
            rows.append(
                CorpusImage(corpus=corpus, uid=facts.uid, path=f"{number}.jpg", width=160, height=120)
            )
        CorpusImage.objects.bulk_create(rows)
        MediaUse.objects.bulk_create(MediaUse(uid=row.uid, corpus=corpus) for row in rows)
    index_now(corpus)
    corpus.refresh_from_db()
    return corpus


def measure(corpus: Any) -> tuple[float, float]:
    """Seconds to move all to the trash, and to take that back."""
    from webapp.curation import jobs
    from webapp.curation.changes.services import begin, undo
    from webapp.curation.models import Change

    started = time.perf_counter()
    change = begin(corpus, None, Change.Action.TRASH, {}, corpus.images.all())
    if change.job:
        jobs.execute(change.job.pk)
    middle = time.perf_counter()
    taken = undo(change, None)
    if taken.undo_job:
        jobs.execute(taken.undo_job.pk)
    return middle - started, time.perf_counter() - middle


def state_of(corpus: Any) -> dict[str, Any]:
    """What must be as before: rows but their editions, vectors, words, files."""
    import numpy as np

    from agents.retrieval.lexical import Record, RecordKind
    from agents.retrieval.vectors import CollectionKey
    from webapp.corpora.fulltext import full_text
    from webapp.corpora.vectors import open_vectors
    from webapp.media.stores import open_media_store

    vectors, ids = open_vectors(), list(corpus.images.values_list("pk", flat=True))
    stored = {}
    for space in vectors.spaces(corpus.pk, corpus.encoder_version):
        key = CollectionKey(corpus.pk, corpus.encoder_version, space)
        found = vectors.vectors(key, [Record(RecordKind.IMAGE, pk) for pk in ids])
        stored[space] = {record.id: np.asarray(vector) for record, vector in found.items()}
    rows = [
        {name: value for name, value in row.items() if name != "edition"}
        for row in corpus.images.order_by("pk").values()
    ]
    return {
        "rows": rows,
        "vectors": {space: found for space, found in stored.items() if found},
        "words": full_text().count(corpus.pk),
        "files": sorted(open_media_store().uids()),
    }


def is_same(before: Any, after: Any) -> bool:
    """Whether both are equal; vectors up to a step of float32, as they are normalised on writing."""
    import numpy as np

    if isinstance(before, dict):
        return before.keys() == after.keys() and all(is_same(before[key], after[key]) for key in before)
    if isinstance(before, np.ndarray):
        return bool(np.allclose(before, after, rtol=0, atol=2e-7))
    return bool(before == after)


if __name__ == "__main__":
    main()
