"""The corpus of the long run: 300 drawn pictures and 45 records, in topics that share no word.

A topic's words find its pictures and passages and hardly anything else, so a script can ask for something new
in every turn, and knows how much a search will bring.
"""

import csv
from collections.abc import Iterator
from io import BytesIO
from itertools import count, islice
from pathlib import Path

import numpy as np
from PIL import Image

PICTURE_TOPICS, PICTURES_A_TOPIC = 33, 5
"""Topics of pictures alone: one for each search for pictures, which brings five."""

TEXT_TOPICS, PICTURES_A_RECORD = 45, 3
"""Topics with a record of two passages, and pictures: what a search for text brings is about 2 KB."""

SIZE = (1024, 768)

_SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu za qua xe cho stru".split()
_WORDS_A_TOPIC = 3
_PASSAGE = 600
"""Characters: with two passages and three pictures, what a search brings is told in about 2,000."""


def picture_query(number: int) -> str:
    """What finds the pictures of a topic of pictures, from 0."""
    return " ".join(_words(number))


def text_query(number: int) -> str:
    """What finds the record and the pictures of a topic of texts, from 0."""
    return " ".join(_words(PICTURE_TOPICS + number))


def write_corpus(folder: Path) -> None:
    """Pictures, records and a manifest with captions, to be imported."""
    (folder / "pictures").mkdir(parents=True)
    (folder / "records").mkdir()
    with (folder / "manifest.csv").open("w", newline="") as file:
        manifest = csv.writer(file)
        manifest.writerow(("file", "title", "caption"))
        for number, (title, caption) in enumerate(_captions()):
            name = f"pictures/{number:03}.jpg"
            (folder / name).write_bytes(_draw(number))
            manifest.writerow((name, title, caption))
    for number in range(TEXT_TOPICS):
        (folder / f"records/{number:02}.txt").write_text(_record(PICTURE_TOPICS + number))


def _words(topic: int) -> list[str]:
    """The words of a topic. They end in vowels, so that no stemmer makes two of them one."""
    numbers = range(topic * _WORDS_A_TOPIC, (topic + 1) * _WORDS_A_TOPIC)
    base = len(_SYLLABLES)
    return [
        _SYLLABLES[n % base] + _SYLLABLES[n // base % base] + _SYLLABLES[(7 * n + 3) % base] for n in numbers
    ]


def _captions() -> Iterator[tuple[str, str]]:
    """Title and caption of each picture."""
    for topic in range(PICTURE_TOPICS + TEXT_TOPICS):
        first, second, third = _words(topic)
        for copy in range(PICTURES_A_TOPIC if topic < PICTURE_TOPICS else PICTURES_A_RECORD):
            title = f"{first.capitalize()} {second.capitalize()}, plate {copy + 1}"
            yield title, f"The {third} of {first} at {second}, drawn from side {copy + 1} of the old survey."


def _record(topic: int) -> str:
    """Two paragraphs, each as long as a passage."""
    first, second, third = _words(topic)
    return "\n\n".join(
        _paragraph(
            f"Sheet {sheet} of the survey describes {first} and the {third} of {second}.", 1000 * topic
        )
        for sheet in (1, 2)
    )


def _paragraph(opening: str, seed: int) -> str:
    lines = (
        f"Line {n} was measured twice and entered by hand into the book of that year." for n in count(seed)
    )
    text = " ".join([opening, *islice(lines, 8)])
    return f"{text[: _PASSAGE - 1]}."


def _draw(number: int) -> bytes:
    """A JPEG of soft shapes under fine noise: as large as a photograph of its size."""
    generator = np.random.default_rng(number)
    soft = Image.fromarray(generator.integers(0, 255, (9, 12, 3), dtype=np.uint8))
    pixels = np.asarray(soft.resize(SIZE, Image.Resampling.BICUBIC)).astype(np.int16)
    noisy = pixels + generator.integers(-8, 8, (*pixels.shape[:2], 1))
    target = BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(target, "JPEG", quality=85)
    return target.getvalue()
