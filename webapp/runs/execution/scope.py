"""What an execution of a run may read: asked anew at every call, so that a withdrawal holds at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL.Image import Image

from agents.messages import message as _
from agents.observations import LineFound, SeenHit
from agents.retrieval.lexical import RecordKind
from agents.retrieval.search import SearchPipeline
from agents.retrieval.spelling.corrections import Correction
from agents.retrieval.terms import AS_USUAL, TermOptions
from agents.sources import DOCUMENT, SourceRef, StoredSource
from agents.toolbox import ToolFailed
from webapp.corpora.library import ScopedLibrary
from webapp.corpora.serving import scope_of
from webapp.runs import run_access, source_kinds
from webapp.runs.models import Run

NOTHING_TO_SEARCH = _(
    "None of the corpora that this run is about may be read by its owner any more, so there is nothing "
    "to search."
)


@dataclass(frozen=True, slots=True)
class RunLibrary:
    """The corpora of a run as far as its owner may read them now, and the pictures of its question."""

    run: Run
    index: SearchPipeline
    threshold: float
    nearest: int = 0

    def search(
        self,
        *,
        text: str = "",
        image: Image | None = None,
        kinds: Sequence[RecordKind],
        limit: int,
        terms: TermOptions = AS_USUAL,
    ) -> tuple[SeenHit, ...]:
        """As ScopedLibrary. Raises ToolFailed when nothing is left to search; so does `grep`."""
        return self._corpora().search(text=text, image=image, kinds=kinds, limit=limit, terms=terms)

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """As ScopedLibrary."""
        return self._now().corrections(text)

    def words_only(self) -> tuple[str, ...]:
        """As ScopedLibrary."""
        return self._now().words_only()

    def grep(self, pattern: str, limit: int) -> tuple[LineFound, ...]:
        """As ScopedLibrary."""
        return self._corpora().grep(pattern, limit)

    def source(self, ref: SourceRef) -> StoredSource | None:
        """What is stored of a source of any kind. Raises ToolFailed where no document is left to read."""
        found = source_kinds.source_of_run(self.run, ref)
        if found is None and ref.kind == DOCUMENT:
            self._corpora()
        return found

    def may_open(self, uid: str) -> bool:
        """Whether the pixels of a picture of the question or of a readable source may be loaded now."""
        return source_kinds.may_open(self.run, uid)

    def _corpora(self) -> ScopedLibrary:
        now = self._now()
        if not now.scope and self.run.corpora.exists():
            raise ToolFailed("nothing_to_search", NOTHING_TO_SEARCH, _("Finish with what is known."))
        return now

    def _now(self) -> ScopedLibrary:
        scope = scope_of(run_access.corpora_of(self.run))
        return ScopedLibrary(self.index, scope, self.threshold, nearest=self.nearest)
