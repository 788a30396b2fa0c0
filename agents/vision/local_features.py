"""Whether two pictures show the same picture: local features, matched and held against one plane.

A copy in a window, a piece of a picture, a turned one or a photographed screen share many small places with
the original in one geometry, however little the whole pictures look alike (Lowe, IJCV 2004; RootSIFT:
Arandjelović and Zisserman, CVPR 2012).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from agents.vision.light import same_colours
from agents.vision.pixels import Pixels, to_rgb
from media_store.boxes import UNITS, Box

LONG_SIDE = 512
"""Pixels to which a picture is scaled, up or down: small copies have few places of their own."""

MAX_FEATURES = 1500
"""A page of text has many more, of which others than these may be left of a copy."""

RATIO = 0.8
"""A place matches when its nearest neighbour is nearer than the second by this factor."""

MAX_ERROR_PIXELS = 5.0
MIN_MATCHES = 6
COMPARED_SIDE, NEIGHBOURHOOD = 256, 15
"""Pixels of the longer side of a picture whose pixels are compared, and of the squares that are."""

MIN_TILE_AGREEMENT = 0.5
"""From which a plane is believed; without one, pictures are compared as a whole."""

COLOUR_SIDE = 64
"""Pixels of the longer side of a picture whose colours are compared."""

SOFTNESS, MIN_SPREAD = 1.0, 6.0
"""Pixels that both are blurred by first, and greys (standard deviation, of 255) that are something to see."""

MAX_SHARE = 0.85
"""Share of a picture's area from which a part of it is taken for the whole."""

MIN_SCALE, MAX_SCALE = 0.08, 12.0
"""Areas that a plane may be scaled by; what is smaller or larger is a degenerate fit."""


@dataclass(frozen=True, slots=True)
class LocalFeatures:
    """Places of a picture, (n, 2) in pixels of its scaled `size`, and (n, 128) descriptors of length 1.

    `grey` is the picture itself, smaller, by which what agrees in places is held against all pixels, and
    `colours` (height, width, 3) by which copies are told apart that are of one design.
    """

    size: tuple[int, int]
    places: NDArray[np.float32]
    descriptors: NDArray[np.float16]
    grey: NDArray[np.float32]
    colours: Pixels


@dataclass(frozen=True, slots=True)
class SharedPlaces:
    """How many places of two pictures agree on one plane, and how far what lies between them does, 0..1.

    `box` is the part of the second picture that the first one shows, None where it is most of it. `colours`
    is how far their colours agree, 0..1, in whatever light: there, or of the whole pictures without a plane.
    """

    count: int = 0
    agreement: float = 1.0
    box: Box | None = None
    colours: float = 0.0


def local_features(image: Image.Image) -> LocalFeatures:
    """At most MAX_FEATURES of the most marked places of a picture; a plain one has none."""
    rgb = to_rgb(image)
    grey = rgb.convert("L")
    size = _scaled(grey, LONG_SIDE)
    small = np.asarray(_shrunk(grey, COMPARED_SIDE), np.float32), np.asarray(_shrunk(rgb, COLOUR_SIDE))
    detector = cv2.SIFT.create(nfeatures=MAX_FEATURES, contrastThreshold=0.03)
    places, descriptors = detector.detectAndCompute(np.asarray(grey.resize(size)), None)
    if descriptors is None or not len(places):
        return LocalFeatures(size, np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float16), *small)
    rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9))
    points = np.array([place.pt for place in places], np.float32)
    return LocalFeatures(size, points, rooted.astype(np.float16), *small)


def mirrored_features(image: Image.Image) -> LocalFeatures:
    """Those of the picture's mirror image: descriptors know left from right."""
    return local_features(ImageOps.mirror(to_rgb(image)))


def shared_places(first: LocalFeatures, second: LocalFeatures) -> SharedPlaces:
    """The places of two pictures that agree on one plane; unrelated pictures share fewer than ten."""
    plane, count = _plane(first, second)
    agreement = 1.0 if plane is None else _agreement(plane, first, second)
    if plane is None or agreement < MIN_TILE_AGREEMENT:
        whole = np.diag([*np.divide(second.size, first.size), 1.0])
        return SharedPlaces(count, agreement, colours=_colours(whole, first, second))
    # Where the outline of the first picture falls in the second.
    width, height = first.size
    corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float64)
    seen = cv2.perspectiveTransform(corners, plane).reshape(4, 2) / second.size
    low, high = (np.clip(edge, 0.0, 1.0) for edge in (seen.min(axis=0), seen.max(axis=0)))
    part = None
    if 0 < float(np.prod(high - low)) < MAX_SHARE:
        x0, y0 = (int(edge) for edge in np.floor(low * UNITS))
        x1, y1 = (int(edge) for edge in np.ceil(high * UNITS))
        part = Box(x0, y0, x1, y1)
    return SharedPlaces(count, agreement, part, _colours(plane, first, second))


def _plane(first: LocalFeatures, second: LocalFeatures) -> tuple[NDArray[np.float64] | None, int]:
    """How the places of the first picture lie on the second one, and how many do; None if they do not."""
    if min(len(first.places), len(second.places)) < MIN_MATCHES:
        return None, 0
    pairs = _pairs(first.descriptors.astype(np.float32), second.descriptors.astype(np.float32))
    if len(pairs) < MIN_MATCHES:
        return None, 0
    source, target = first.places[pairs[:, 0]], second.places[pairs[:, 1]]
    found, inliers = cv2.findHomography(source, target, cv2.RANSAC, MAX_ERROR_PIXELS, maxIters=500)
    if found is None or abs(found[2, 2]) < 1e-9:
        return None, 0
    # A seen picture is neither folded, nor turned inside out, nor squeezed to nothing.
    plane = np.asarray(found, np.float64)
    scaled = plane / plane[2, 2]
    area = float(np.linalg.det(scaled[:2, :2]))
    if not (MIN_SCALE**2 < area < MAX_SCALE**2 and abs(scaled[2, :2]).max() < 0.01):
        return None, 0
    kept = inliers.ravel().astype(bool)
    # Many places that fall on one are no agreement.
    return plane, min(len(np.unique(np.round(points[kept]), axis=0)) for points in (source, target))


def _scaled(image: Image.Image, side: int) -> tuple[int, int]:
    """Its size when the longer side is scaled, up or down, to so many pixels."""
    scale = side / max(image.size)
    return max(8, round(image.width * scale)), max(8, round(image.height * scale))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    return image.resize(_scaled(image, side), Image.Resampling.BOX)


def _moved(
    plane: NDArray[np.float64],
    sizes: tuple[tuple[int, int], tuple[int, int]],
    shown: tuple[tuple[int, ...], tuple[int, ...]],
) -> NDArray[np.float64]:
    """The plane between two pictures, whose places are in pixels of `sizes`, in pixels of what is `shown`."""
    to_first, to_second = (
        np.diag([shape[1] / size[0], shape[0] / size[1], 1.0])
        for size, shape in zip(sizes, shown, strict=True)
    )
    return np.asarray(to_second @ plane @ np.linalg.inv(to_first), np.float64)


def _colours(plane: NDArray[np.float64], first: LocalFeatures, second: LocalFeatures) -> float:
    """How far the colours agree where the first picture lies on the second one, 0..1."""
    moved = _moved(plane, (first.size, second.size), (first.colours.shape, second.colours.shape))
    height, width = second.colours.shape[:2]
    seen = cv2.warpPerspective(first.colours, moved, (width, height), flags=cv2.INTER_AREA)
    whole = np.ones(first.colours.shape[:2], np.float32)
    covered = cv2.warpPerspective(whole, moved, (width, height)) > 0.99
    return same_colours(np.asarray(seen, np.uint8)[covered], second.colours[covered])


def _agreement(plane: NDArray[np.float64], first: LocalFeatures, second: LocalFeatures) -> float:
    """Mean correlation (0..1) of neighbourhoods where the first picture lies on the second one.

    Text of one font, or the axes of charts, share places though what they say differs. Neighbourhoods in
    which neither picture has anything to see do not count, nor does how bright they are.
    """
    moved = _moved(plane, (first.size, second.size), (first.grey.shape, second.grey.shape))
    size = second.grey.shape[::-1]
    seen = cv2.warpPerspective(first.grey, moved, size, flags=cv2.INTER_AREA)
    covered = cv2.warpPerspective(np.ones_like(first.grey), moved, size) > 0.99
    covered = cv2.erode(covered.astype(np.uint8), np.ones((NEIGHBOURHOOD, NEIGHBOURHOOD))) > 0
    one, other = (
        np.asarray(cv2.GaussianBlur(grey, (0, 0), SOFTNESS), np.float32) for grey in (seen, second.grey)
    )
    spread_one, spread_other = (np.maximum(_mean(g * g) - _mean(g) ** 2, 0) for g in (one, other))
    telling = covered & (np.maximum(spread_one, spread_other) > MIN_SPREAD**2)
    if not telling.any():
        return 0.0
    together = _mean(one * other) - _mean(one) * _mean(other)
    correlation = together / np.sqrt(np.maximum(spread_one * spread_other, 1.0))
    return float(np.clip(correlation[telling], 0.0, 1.0).mean())


def _mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each neighbourhood."""
    return np.asarray(cv2.blur(values, (NEIGHBOURHOOD, NEIGHBOURHOOD)), np.float32)


def _pairs(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.intp]:
    """Mutual nearest neighbours that are clearly nearer than the next one."""
    similarity = first @ second.T
    best = similarity.argmax(axis=1)
    back = similarity.argmax(axis=0)
    rows = np.flatnonzero(back[best] == np.arange(len(first)))
    two = -np.partition(-similarity[rows], 1, axis=1)[:, :2]
    distances = np.sqrt(np.maximum(2 - 2 * two, 0))
    rows = rows[distances[:, 0] < RATIO * distances[:, 1]]
    return np.column_stack([rows, best[rows]])
