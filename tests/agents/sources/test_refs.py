"""References to sources: how they are written, read, and told from the fields of earlier journals."""

import pytest
from pydantic import TypeAdapter

from agents.observations import SeenHit, TextRead
from agents.sources import NOWHERE, SourceRef, document_ref, picture_ref, read_ref
from agents.types import Evidence

PAGE = SourceRef("page", "3")


@pytest.mark.parametrize(
    "ref", [document_ref(17), picture_ref("img_a"), PAGE, SourceRef("cell", "4:B 7"), NOWHERE]
)
def test_what_is_written_is_read(ref: SourceRef) -> None:
    assert read_ref(str(ref)) == read_ref(ref) == ref


@pytest.mark.parametrize("written", ["page", "Page:3", ":3", "a b:3", None, True, 1.5])
def test_what_is_no_reference_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="This is no reference to a source"):
        read_ref(written)


def test_only_documents_have_numbers() -> None:
    assert [ref.document for ref in (document_ref(17), SourceRef("document", "x"), PAGE)] == [17, None, None]
    assert [ref.as_argument for ref in (document_ref(17), PAGE)] == [17, "page:3"]


def test_earlier_fields_say_the_source() -> None:
    quoted = read(Evidence, {"id": "e1", "kind": "text", "title": "A", "file": "a.md", "document": 17})
    shown = read(Evidence, {"id": "e2", "kind": "image", "title": "B", "file": "b.png", "uid": "img_a"})
    assert (quoted.source, shown.source) == (document_ref(17), picture_ref("img_a"))


def test_a_source_says_the_earlier_field() -> None:
    assert TextRead(None, "A", "a.md", 0, 1, 1, "a", source=document_ref(17)).document == 17
    assert TextRead(None, "A", "a.md", 0, 1, 1, "a", source=PAGE).document is None


def test_a_source_of_any_kind_is_stored_and_read() -> None:
    hit = SeenHit("page:3", "passage", "A", "a", "https://a.example", "", 0.5, 0.5, source=PAGE)
    written = TypeAdapter(SeenHit).dump_python(hit, mode="json")
    assert (written["source"], written["document"]) == ("page:3", None)
    assert read(SeenHit, written) == hit


def test_stretches_of_two_kinds_have_two_ids() -> None:
    texts = [TextRead(None, "A", "a", 0, 1, 1, "a", source=ref) for ref in (document_ref(3), PAGE)]
    assert [text.ids for text in texts] == [("document:3",), ("page:3",)]


def read(kind: type, values: dict[str, object]) -> object:
    return TypeAdapter(kind).validate_python(values)
