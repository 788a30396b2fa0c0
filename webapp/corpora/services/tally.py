"""What an import did, counted as it goes."""

from dataclasses import asdict, dataclass, field, fields

from webapp.corpora.services.manifests import FileReason


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of files. A duplicate is a picture under a second name; skipped are files of another kind.

    What lies in the trash of the corpus is left there.
    """

    added: int
    updated: int
    unchanged: int
    duplicates: int
    skipped: int
    problems: tuple[FileReason, ...]
    in_trash: int = 0

    def to_json(self) -> dict[str, object]:
        """The report as a JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Tally:
    """Counts of one import that is going on."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    skipped: int = 0
    in_trash: int = 0
    problems: list[FileReason] = field(default_factory=list)

    def merge(self, other: "Tally") -> None:
        """Add the counts of another one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def report(self) -> ImportReport:
        """The counts so far."""
        return ImportReport(
            self.added, self.updated, self.unchanged, self.duplicates, self.skipped, tuple(self.problems),
            self.in_trash,
        )  # fmt: skip
