"""What a manifest says about files comes in with them, and later changes follow."""

import json

import pytest

from tests.corpora.folders import Folder
from webapp.corpora.errors import BadManifest


def test_a_manifest_in_the_folder_is_used_by_itself(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write(
        "manifest.csv",
        "file,title,caption,tags,source_url,license\n"
        'a.png,A heron,"Wading, slowly",bird;water,https://example.org/heron,CC0\n',
    )
    assert folder.load().problems == ()
    row = folder.corpus.images.get()
    assert (row.title, row.caption, row.tags) == ("A heron", "Wading, slowly", ["bird", "water"])
    assert (row.source_url, row.license) == ("https://example.org/heron", "CC0")


def test_json_lines_do_as_well(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.jsonl", json.dumps({"file": "./a.png", "title": "A heron", "tags": ["b", "c"]}))
    folder.load()
    assert folder.corpus.images.get().tags == ["b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_and_semicolons_are_understood(folder: Folder, encoding: str) -> None:
    folder.draw("a.png", 1)
    manifest = folder.path.parent / "list.csv"
    manifest.write_bytes("File; Title ;tags\r\na.png;Ein Reiher;Vögel, Wasser\r\n".encode(encoding))
    folder.load(manifest=manifest)
    row = folder.corpus.images.get()
    assert (row.title, row.tags) == ("Ein Reiher", ["Vögel", "Wasser"])


def test_a_changed_manifest_changes_only_what_it_names(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.draw("b.png", 2)
    folder.write("manifest.csv", "file,title\na.png,Old\nb.png,Same\n")
    folder.load()
    folder.index()
    folder.write("manifest.csv", "file,title\na.png,New\nb.png,Same\n")
    report = folder.load()
    assert (report.updated, report.unchanged) == (1, 1)
    assert [row.path for row in folder.corpus.images.filter(indexed_by__endswith="+words")] == ["a.png"]


def test_a_column_that_is_missing_changes_nothing(folder: Folder) -> None:
    file = folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title,license\na.png,A heron,CC0\n")
    folder.load()
    folder.write("manifest.csv", "file,license\na.png,CC BY 4.0\n")
    folder.load()
    folder.load(file)
    row = folder.corpus.images.get()
    assert (row.title, row.license) == ("A heron", "CC BY 4.0")


def test_a_row_that_names_an_absent_file_is_a_problem_until_it_is_mended(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title\na.pgn,A heron\n")
    assert folder.load().added == 1
    assert "not there" in folder.reasons["a.pgn"]
    folder.write("manifest.csv", "file,title\na.png,A heron\n")
    folder.load()
    assert folder.reasons == {}


def test_one_manifest_may_describe_several_folders(folder: Folder) -> None:
    first, second = folder.draw("one/a.png", 1).parent, folder.draw("two/b.png", 2).parent
    manifest = folder.write("list.csv", "file,title\na.png,First\nb.png,Second\n")
    report = folder.load(first, second, manifest=manifest)
    assert report.problems == ()
    assert set(folder.corpus.images.values_list("title", flat=True)) == {"First", "Second"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a.org/x", "//a.org", "https://", "no address"]
)
def test_an_address_that_is_no_web_address_is_left_out(folder: Folder, address: str) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", f"file,source_url\na.png,{address}\n")
    folder.load()
    assert folder.corpus.images.get().source_url == ""
    assert "no http or https address" in folder.reasons["a.png"]


def test_a_title_that_is_too_long_is_cut_and_said(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", f"file,title\na.png,{'x' * 600}\n")
    folder.load()
    assert len(folder.corpus.images.get().title) == 500
    assert "longer than 500" in folder.reasons["a.png"]


def test_a_line_without_a_file_is_a_problem_of_that_line(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title\n,Nothing\na.png,A heron\n")
    folder.load()
    assert folder.reasons == {"manifest.csv, line 2": "This line names no file."}
    assert folder.corpus.images.get().title == "A heron"


def test_a_document_takes_title_and_address_from_the_manifest(folder: Folder) -> None:
    folder.write("a.md", "# Inside\n\nText.")
    folder.write("manifest.csv", "file,title,source_url\na.md,Outside,https://example.org/\n")
    folder.load()
    row = folder.corpus.documents.get()
    assert (row.title, row.source_url) == ("Outside", "https://example.org/")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("m.csv", "name,title\na.png,A\n", "no column named “file”"),
        ("m.csv", "", "no column named “file”"),
        ("m.csv", b"\x00\x01", "binary data"),
        ("m.jsonl", "{broken", "Line 1"),
        ("m.jsonl", "[1]", "no JSON object"),
    ],
)
def test_a_manifest_that_cannot_be_read_stops_the_import(
    folder: Folder, name: str, content: str | bytes, sentence: str
) -> None:
    folder.draw("a.png", 1)
    manifest = folder.path.parent / name
    manifest.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(BadManifest, match=sentence):
        folder.load(manifest=manifest)
    assert not folder.corpus.images.exists()


def test_what_is_said_of_a_copy_holds_for_the_picture_that_was_kept(folder: Folder) -> None:
    folder.draw("a copy.png", 1)
    folder.draw("a.png", 1)
    folder.write("manifest.csv", "file,title\na.png,A heron\n")
    assert folder.load().duplicates == 1
    assert folder.corpus.images.get().title == "A heron"
    folder.write("manifest.csv", "file,title\na.png,A grey heron\n")
    folder.load()
    assert folder.corpus.images.get().title == "A grey heron"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig", "mac_roman"])
@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_a_manifest_is_read_as_spreadsheets_write_it(encoding: str, delimiter: str, folder: Folder) -> None:
    folder.draw("plate.png", 1)
    table = [["file", "title", "tags"], ["plate.png", "Zürich Größe", '"rot; weiß"']]
    folder.write("manifest.csv", "\r\n".join(delimiter.join(row) for row in table).encode(encoding))
    assert folder.load().problems == ()
    image = folder.corpus.images.get()
    assert (image.title, image.tags) == ("Zürich Größe", ["rot", "weiß"])


def test_a_manifest_may_name_its_delimiter_first(folder: Folder) -> None:
    folder.draw("plate.png", 1)
    folder.write("manifest.csv", "sep=;\r\nfile;title\r\nplate.png;A, B, C and D\r\n")
    folder.load()
    assert folder.corpus.images.get().title == "A, B, C and D"


def test_a_number_without_end_in_a_manifest_costs_its_end(folder: Folder) -> None:
    folder.draw("a.png", 1)
    folder.write("manifest.jsonl", '{"file": "a.png", "title": ' + "9" * 5_000 + "}")
    folder.load()
    assert set(folder.corpus.images.get().title) == {"9"}
    assert "was cut" in folder.reasons["a.png"]
