"""What a kind of source says of itself."""

from abc import ABC, abstractmethod

from django.urls import reverse

from agents.sources import SourceRef, StoredSource
from webapp.access import Person
from webapp.runs.models import Run


class SourceKind(ABC):
    """One kind of source. Text and pixels stay as they were stored: what was cited is found as it was."""

    @abstractmethod
    def for_run(self, run: Run, key: str) -> StoredSource | None:
        """The source of an id as far as an execution of a run may read it at this moment."""

    @abstractmethod
    def for_person(self, person: Person | None, key: str) -> StoredSource | None:
        """The source of an id as far as a person may read it; without one, whatever there is."""

    def page(self, ref: SourceRef) -> str:
        """The path of its page: without one of its own, that which shows texts with the quote marked."""
        return reverse("runs:source", args=(ref.kind, ref.id))

    def may_open(self, _run: Run, _uid: str) -> bool:
        """Whether an execution of a run may load these pixels now, as those of a source of this kind."""
        return False
