"""Photographs and drawings of Debian's tuxpaint-stamps-default, with what they show in several languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from media_store.colours import flatten

FOLDER = Path("/usr/share/tuxpaint/stamps")
LANGUAGES = {"de": "de", "es": "es", "zh": "zh_CN"}
"""Each with its name in the descriptions; English comes first there, without one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture: its path below FOLDER, and what it shows, by language (`en` always)."""

    path: str
    shows: dict[str, str]

    def open(self) -> Image.Image:
        """In RGB, on white where it is transparent."""
        with Image.open(FOLDER / self.path) as image:
            return flatten(image)


def stamps() -> Iterator[Stamp]:
    """Those that say what they show, in the order of their paths."""
    for path in sorted(FOLDER.rglob("*.png")):
        text = path.with_suffix(".txt")
        # The mirrored twin of a stamp and its spoken name have files of their own, without words.
        if text.exists() and (shows := _shows(text)):
            yield Stamp(str(path.relative_to(FOLDER)), shows)


def _shows(text: Path) -> dict[str, str]:
    english, *lines = text.read_text(errors="replace").splitlines() or [""]
    named = dict(line.split(".utf8=", 1) for line in lines if ".utf8=" in line)
    found = {"en": english} | {code: named.get(name, "") for code, name in LANGUAGES.items()}
    return {code: words.strip() for code, words in found.items() if words.strip()} if english.strip() else {}
