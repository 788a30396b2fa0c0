"""What an import did, counted as it goes."""

from collections import Counter
from dataclasses import asdict, dataclass, field, fields

from webapp.corpora.importing.manifests import FileReason
from webapp.corpora.models import FileProblem


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of files. A duplicate is a picture under a second name; skipped are files of another kind.

    `skipped_kinds` counts those by their reason, `notes` are about files that were read with a doubt. What
    lies in the trash of the corpus is left there.
    """

    added: int
    updated: int
    unchanged: int
    duplicates: int
    skipped: int
    problems: tuple[FileReason, ...]
    in_trash: int = 0
    skipped_kinds: tuple[tuple[str, int], ...] = ()
    notes: tuple[FileReason, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The report as a JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Tally:
    """Counts of one import that is going on, and what is to be said of its files."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    in_trash: int = 0
    reasons: list[FileReason] = field(default_factory=list)

    def merge(self, other: "Tally") -> None:
        """Add the counts of another one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def report(self) -> ImportReport:
        """The counts so far."""
        skipped = self._of(FileProblem.Kind.SKIPPED)
        kinds = tuple(Counter(each.reason for each in skipped).most_common())
        problems, notes = self._of(FileProblem.Kind.PROBLEM), self._of(FileProblem.Kind.NOTE)
        return ImportReport(
            self.added, self.updated, self.unchanged, self.duplicates, len(skipped), problems, self.in_trash,
            kinds, notes,
        )  # fmt: skip

    def _of(self, kind: FileProblem.Kind) -> tuple[FileReason, ...]:
        return tuple(each for each in self.reasons if each.kind == kind)
