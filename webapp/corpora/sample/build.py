"""Builds the sample corpus as a folder that any importer of folders can read."""

from pathlib import Path
from shutil import copyfile

from webapp.corpora.sample.flags import Flag, draw_flag
from webapp.corpora.sample.manifest import TAG_SEPARATOR, ManifestRow, write_manifest
from webapp.corpora.sample.nations import FLAGS
from webapp.corpora.sample.packages import find_picture
from webapp.corpora.sample.photographs import PHOTOGRAPHS, Photograph

ARTICLES = Path(__file__).parent / "articles"


def build(folder: Path) -> None:
    """Write `pictures/`, `articles/*.md` and `manifest.csv` into `folder`, which is made if need be.

    The same packages give the same bytes, so a second call changes nothing. Other files are left alone.
    Raises SamplePackagesMissing before anything is written when a photograph cannot be found.
    """
    photographs = [
        (photograph, find_picture(photograph.package, photograph.path)) for photograph in PHOTOGRAPHS
    ]
    for name in ("pictures", "articles"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for photograph, source in photographs:
        copyfile(source, folder / photograph.file)
    for flag in FLAGS:
        draw_flag(flag).save(folder / flag.file, format="PNG", optimize=True)
    for article in sorted(ARTICLES.glob("*.md")):
        copyfile(article, folder / "articles" / article.name)
    write_manifest(folder / "manifest.csv", [*map(_photograph_row, PHOTOGRAPHS), *map(_flag_row, FLAGS)])


def _photograph_row(photograph: Photograph) -> ManifestRow:
    return ManifestRow(
        file=photograph.file,
        title=photograph.title,
        caption=photograph.caption,
        tags=TAG_SEPARATOR.join(photograph.tags.split()),
        source_url=photograph.source_url,
        license=photograph.license,
    )


def _flag_row(flag: Flag) -> ManifestRow:
    return ManifestRow(
        file=flag.file,
        title=f"Flag of {flag.country}",
        caption=flag.caption,
        tags=TAG_SEPARATOR.join(("flag", flag.country)),
        source_url="",
        license="Apache-2.0 (drawn by Sightline)",
    )
