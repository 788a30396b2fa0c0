"""Measure the built-in encoder and text recognition on the sample corpus. Prints tables, asserts nothing.

Usage: python -m benchmarks.encoders
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from agents.retrieval.encoders import builtin, load_encoder
from agents.retrieval.encoders.base import Encoder, Vectors, normalise
from agents.retrieval.encoders.components.classifier import SIDE, Classification, ImageNetClassifier
from agents.retrieval.encoders.components.colour_histogram import colour_histograms
from agents.retrieval.encoders.components.made_files import MadeFiles
from agents.vision import are_near_duplicates, fingerprint, hamming_distance, perceptual_hash, read_text
from agents.vision.lab import to_lab
from agents.vision.pixels import grid_means, squeeze, to_rgb
from webapp.corpora.sample.flags import draw_flag
from webapp.corpora.sample.nations import FLAGS
from webapp.corpora.sample.packages import find_picture
from webapp.corpora.sample.photographs import PHOTOGRAPHS

BATCH_SIZES = (1, 4, 16, 64)
COLOUR_WEIGHTS = (0.0, 0.1, 0.2, 0.35, 0.5, 1.0)
LABELLED = ("chelsea.png", "coffee.png", "rocket.jpg", "motorcycle_left.png", "china.jpg", "grace_hopper.jpg")
OCR_PICTURES = ("page.png", "text.png", "chelsea.png")

Change = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Sample:
    """A picture of the sample corpus; `is_flag` tells drawings from photographs."""

    name: str
    caption: str
    image: Image.Image
    is_flag: bool


def main() -> None:
    samples = read_samples()
    started = time.perf_counter()
    encoder = load_encoder("builtin")
    print(f"{encoder.version}: loaded in {time.perf_counter() - started:.1f} s")
    print(f"{dict(encoder.spaces)}, passages {encoder.passage_dimension}")
    print_throughput(encoder, samples)
    print_labels(encoder, samples)
    classifier = ImageNetClassifier(MadeFiles())
    changed = {name: [change(sample.image) for sample in samples] for name, change in CHANGES.items()}
    print_recall(classifier, samples, changed)
    print_similarities(encoder, samples, changed)
    print_fingerprints(samples, changed)
    print_text_recognition(samples)


def read_samples() -> list[Sample]:
    photographs = []
    for photograph in PHOTOGRAPHS:
        path = find_picture(photograph.package, photograph.path)
        with Image.open(path) as image:
            photographs.append(Sample(path.name, photograph.caption, to_rgb(image), False))
    flags = [Sample(flag.country, f"flag: {flag.caption}", draw_flag(flag), True) for flag in FLAGS]
    return photographs + flags


def crop(share: float, left: float, top: float) -> Change:
    """Keep `share` of both sides; `left` and `top` say where in what is left over, 0..1."""

    def change(image: Image.Image) -> Image.Image:
        width, height = int(image.width * share), int(image.height * share)
        x, y = int((image.width - width) * left), int((image.height - height) * top)
        return image.crop((x, y, x + width, y + height))

    return change


def recompress(image: Image.Image) -> Image.Image:
    file = BytesIO()
    image.save(file, "JPEG", quality=30)
    with Image.open(file) as compressed:
        return compressed.convert("RGB")


def brighten(factor: float) -> Change:
    return lambda image: ImageEnhance.Brightness(image).enhance(factor)


def quarter(image: Image.Image) -> Image.Image:
    return image.resize((max(1, image.width // 4), max(1, image.height // 4)), Image.Resampling.BICUBIC)


def colour_layouts(images: Sequence[Image.Image], grid: int = 4) -> Vectors:
    """(n, 48): the mean colours of a grid, which histograms took the place of."""
    layouts = to_lab(np.stack([grid_means(image, grid) for image in images]))
    layouts[..., 0] = (layouts[..., 0] - layouts[..., 0].mean(axis=(1, 2), keepdims=True)) / 2
    rows = layouts.reshape(len(images), -1)
    return np.asarray(rows / np.sqrt((rows**2).sum(axis=1, keepdims=True) + (5 * grid) ** 2), np.float32)


COLOURS = {"layout": colour_layouts, "histogram": colour_histograms}
CHANGES: Mapping[str, Change] = {
    "crop 90": crop(0.9, 0.2, 0.8),
    "crop 80": crop(0.8, 1.0, 0.0),
    "crop 70": crop(0.7, 0.5, 0.5),
    "corner 70": crop(0.7, 0.0, 1.0),
    "corner 50": crop(0.5, 0.8, 0.2),
    "size 25": quarter,
    "jpeg 30": recompress,
    "mirror": ImageOps.mirror,
    "dark 70": brighten(0.7),
    "light 140": brighten(1.4),
}


def per_second(count: int, work: Callable[[], object], rounds: int = 3) -> float:
    """How many of `count` things a second `work` does; the best of several rounds after a first."""
    work()
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return count / min(seconds)


def print_throughput(encoder: Encoder, samples: Sequence[Sample]) -> None:
    images = [sample.image for sample in samples][: BATCH_SIZES[-1]]
    print("\nThroughput\nbatch    pictures/s")
    for size in BATCH_SIZES:
        batch = (images * 2)[:size]
        print(f"{size:5d}  {per_second(size, lambda batch=batch: encoder.describe_images(batch)):10.1f}")
    captions = [sample.caption for sample in samples]
    print(f"captions/s ({np.mean([len(c) for c in captions]):.0f} characters): ", end="")
    print(f"{per_second(len(captions), lambda: encoder.embed_texts(captions)):.1f}")
    print(f"single captions/s: {per_second(1, lambda: encoder.embed_texts(captions[:1]), 10):.1f}")


def print_labels(encoder: Encoder, samples: Sequence[Sample]) -> None:
    print("\nLabels")
    chosen = [sample for sample in samples if sample.name in LABELLED]
    for sample, labels in zip(chosen, encoder.label_images([s.image for s in chosen], 3), strict=True):
        print(f"{sample.name:22s}", ", ".join(f"{label.name} {label.probability:.2f}" for label in labels))


def classify(classifier: ImageNetClassifier, images: Sequence[Image.Image]) -> Classification:
    parts = [
        classifier.classify(np.stack([squeeze(image, SIDE) for image in images[start : start + 4]]))
        for start in range(0, len(images), 4)
    ]
    return Classification(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.logits for part in parts]),
    )


def print_recall(
    classifier: ImageNetClassifier, samples: Sequence[Sample], changed: Mapping[str, Sequence[Image.Image]]
) -> None:
    """Recall@1 of the unchanged picture among all, photographs / flags, by weight of the colour block."""
    is_flag = np.array([sample.is_flag for sample in samples])
    images = {"": [sample.image for sample in samples], **changed}
    found = {name: normalise(classify(classifier, pictures).features) for name, pictures in images.items()}
    print(f"\nSame picture after a change, recall@1 among {len(samples)}: photographs/flags in percent")
    print("colours   weight   all    ", "".join(f"{name:>11s}" for name in changed))
    for title, describe in COLOURS.items():
        colours = {name: describe(pictures) for name, pictures in images.items()}
        for weight in COLOUR_WEIGHTS:
            vectors = {name: builtin.join_appearance(found[name], colours[name], weight) for name in images}
            hits = {name: hits_at_1(vectors[name] @ vectors[""].T) for name in changed}
            cells = [share_cell(hit, is_flag) for hit in hits.values()]
            total = share_cell(np.mean(list(hits.values()), axis=0), is_flag)
            print(f"{title:9s} {weight:6.2f} {total:>9s}", "".join(f"{cell:>11s}" for cell in cells))


def hits_at_1(similarities: NDArray[np.float32]) -> NDArray[np.bool_]:
    hits: NDArray[np.bool_] = similarities.argmax(axis=1) == np.arange(len(similarities))
    return hits


def share_cell(hits: NDArray[np.floating] | NDArray[np.bool_], is_flag: NDArray[np.bool_]) -> str:
    return f"{100 * np.mean(hits[~is_flag]):.0f}/{100 * np.mean(hits[is_flag]):.0f}"


def print_similarities(
    encoder: Encoder, samples: Sequence[Sample], changed: Mapping[str, Sequence[Image.Image]]
) -> None:
    """What `similarity_ranges` is read from: cosines of matches and of everything else, photographs only."""
    photographs = [sample for sample in samples if not sample.is_flag]
    first = encoder.embed_images([sample.image for sample in photographs])
    copies = [encoder.embed_images(pictures[: len(photographs)]) for pictures in changed.values()]
    captions = encoder.embed_texts([sample.caption for sample in photographs])
    names = encoder.embed_texts([sample.name.partition(".")[0].replace("_", " ") for sample in photographs])
    print("\nCosines (percentiles)     unrelated 50, 95     match 10, 50")
    print_cosines("meaning: name, caption", [names @ captions.T])
    print_cosines("depicts: caption, photo", [captions @ first["semantic"].T])
    for title, space in (("looks", "appearance"), ("concept", "semantic")):
        print_cosines(f"{title}: changed, photo", [copy[space] @ first[space].T for copy in copies])


def print_cosines(title: str, tables: Sequence[NDArray[np.float32]]) -> None:
    matches = np.concatenate([np.diagonal(table) for table in tables])
    others = np.concatenate([table[~np.eye(len(table), dtype=bool)] for table in tables])
    low, high = np.percentile(others, [50, 95]), np.percentile(matches, [10, 50])
    print(f"{title:26s}  {low[0]:8.2f} {low[1]:8.2f}  {high[0]:10.2f} {high[1]:8.2f}")


def print_fingerprints(samples: Sequence[Sample], changed: Mapping[str, Sequence[Image.Image]]) -> None:
    prints = [fingerprint(sample.image) for sample in samples]
    hashes = [perceptual_hash(sample.image) for sample in samples]
    pairs = [(i, j) for i in range(len(samples)) for j in range(i)]
    by_hash = sum(hamming_distance(hashes[i], hashes[j]) <= 8 for i, j in pairs)
    wrong = [
        (samples[i].name, samples[j].name) for i, j in pairs if are_near_duplicates(prints[i], prints[j])
    ]
    print(f"\nNear-duplicates among {len(pairs)} pairs: {by_hash} by hash alone, by fingerprint {wrong}")
    is_flag = np.array([sample.is_flag for sample in samples])
    for name in ("size 25", "jpeg 30"):
        same = [are_near_duplicates(a, fingerprint(b)) for a, b in zip(prints, changed[name], strict=True)]
        print(
            f"copies recognised after {name}: {share_cell(np.array(same), is_flag)} of 100 photographs/flags"
        )


def print_text_recognition(samples: Sequence[Sample]) -> None:
    print("\nText recognition\npicture           megapixels  lines  seconds")
    for sample in (sample for sample in samples if sample.name in OCR_PICTURES):
        scaled = sample.image.resize(megapixel(sample.image.size))
        lines = read_text(scaled).lines
        seconds = 1 / per_second(1, lambda image=scaled: read_text(image))
        print(f"{sample.name:18s} {scaled.width * scaled.height / 1e6:8.2f} {len(lines):6d} {seconds:8.2f}")


def megapixel(size: tuple[int, int]) -> tuple[int, int]:
    scale = (1e6 / (size[0] * size[1])) ** 0.5
    return round(size[0] * scale), round(size[1] * scale)


if __name__ == "__main__":
    main()
