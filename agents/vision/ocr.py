"""Text in pictures: PP-OCRv6 through RapidOCR, with the models of its own package."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL.Image import Image, Resampling
from PIL.Image import new as new_image

from agents.errors import SightlineError
from agents.messages import message as _
from agents.vision.pixels import shrink_inside, to_rgb
from media_store.boxes import UNITS, Box

VERSION = "ocr-1"
"""Raise it whenever the models, or how they are used, change: what was read before is read anew then."""

MAX_SIDE = 1600
"""Pixels; larger pictures are scaled down, since time grows with their area."""
MIN_SIDE = 6
"""Pixels; nobody can write in less."""
MAX_RATIO = 4
MIN_CONFIDENCE = 0.7
"""Below it, what was read are mostly edges and textures that look like letters."""
MIN_CONTRAST = 8
"""Of 256 steps, in each colour, between letters and their ground."""
GLANCE_SIDE = 320
GLANCE_REDUCTION = 2
GLANCE_THRESHOLD = 0.2
"""A glance sees the shorter side at a half, but not below 320 pixels; the detector itself asks for 0.3."""
THREADS = 2
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}
# The detector keeps state between calls; a lock costs little, since one call keeps THREADS cores busy.
_lock = threading.Lock()


class OcrUnavailable(SightlineError):
    """The models of text recognition are missing from the installation."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line of text with its rectangle in the picture and the recogniser's confidence in 0..1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrResult:
    """The lines of a picture from top to bottom; `text` is theirs, one a line."""

    lines: tuple[OcrLine, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_text(image: Image) -> OcrResult:
    """The text in a picture; without lines when there is none. Takes about a second for a megapixel.

    Raises OcrUnavailable when the models are not installed, UnreadablePicture for a broken picture.
    """
    shown = shrink_inside(to_rgb(image), MAX_SIDE)
    if min(shown.size) < MIN_SIDE:
        return OcrResult()
    pixels = np.array(_widen(shown))
    with _lock:
        # RapidOCR wants the channels as OpenCV orders them.
        found = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]))
    if found.boxes is None:
        return OcrResult()
    lines = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score >= MIN_CONFIDENCE:
            # The upright rectangle around four corners.
            scaled = np.asarray(corners) * UNITS / shown.size
            x0, y0 = np.floor(scaled.min(axis=0)).clip(0, UNITS - 1).astype(int).tolist()
            x1, y1 = np.ceil(scaled.max(axis=0)).clip(1, UNITS).astype(int).tolist()
            lines.append(OcrLine(text, Box(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)), float(score)))
    return OcrResult(tuple(lines))


def may_have_text(image: Image) -> bool:
    """Whether reading the text in a picture is worth its time: a glance of the detector at a smaller copy.

    Raises what `read_text` raises.
    """
    shown = shrink_inside(to_rgb(image), MAX_SIDE)
    if min(shown.size) < MIN_SIDE:
        return False
    if int(np.ptp(np.asarray(shown), axis=(0, 1)).max()) < MIN_CONTRAST:
        return False  # No two pixels differ enough to be read; the detector would see text in them.
    wide = _widen(shown)
    side = max(GLANCE_SIDE, min(wide.size) // GLANCE_REDUCTION)
    scale = min(1.0, side / min(wide.size))
    width, height = (max(32, round(length * scale / 32) * 32) for length in wide.size)
    pixels = np.asarray(wide.resize((width, height), Resampling.BILINEAR, reducing_gap=2.0), np.float32)[
        :, :, ::-1
    ]
    scaled = np.ascontiguousarray((pixels / 127.5 - 1.0).transpose(2, 0, 1)[np.newaxis])
    with _lock:
        return float(_detector()(scaled).max()) >= GLANCE_THRESHOLD


@cache
def _detector() -> Any:
    """The network of the engine that marks text in pixels; it is made when the engine is first used."""
    engine = _engine()
    engine(np.full((64, 64, 3), 255, np.uint8))
    return engine.text_det.session


@cache
def _engine() -> Any:
    """The engine, loaded once; Any, because RapidOCR's types do not describe its results."""
    import onnxruntime
    import rapidocr

    onnxruntime.disable_telemetry_events()
    folder = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(params=_parameters(folder))


def _parameters(folder: Path) -> dict[str, Any]:
    """Settings with the path of every model, for RapidOCR downloads what it is not given."""
    missing = [name for name in _MODELS.values() if not (folder / name).is_file()]
    if missing:
        raise OcrUnavailable(
            _(
                "RapidOCR is installed without %(files)s: install the version of rapidocr that "
                "constraints.txt names.",
                files=", ".join(missing),
            )
        )
    return {
        **{setting: str(folder / name) for setting, name in _MODELS.items()},
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }


def _widen(image: Image) -> Image:
    """The picture, with white added right or below until its sides are no more than 4:1.

    RapidOCR scales the shorter side up to 736 pixels: a thin strip would grow until memory runs out.
    """
    width, height = image.size
    size = (max(width, height // MAX_RATIO), max(height, width // MAX_RATIO))
    if size == image.size:
        return image
    canvas = new_image("RGB", size, "white")
    canvas.paste(image)
    return canvas
