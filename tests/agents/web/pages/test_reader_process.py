"""Pages are read where files are: hostile markup costs one page."""

import pytest

from agents.documents.document import DocumentSource
from agents.documents.errors import UnreadableDocument
from agents.documents.limits import ReadLimits
from agents.documents.pool import ReaderPool
from agents.web.fetched import Fetched
from agents.web.pages.reading import read_page
from tests.support.little_web import KNOWN, article

pytestmark = pytest.mark.processes


def test_a_page_comes_whole_out_of_the_process() -> None:
    told = article(3, "de")
    fetched = Fetched(
        "https://a.example/1", "https://a.example/1", 200, "text/html", KNOWN[4](told).encode(), 0.1
    )
    pool = ReaderPool(1)
    try:
        found = read_page(fetched, pool)
    finally:
        pool.close()
    assert [each.caption for each in found.pictures] == [each.caption for each in told.pictures]
    assert (found.author, found.date, found.language) == (told.author, told.date, "de")
    assert told.lead in found.text
    assert found.links


def test_markup_that_nests_without_end_costs_one_page() -> None:
    limits = ReadLimits(base_cpu_seconds=1, cpu_seconds_per_mib=0)
    pool = ReaderPool(1, limits)
    try:
        with pytest.raises(UnreadableDocument, match="too long"):
            pool.read(DocumentSource(b"<div>t " * 150_000, "a", "text/html", is_page=True))
        read = pool.read(DocumentSource(b"<p>Herons came.", "a", "text/html", is_page=True))
    finally:
        pool.close()
    assert read.text == "Herons came."
