"""A folder that a test fills and imports."""

from dataclasses import dataclass
from pathlib import Path

from tests.corpora.drawn import draw_picture
from webapp.corpora.importing.services import import_paths
from webapp.corpora.importing.tally import ImportReport
from webapp.corpora.indexing.services import index_now
from webapp.corpora.models import Corpus


@dataclass(frozen=True)
class Folder:
    """A folder and the corpus it is imported into."""

    path: Path
    corpus: Corpus

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def draw(self, name: str, number: int = 0) -> Path:
        return self.write(name, draw_picture(number))

    def load(self, *paths: Path, manifest: Path | None = None) -> ImportReport:
        return import_paths(self.corpus, paths or [self.path], manifest=manifest)

    def index(self) -> None:
        index_now(self.corpus)
        self.corpus.refresh_from_db()

    @property
    def reasons(self) -> dict[str, str]:
        return dict(self.corpus.problems.values_list("path", "reason"))
