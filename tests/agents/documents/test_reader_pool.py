"""Files are read in processes of their own, under limits; whatever happens there costs one file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from agents.documents import pool as pool_module
from agents.documents.document import DocumentSource, ParsedDocument
from agents.documents.errors import ReadersUnavailable, ReadingCancelled, UnreadableDocument
from agents.documents.limits import MIB, ReadLimits
from agents.documents.pool import ReaderPool
from agents.messages import Message, sentence_of
from tests.corpora.papers import docx

pytestmark = pytest.mark.long

GOOD = DocumentSource(b"# Herons\n\nThey wade.", "herons.md")
ENDLESS = DocumentSource(b"<div>t " * 150_000, "nested.html")
"""Minutes of work for the parser."""
SWOLLEN = DocumentSource(docx("<w:p/>" * 1_000_000), "swollen.docx")
"""Ten kilobytes of empty paragraphs, fewer than an archive may unpack to."""


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    pool = ReaderPool(1)
    yield pool
    pool.close()


def process_of(pool: ReaderPool) -> int:
    """The process that waits for the next file."""
    return pool._kept.idle[0].process.pid


class Meanwhile(Event):
    """A wish that does something when it is asked for the second time: the file is on its way then."""

    def __init__(self, pid: int, answer: bool) -> None:
        super().__init__()
        self.pid, self.answer, self.asked = pid, answer, 0

    def is_set(self) -> bool:
        self.asked += 1
        if self.asked == 3 and not self.answer:
            os.kill(self.pid, signal.SIGKILL)
        return self.answer and self.asked > 3


def test_a_process_is_used_again(pool: ReaderPool) -> None:
    assert pool.read(GOOD) == ParsedDocument("Herons", "Herons\n\nThey wade.", "text/markdown", headings=(0,))
    first = process_of(pool)
    pool.read(GOOD)
    assert process_of(pool) == first


def test_a_process_that_ended_is_replaced(pool: ReaderPool) -> None:
    pool.read(GOOD)
    os.kill(process_of(pool), signal.SIGKILL)
    os.waitid(os.P_PID, process_of(pool), os.WEXITED | os.WNOWAIT)
    assert pool.read(GOOD).title == "Herons"


def test_a_process_killed_at_a_file_costs_that_file(pool: ReaderPool) -> None:
    pool.read(GOOD)
    with pytest.raises(UnreadableDocument, match="broke the program that reads it"):
        pool.read(ENDLESS, Meanwhile(process_of(pool), answer=False))
    assert pool.read(GOOD).title == "Herons"


def test_cancelling_ends_a_file_in_the_middle(pool: ReaderPool) -> None:
    pool.read(GOOD)
    first = process_of(pool)
    with pytest.raises(ReadingCancelled):
        pool.read(ENDLESS, Meanwhile(first, answer=True))
    assert pool.read(GOOD).title == "Herons"
    assert process_of(pool) != first


@pytest.mark.parametrize(
    "limits",
    [ReadLimits(0, 0, wall_factor=1_000), ReadLimits(wall_factor=0)],
    ids=["cpu", "wall"],
)
@pytest.mark.parametrize("file", [ENDLESS, SWOLLEN], ids=lambda file: file.name)
def test_a_file_that_takes_too_long_is_left(limits: ReadLimits, file: DocumentSource) -> None:
    with closing(ReaderPool(1, limits)) as pool, pytest.raises(UnreadableDocument, match="takes too long"):
        pool.read(file)


def test_a_file_that_takes_too_much_memory_is_left() -> None:
    large = DocumentSource("🐦".encode() + b"a heron " * 4 * MIB, "large.txt")
    with closing(ReaderPool(1, ReadLimits(memory_bytes=160 * MIB))) as pool:
        with pytest.raises(UnreadableDocument, match="more memory than is allowed"):
            pool.read(large)
        assert pool.read(GOOD).title == "Herons"


def test_a_document_of_too_many_characters_is_refused(pool: ReaderPool) -> None:
    with pytest.raises(UnreadableDocument, match="more than 10,000,000 characters"):
        pool.read(DocumentSource(b"heron\n" * 2 * MIB, "long.txt"))


def test_what_a_reader_raises_unforeseen_is_a_reason(pool: ReaderPool) -> None:
    with pytest.raises(UnreadableDocument, match=r"damaged, or of a form that is not read here \(\w+\)"):
        pool.read(DocumentSource(b"words", "a\ud800.md", declared_type="text/markdown"))
    assert pool.read(GOOD).title == "Herons"


def test_what_a_reader_says_stays_a_message(pool: ReaderPool) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        pool.read(DocumentSource(b"PK\3\4 cut off", "a.docx"))
    reason = sentence_of(refused.value)
    assert isinstance(reason, Message)
    assert reason.values == {"kind": "Word document"}
    (note,) = pool.read(DocumentSource("Käse ".encode() * 40 + b"\xff", "a.txt")).notes
    assert isinstance(note, Message)


def test_a_reader_knows_no_setting_of_the_installation(pool: ReaderPool) -> None:
    pool.read(GOOD)
    environment = Path(f"/proc/{process_of(pool)}/environ").read_bytes()
    assert environment == b"MALLOC_ARENA_MAX=1\0"


def test_a_reader_loads_neither_the_web_nor_the_models() -> None:
    heavy = "{'django', 'torch', 'numpy', 'pydantic', 'chromadb'}"
    imports = (
        "from agents.documents import worker; from agents.documents.readers import docx, html, markdown, pdf"
    )
    program = f"import sys; {imports}; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_reader_that_does_not_start_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pool_module, "_MODULE", "no_such_library")
    with pytest.raises(ReadersUnavailable, match="did not start"):
        ReaderPool(1).read(GOOD)
    assert "no_such_library" in capfd.readouterr().err
