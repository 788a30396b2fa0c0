"""manage.py search: the retrieval pipeline from the shell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from agents.errors import UnreadablePicture
from agents.messages import joined, sentence_of
from agents.messages import message as _
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import Hit, SearchRequest
from agents.retrieval.spelling.corrections import Correction
from agents.retrieval.tokens import plain_text
from media_store import MediaError
from webapp.corpora.errors import BadInput
from webapp.corpora.serving import scope_of, search_serving
from webapp.management.batches import BatchLine, read_lines, read_picture
from webapp.management.cli import Reply, SightlineCommand
from webapp.management.scopes import corpora_named
from webapp.media.stores import open_media_store

KINDS = {
    "image": frozenset({RecordKind.IMAGE}),
    "text": frozenset({RecordKind.PASSAGE}),
    "any": frozenset(RecordKind),
}


class Query(BatchLine):
    """What to search for: words, the path of a picture, or both."""

    text: str = ""
    image: str | None = None


class Command(SightlineCommand):
    help = gettext_noop("Search the corpora by words, by a picture, or by both.")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        lines = gettext("A file of JSON Lines: %(form)s.") % {"form": '{"id", "text", "image"}'}
        again, least = gettext("May be repeated."), gettext("Least confidence of a hit, 0 to 1.")
        parser.add_argument(
            "text", nargs="?", default="", help=gettext('Words; "a phrase" must occur, -word excludes.')
        )
        parser.add_argument("--image", help=gettext("Path of a picture to search by."))
        parser.add_argument(
            "--queries",
            type=Path,
            help=lines,
        )
        parser.add_argument("--corpus", action="append", default=[], metavar="SLUG", help=again)
        parser.add_argument("--kind", choices=KINDS, default="any")
        parser.add_argument("-k", type=int, default=10, help=gettext("Hits of each query, 1 to 100."))
        parser.add_argument("--threshold", type=float, default=0.0, help=least)

    def reply(self, **options: Any) -> Reply:
        """Run every query and print hits with their scores and channels."""
        from webapp.runs.execution.wiring import search_index  # loads the encoders

        batch: Path | None = options["queries"]
        queries = _queries(options)
        if not 1 <= options["k"] <= 100:
            raise BadInput(_("-k takes a number from 1 to 100."))
        if not 0 <= options["threshold"] <= 1:
            raise BadInput(_("--threshold takes a number from 0 to 1."))
        scope = scope_of(corpora_named(options["corpus"]))
        kinds, results, texts = KINDS[options["kind"]], [], []
        for query in queries:
            picture = None
            if query.image:
                path = (batch.parent if batch else Path()) / query.image
                try:
                    picture = open_media_store().decode(read_picture(path))
                except MediaError as refusal:
                    raise UnreadablePicture(
                        joined(
                            _("The picture %(path)s cannot be used.", path=str(path)), sentence_of(refusal)
                        )
                    ) from refusal
            request = SearchRequest(scope, query.text, picture, kinds, options["k"], options["threshold"])
            hits = search_serving(search_index(), request)
            corrections = search_index().spelling(request).corrections
            corrected = [{"typed": each.typed, "word": each.word} for each in corrections]
            results.append({"id": query.id, "hits": list(map(_as_json, hits)), "corrected": corrected})
            texts.append(_as_text(hits, corrections))
        return Reply({"results": results}, "\n\n".join(texts))


def _queries(options: dict[str, Any]) -> Sequence[Query]:
    single = Query(text=options["text"], image=options["image"])
    queries = read_lines(options["queries"], Query) if options["queries"] else [single]
    if options["queries"] and (single.text or single.image):
        raise BadInput(_("Give either one query or --queries, not both."))
    for query in queries:
        if not query.text.strip() and not query.image:
            nothing = _("There is nothing to search for: give words, a picture, or both.")
            which = _("Query %(id)s.", id=repr(query.id))
            raise BadInput(joined(which, nothing) if options["queries"] else nothing)
        if not query.image and not plain_text(query.text):
            raise BadInput(_("A query of exclusions alone finds nothing: give words or a picture as well."))
    return queries


def _as_json(hit: Hit) -> dict[str, Any]:
    card = hit.card
    passage = {"id": card.record.id, "start": card.start, "end": card.end, "text": card.text}
    return {
        "rank": hit.rank,
        "kind": "image" if card.uid else "text",
        "uid": card.uid,
        "document": card.document,
        "passage": None if card.uid else passage,
        "title": card.title,
        "file": card.file,
        "corpus": card.corpus,
        "score": round(hit.score, 6),
        "confidence": round(hit.confidence, 6),
        "channels": {p.channel: {"rank": p.rank, "score": round(p.confidence, 6)} for p in hit.placings},
        "matched": [source for p in hit.placings for source in p.sources],
        "duplicates": [duplicate.uid for duplicate in hit.duplicates],
    }


def _as_text(hits: Sequence[Hit], corrections: Sequence[Correction]) -> str:
    corrected = gettext("Searched for %(word)s: no text has “%(typed)s”.")
    lines = [corrected % {"word": each.word, "typed": each.typed} for each in corrections]
    lines += [
        f"{hit.rank:3}  {hit.score:.3f}  {hit.card.uid or 'text':18} {hit.card.title or hit.card.file}"
        f"  ({hit.card.file}; {', '.join(f'{p.channel} #{p.rank}' for p in hit.placings)})"
        for hit in hits
    ]
    return "\n".join(lines if hits else [*lines, gettext("Nothing good enough was found.")])
