"""What can be read from pixels without a vision model: text, colours, fingerprints."""

from agents.vision.colours import Colour, dominant_colours
from agents.vision.fingerprints import are_near_duplicates, fingerprint, hamming_distance, perceptual_hash
from agents.vision.ocr import OcrLine, OcrResult, OcrUnavailable, read_text

__all__ = [
    "Colour",
    "OcrLine",
    "OcrResult",
    "OcrUnavailable",
    "are_near_duplicates",
    "dominant_colours",
    "fingerprint",
    "hamming_distance",
    "perceptual_hash",
    "read_text",
]
