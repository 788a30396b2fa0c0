"""What curators see of a corpus, where every text that people, files and jobs write tries to break out."""

from django.contrib.auth.models import User

from webapp.corpora.models import Corpus, CorpusImage, Document, FileProblem, IndexJob, RegionNote
from webapp.corpora.services.tags import store_tags
from webapp.curation.models import (
    Change,
    ChangeItem,
    CurationJob,
    DuplicatePair,
    Import,
    Judgement,
    SavedFilter,
    TestQuery,
)

_COUNTS = {"added": 1, "updated": 0, "unchanged": 0, "duplicates": 0, "in_trash": 0, "skipped": 1}


def make_curation(corpus: Corpus, image: CorpusImage, texts: list[str]) -> dict[str, int]:
    """A picture and a document for each text, and one of everything else, by what their addresses name."""
    corpus.description = "\n".join(texts)
    corpus.save()
    images = CorpusImage.objects.bulk_create(
        CorpusImage(
            corpus=corpus, uid=f"img_{number:032}", path=f"{number}/{text}"[:500], title=text, caption=text,
            alt=text, tags=[text], source=text, license=text[:200], ocr_text=text, width=9, height=9,
            labels=[[text, 0.5]], source_url="javascript:window.hit=1",
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    store_tags([image, *images])
    Document.objects.bulk_create(
        Document(
            corpus=corpus, path=f"{number}/{text}"[:500], title=text, text=text, sha256=f"{number:064}",
            media_type=text[:100],
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    FileProblem.objects.bulk_create(
        FileProblem(corpus=corpus, path=f"{number}/{text}", reason=text, kind=kind, origin=text)
        for number, text in enumerate(texts)
        for kind in [list(FileProblem.Kind)[number % 3]]
    )
    RegionNote.objects.bulk_create(
        RegionNote(image=image, left=9, top=9, right=99, bottom=99, text=text) for text in texts
    )
    return {"image": image.pk, **_make_work(corpus, image, images, texts)}


def _make_work(
    corpus: Corpus, image: CorpusImage, images: list[CorpusImage], texts: list[str]
) -> dict[str, int]:
    """Jobs, imports, changes, pairs, filters and test queries."""
    cleo = User.objects.get(username="cleo")
    lines = [[text, text] for text in texts]
    report = {**_COUNTS, "problem_count": len(lines), "problems": lines, "notes": lines,
              "skipped_kinds": [[text, 1] for text in texts], "failure": texts[0]}  # fmt: skip
    brought = Import.objects.create(corpus=corpus, kind="files", state="failed", report=report, person=cleo)
    for text in texts[:40]:
        CurationJob.objects.create(corpus=corpus, kind="mend", status="failed", message=text, person=cleo)
        SavedFilter.objects.create(corpus=corpus, owner=cleo, name=text[:60], query=f"tag={text}")
        TestQuery.objects.create(corpus=corpus, text=text)
    IndexJob.objects.create(
        corpus=corpus, encoder=texts[5][:200], status="failed", message=texts[6], goes_live=False
    )
    for action in (Change.Action.ADD_TAGS, Change.Action.CAPTION):
        detail = {"tags": texts} if action == Change.Action.ADD_TAGS else {"text": "\n".join(texts)}
        change = Change.objects.create(corpus=corpus, person=cleo, action=action, detail=detail, count=1)
        values = {"title": texts[0], "tags": texts, "caption": texts[1], "notes": [{"text": texts[2]}]}
        ChangeItem.objects.create(change=change, image=image, before=values, after=values, state="done")
    DuplicatePair.objects.bulk_create(
        DuplicatePair(corpus=corpus, first=first, second=second, kind="copy", similarity=0.99)
        for first, second in zip(images[0:20:2], images[1:20:2], strict=True)
    )
    Judgement.objects.create(query=corpus.test_queries.first(), image=image, is_right=True)
    return {"import": brought.pk, "change": change.pk}
