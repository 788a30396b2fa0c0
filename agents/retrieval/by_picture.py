"""What a picture finds beside its vectors: copies of it, turned and cut ones too.

The vectors of whole pictures choose candidates. Where none of them is beyond doubt, turns, the mirror image
and parts of the query choose further ones. Local features then tell which of them show the very same picture.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from PIL import Image, ImageOps

from agents.retrieval.fusion import COPIES, SAME_PIXELS, Fused, Placing, by_confidence, with_placing
from agents.retrieval.lexical import Record
from agents.vision.fingerprints import are_near_duplicates, have_same_shapes
from agents.vision.local_features import (
    MIN_TILE_AGREEMENT,
    LocalFeatures,
    SharedPlaces,
    local_features,
    mirrored_features,
    shared_places,
)
from agents.vision.pixels import to_rgb

MIN_PLACES, MIN_AGREEMENT = 8, MIN_TILE_AGREEMENT
"""Of a copy. Pages and charts of one make share up to 17 places, but agree by 0.38 at most; a copy under a
banner agrees by 0.6, others by 0.8 and more: `python -m benchmarks.near_copies.tune`."""

CLEAR_PLACES = 30
"""From here on a copy is beyond doubt, and no other one is looked for."""

TWIN_PLACES, SHAPE_PLACES = 40, 5
"""What a fingerprint that agrees counts, in places: with its colours, and its shapes alone."""

MIN_CONFIDENCE = 0.95
"""Of a copy that shares little; the one that shares most has 1 if it is clear."""

TIED = 0.5
"""Share of what the best copy has from which another one's colours decide between them."""

SURE = 0.85
"""Likeness from which no parts and turns of the query choose further candidates."""

FEW, MANY = 5, 24
"""Hits that are compared by their places: the likest, and further ones where no copy is clear."""

MAX_SECONDS = 2.0
"""For comparing places in one search; what was not compared by then keeps its rank by likeness."""

KEPT_PICTURES = 1_000
"""Pictures whose places are kept in memory: about 650 KB each at most."""

VARIANT_SHARE = 0.95
"""What a likeness to a part or a turn of the query counts against one to the whole of it."""

_PARTS = (
    (0.2, 0.1, 0.75, 0.8),
    (0.15, 0.15, 0.85, 0.85),
    (0.3, 0.3, 0.7, 0.7),
    (0.0, 0.1, 0.55, 1.0),
    (0.45, 0.1, 1.0, 1.0),
)
"""Left, top, right and bottom of parts, in shares of the width and the height."""

_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)

Open = Callable[[str], Image.Image]
"""Opens the `view` of a picture by its UID. Raises KeyError for one that is gone."""


@dataclass(slots=True)
class CopyFinder:
    """Tells copies by their local features, which it computes on demand and keeps. Safe to share."""

    open: Open
    clock: Callable[[], float] = time.monotonic
    kept_pictures: int = KEPT_PICTURES
    _kept: "OrderedDict[str, LocalFeatures]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def deadline(self) -> float:
        """When a search that begins now has to stop comparing, by the clock."""
        return self.clock() + MAX_SECONDS

    def places(self, queries: Sequence[LocalFeatures], uid: str, deadline: float) -> SharedPlaces:
        """What a stored picture shares with the query that is nearest to it; nothing past the deadline."""
        features = self._features(uid) if self.clock() <= deadline else None
        if features is None:
            return SharedPlaces()
        found = (shared_places(query, features) for query in queries)
        return max(found, key=_weight, default=SharedPlaces())

    def _features(self, uid: str) -> LocalFeatures | None:
        with self._lock:
            if uid in self._kept:
                self._kept.move_to_end(uid)
                return self._kept[uid]
        try:
            found = local_features(self.open(uid))
        except KeyError:
            return None
        with self._lock:
            self._kept[uid] = found
            while len(self._kept) > self.kept_pictures:
                self._kept.popitem(last=False)
        return found


def features_of(image: Image.Image, *, is_mirrored: bool) -> list[LocalFeatures]:
    """The query's places, and where asked those of its mirror image."""
    whole = local_features(image)
    return [whole, mirrored_features(image)] if is_mirrored else [whole]


def variants(image: Image.Image) -> list[Image.Image]:
    """The query turned by quarters, mirrored, and the parts of it that a picture in a window may fill."""
    whole = to_rgb(image)
    turns = [whole.transpose(turn) for turn in _TURNS]
    width, height = whole.size
    parts = [
        whole.crop((round(x0 * width), round(y0 * height), round(x1 * width), round(y1 * height)))
        for x0, y0, x1, y1 in _PARTS
    ]
    return [*turns, ImageOps.mirror(whole), *(part for part in parts if min(part.size) >= 16)]


def by_looks(fused: Iterable[Fused]) -> list[Fused]:
    """Those that a channel of pixels found, the likest first, whatever is written about them."""
    seen = (each for each in fused if any(p.channel in SAME_PIXELS for p in each.placings))
    return sorted(seen, key=lambda each: (-likeness(each), -each.closeness))


def likeness(fused: Fused) -> float:
    """How much a picture is like the query by its pixels, 0..1."""
    return max((p.evidence for p in fused.placings if p.channel in SAME_PIXELS), default=0.0)


def agreeing(shared: SharedPlaces, print_: str, other: str) -> SharedPlaces:
    """The places that two pictures share, more where their fingerprints agree."""
    if not print_ or not other or not have_same_shapes(print_, other):
        return shared
    bonus = TWIN_PLACES if are_near_duplicates(print_, other) else SHAPE_PLACES
    # A few places that fall on a plane by chance tell nothing against it; many that do not agree do.
    is_contradicted = shared.count >= MIN_PLACES and shared.agreement < MIN_AGREEMENT
    agreement = shared.agreement if is_contradicted or bonus == SHAPE_PLACES else 1.0
    return replace(shared, count=shared.count + bonus, agreement=agreement, box=None)


def is_copy(shared: SharedPlaces, least: int = MIN_PLACES) -> bool:
    """Whether two pictures that share this are one and the same, or one is a part of the other."""
    return shared.count >= least and shared.agreement >= MIN_AGREEMENT


def with_copies(fused: Sequence[Fused], places: Mapping[Record, SharedPlaces]) -> list[Fused]:
    """The hits with what their shared places say, copies first, the one that shares most before others."""
    sure = _sureness({record: shared for record, shared in places.items() if is_copy(shared)})
    found = sorted(sure, key=lambda record: -sure[record])
    placings = {
        record: Placing(
            COPIES, rank, MIN_CONFIDENCE + (1 - MIN_CONFIDENCE) * sure[record], box=places[record].box
        )
        for rank, record in enumerate(found, start=1)
    }
    return by_confidence(
        with_placing(each, placings[each.record]) if each.record in placings else each for each in fused
    )


def with_variants(fused: Sequence[Fused], found: Mapping[Record, float]) -> list[Fused]:
    """The hits by their likeness to a part or turn of the query where it is greater, and further ones."""
    known = {each.record for each in fused}
    order = sorted(found, key=lambda record: -found[record])
    placings = {
        record: Placing("looks", rank, VARIANT_SHARE * found[record])
        for rank, record in enumerate(order, start=1)
    }
    better = []
    for each in fused:
        placing = placings.get(each.record)
        looks = next((own.confidence for own in each.placings if own.channel == "looks"), -1.0)
        is_better = placing is not None and placing.confidence > looks
        better.append(with_placing(each, placings[each.record]) if is_better else each)
    return by_confidence([*better, *(Fused(r, (placings[r],)) for r in order if r not in known)])


def _weight(shared: SharedPlaces) -> float:
    return shared.count * shared.agreement


def _sureness(copies: Mapping[Record, SharedPlaces]) -> dict[Record, float]:
    """How sure each copy is beside the others, 0..1: pages of one book have many places in common.

    Those that share nearly as much as the best one may be one design in several colours: which of them is
    the very picture, its colours tell.
    """
    most = max(map(_weight, copies.values()), default=1.0)
    sure = {r: min(1.0, each.count / CLEAR_PLACES) * _weight(each) / most for r, each in copies.items()}
    best = max(sure.values(), default=1.0)
    tied = {record: copies[record].colours for record in sure if sure[record] >= TIED * best}
    if likest := max(tied.values(), default=0.0):
        # Smaller differences are noise.
        shares = {record: round(colours / likest, 2) for record, colours in tied.items()}
        sure |= {record: best * (TIED + (1 - TIED) * share) for record, share in shares.items()}
    return sure
