import hashlib
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from webapp.corpora.sample.build import build
from webapp.corpora.sample.nations import FLAGS
from webapp.corpora.sample.packages import SamplePackagesMissing, find_picture
from webapp.corpora.sample.photographs import PHOTOGRAPHS

pytestmark = pytest.mark.long

LINK = re.compile(r"\]\(([^)]+)\)")


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_give_the_same_bytes(sample, tmp_path):
    build(tmp_path)
    assert digests(tmp_path) == digests(sample.folder)


def test_building_again_into_the_same_folder_changes_nothing_and_keeps_other_files(tmp_path):
    build(tmp_path)
    (tmp_path / "pictures" / "mine.txt").write_text("kept")
    before = digests(tmp_path)
    build(tmp_path)
    assert digests(tmp_path) == before


def test_every_row_of_the_manifest_names_a_picture_that_opens(sample):
    for row in sample.rows:
        with Image.open(sample.folder / row["file"]) as picture:
            picture.load()
            assert min(picture.size) > 100, row["file"]


def test_every_picture_has_one_row_with_title_caption_tags_and_licence(sample):
    files = [row["file"] for row in sample.rows]
    assert sorted(files) == sorted(f"pictures/{path.name}" for path in (sample.folder / "pictures").iterdir())
    assert len(set(files)) == len(files) == len(PHOTOGRAPHS) + len(FLAGS)
    for row in sample.rows:
        assert all(row[column] for column in ("title", "caption", "tags", "license")), row


def test_titles_are_unique_so_that_a_citation_says_which_picture_it_means(sample):
    titles = [row["title"] for row in sample.rows]
    assert len(set(titles)) == len(titles)


def test_every_photograph_says_where_it_comes_from(sample):
    for row in sample.rows[: len(PHOTOGRAPHS)]:
        assert row["source_url"].startswith(("https://", "http://")), row["file"]


def test_every_article_has_a_title_of_its_own_and_a_few_paragraphs(sample):
    titles = set()
    for name, text in sample.articles.items():
        heading, _, body = text.partition("\n\n")
        assert heading.startswith("# ") and "\n" not in heading, name
        assert len(body.split()) >= 70 and "\n\n" in body, name
        titles.add(heading)
    assert len(titles) == len(sample.articles) >= 40


def test_every_picture_an_article_links_to_is_in_the_corpus(sample):
    links = [link for text in sample.articles.values() for link in LINK.findall(text)]
    assert len(links) >= 20
    for link in links:
        assert (sample.folder / "articles" / link).resolve().is_file(), link


def test_a_photograph_is_a_byte_for_byte_copy_of_the_package_s_file(sample):
    original = Path(find_spec("skimage").origin).parent / "data" / "chelsea.png"
    assert (sample.folder / "pictures" / "chelsea.png").read_bytes() == original.read_bytes()


def test_a_package_that_is_not_installed_is_named_with_the_command_that_mends_it():
    with pytest.raises(
        SamplePackagesMissing, match=r'package no_such_package.*pip install "sightline\[sample\]"'
    ):
        find_picture("no_such_package", "data/cat.png")


def test_a_picture_that_a_package_lacks_is_named():
    with pytest.raises(SamplePackagesMissing, match=r"data/no_such\.png of the package skimage"):
        find_picture("skimage", "data/no_such.png")


def test_nothing_is_written_when_a_photograph_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.path", [])
    for package in ("skimage", "sklearn", "matplotlib"):
        monkeypatch.delitem(sys.modules, package, raising=False)
    with pytest.raises(SamplePackagesMissing):
        build(tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()
