"""The questions about the sample corpus, and their pictures, which are never the stored files themselves.

Usage: python benchmarks/sample_pictures.py OUT
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageEnhance

QUESTIONS = Path(__file__).with_name("sample_questions.jsonl")


@dataclass(frozen=True)
class Recipe:
    """How a question's picture is made from `source`, a file of the corpus folder.

    `crop` is (left, top, right, bottom) in 0..1000 units of the source; `scale` then multiplies both sides,
    `brightness` the pixel values; `quality` is JPEG's.
    """

    source: str
    crop: tuple[int, int, int, int]
    scale: float
    quality: int
    brightness: float


@dataclass(frozen=True)
class SampleQuestion:
    """A question with the file names of its pictures and what a right answer mentions.

    An answer is right if it contains one of every group of `answers`, as whole words in any case.
    No groups: the corpus cannot answer, and saying so is right. `hops` counts the facts that must be chained.
    """

    id: str
    question: str
    images: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]
    hops: int
    recipes: tuple[Recipe, ...]


def read_questions(path: Path = QUESTIONS) -> list[SampleQuestion]:
    """Read the questions of a JSON Lines file in file order."""
    return [_parse(line) for line in path.read_text(encoding="utf-8").splitlines()]


def make_question_pictures(
    corpus_folder: Path, out_folder: Path, questions: Iterable[SampleQuestion]
) -> None:
    """Write the pictures of `questions` as JPEG files into `out_folder`, from a built corpus folder."""
    out_folder.mkdir(parents=True, exist_ok=True)
    for question in questions:
        for name, recipe in zip(question.images, question.recipes, strict=True):
            picture = vary(corpus_folder / recipe.source, recipe)
            picture.save(out_folder / name, format="JPEG", quality=recipe.quality)


def vary(source: Path, recipe: Recipe) -> Image.Image:
    """Crop, scale and brighten the picture at `source` as `recipe` says, in RGB."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    left, top, right, bottom = recipe.crop
    width, height = picture.size
    cut = picture.crop(
        (left * width // 1000, top * height // 1000, right * width // 1000, bottom * height // 1000)
    )
    small = cut.resize((round(cut.width * recipe.scale), round(cut.height * recipe.scale)))
    return ImageEnhance.Brightness(small).enhance(recipe.brightness)


def _parse(line: str) -> SampleQuestion:
    fields = json.loads(line)
    return SampleQuestion(
        id=fields["id"],
        question=fields["question"],
        images=tuple(fields["images"]),
        answers=tuple(tuple(group) for group in fields["answers"]),
        hops=fields["hops"],
        recipes=tuple(Recipe(**recipe | {"crop": tuple(recipe["crop"])}) for recipe in fields["recipes"]),
    )


def main() -> None:
    """Build the corpus in a temporary folder and write the question pictures where the user says."""
    parser = argparse.ArgumentParser(description="Write the pictures of the sample questions.")
    parser.add_argument("out", type=Path, help="folder to write into")
    out_folder = parser.parse_args().out
    # Run by its path, Python sees only this file's folder; the product's packages lie beside it.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from webapp.corpora.sample.build import build

    questions = read_questions()
    with TemporaryDirectory() as folder:
        build(Path(folder))
        make_question_pictures(Path(folder), out_folder, questions)
    print(f"{sum(len(question.images) for question in questions)} pictures in {out_folder}")


if __name__ == "__main__":
    main()
