"""What a picture finds: copies first, and never a surer hit below a less sure one."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from agents.retrieval.by_picture import (
    MIN_AGREEMENT,
    MIN_CONFIDENCE,
    MIN_PLACES,
    CopyFinder,
    agreeing,
    features_of,
    is_copy,
    with_copies,
    with_variants,
)
from agents.retrieval.fusion import COPIES, ChannelHit, Fused, fuse
from agents.retrieval.lexical import Record, RecordKind
from agents.vision import fingerprint
from agents.vision.local_features import SharedPlaces, local_features, shared_places
from media_store import Box

pytestmark = pytest.mark.long

RECORDS = st.integers(1, 9).map(lambda number: Record(RecordKind.IMAGE, number))
LISTS = st.lists(
    st.builds(ChannelHit, RECORDS, st.floats(0, 1)), max_size=9, unique_by=lambda each: each.record
)
RECORD = Record(RecordKind.IMAGE, 1)
PLACES = st.dictionaries(RECORDS, st.integers(0, 200).map(SharedPlaces))
FUSED = st.dictionaries(st.sampled_from(["looks", "concept", "words"]), LISTS).map(fuse)


def drawn(seed: str) -> Image.Image:
    """A picture with many places of its own."""
    chance = random.Random(seed)
    image = Image.new("RGB", (600, 450), "white")
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        x, y, size = chance.randrange(600), chance.randrange(450), chance.randint(6, 60)
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice([pen.ellipse, pen.rectangle])((x, y, x + size, y + size), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.8))


@settings(max_examples=100)
@given(FUSED, PLACES, st.dictionaries(RECORDS, st.floats(0, 1)))
def test_what_is_surer_stands_higher(
    fused: list[Fused], places: dict[Record, SharedPlaces], likeness: dict[Record, float]
) -> None:
    for ranked in (with_copies(fused, places), with_variants(fused, likeness)):
        shown = [each.confidence for each in ranked]
        assert shown == sorted(shown, reverse=True)
        assert {each.record for each in fused} <= {each.record for each in ranked}


@settings(max_examples=50)
@given(FUSED, PLACES)
def test_only_enough_places_make_a_copy(fused: list[Fused], places: dict[Record, SharedPlaces]) -> None:
    for each in with_copies(fused, places):
        is_copy = COPIES in {placing.channel for placing in each.placings}
        assert is_copy == (places.get(each.record, SharedPlaces()).count >= MIN_PLACES)
        assert each.confidence >= MIN_CONFIDENCE or not is_copy


def test_a_piece_and_a_turn_share_places_with_their_picture() -> None:
    whole, original = drawn("a"), local_features(drawn("a"))
    piece = whole.crop((120, 90, 330, 250))
    for copy in (piece, whole.rotate(90, expand=True), whole.resize((96, 72))):
        assert shared_places(local_features(copy), original).count >= MIN_PLACES


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_shared_places_tell_which_part_is_shown(turn: int) -> None:
    box, whole = Box(200, 200, 550, 650), drawn("a")
    piece = whole.crop(box.to_pixels(*whole.size)).rotate(turn, expand=True)
    found = shared_places(local_features(piece), local_features(whole)).box
    assert found is not None
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx((200, 200, 550, 650), abs=15)


def test_a_picture_in_a_screenshot_is_no_part() -> None:
    screen = Image.new("RGB", (1200, 800), "grey")
    screen.paste(drawn("a"), (300, 200))
    found = shared_places(local_features(screen), local_features(drawn("a")))
    assert found.count >= MIN_PLACES
    assert found.box is None


def test_a_mirror_image_shares_places_when_it_is_looked_for() -> None:
    original, mirrored = local_features(drawn("a")), drawn("a").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    plain, both = (features_of(mirrored, is_mirrored=asked) for asked in (False, True))
    assert max(shared_places(each, original).count for each in plain) < MIN_PLACES
    assert max(shared_places(each, original).count for each in both) >= MIN_PLACES


def test_other_pictures_share_no_places() -> None:
    features = [local_features(drawn(f"other {number}")) for number in range(5)]
    pairs = [(a, b) for a in features for b in features if a is not b]
    assert max(shared_places(*pair).count for pair in pairs) < MIN_PLACES


def written(seed: str) -> Image.Image:
    """A page of words, all of which stand on other pages, too."""
    chance, image = random.Random(seed), Image.new("RGB", (620, 800), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    for line in range(30):
        words = " ".join(chance.choice("harbour lamp tide keeper stone bridge".split()) for _ in range(8))
        pen.text((50, 40 + 25 * line), words, "black", font)
    return image


def test_pages_in_the_same_words_are_no_copies() -> None:
    pages = [local_features(written(f"page {number}")) for number in range(4)]
    pairs = [shared_places(a, b) for a in pages for b in pages if a is not b]
    assert not any(map(is_copy, pairs))
    assert is_copy(shared_places(local_features(written("page 0").resize((310, 400))), pages[0]))


def test_a_fingerprint_that_agrees_counts_as_places() -> None:
    flag, other = Image.new("RGB", (90, 60), "white"), Image.new("RGB", (90, 60), "white")
    flag.paste("darkgreen", (0, 0, 30, 60))
    other.paste("navy", (0, 0, 30, 60))
    prints = [fingerprint(each) for each in (flag, flag.resize((60, 40)), other)]
    assert is_copy(agreeing(SharedPlaces(), prints[0], prints[1]))
    assert not is_copy(agreeing(SharedPlaces(), prints[0], prints[2]))
    assert agreeing(SharedPlaces(), prints[0], "") == SharedPlaces()


def test_places_without_agreement_make_no_copy() -> None:
    [found] = with_copies([Fused(RECORD, ())], {RECORD: SharedPlaces(90, MIN_AGREEMENT - 0.01)})
    assert found.placings == ()


def test_the_copy_that_shares_most_is_surest() -> None:
    others = [Record(RecordKind.IMAGE, number) for number in range(2, 5)]
    shared = {RECORD: SharedPlaces(400), **{each: SharedPlaces(90) for each in others}}
    found = with_copies([Fused(each, ()) for each in (*others, RECORD)], shared)
    assert found[0].record == RECORD
    assert found[0].confidence == 1.0 > found[1].confidence >= MIN_CONFIDENCE


def test_colours_decide_between_equal_copies() -> None:
    other, few = (Record(RecordKind.IMAGE, number) for number in (2, 3))
    shared = {
        other: SharedPlaces(100, colours=0.7),
        RECORD: SharedPlaces(90, colours=0.9),
        few: SharedPlaces(20, colours=1.0),
    }
    found = with_copies([Fused(each, ()) for each in shared], shared)
    assert [each.record for each in found] == [RECORD, other, few]


@pytest.mark.parametrize("light", [0.5, 1.0, 1.4])
def test_a_design_in_the_same_colours_is_surer(light: float) -> None:
    designs = [drawn("a").point(lambda v: 128 + v // 4)]
    designs += [
        Image.merge("RGB", [designs[0].split()[band] for band in order]) for order in ([1, 2, 0], [2, 0, 1])
    ]
    records = [Record(RecordKind.IMAGE, number) for number in range(3)]
    for right, design in zip(records, designs, strict=True):
        copy = local_features(design.resize((300, 225)).point(lambda v: min(255, int(v * light))))
        shared = {r: shared_places(copy, local_features(d)) for r, d in zip(records, designs, strict=True)}
        assert with_copies([Fused(each, ()) for each in records], shared)[0].record == right


def test_a_plain_picture_has_no_places() -> None:
    plain = local_features(Image.new("RGB", (300, 200), "teal"))
    assert len(plain.places) == 0
    assert shared_places(plain, plain) == SharedPlaces(colours=1.0)


def test_pictures_past_the_deadline_or_gone_are_not_compared() -> None:
    finder = CopyFinder({"a": drawn("a")}.__getitem__, clock=lambda: 10.0)
    queries = features_of(drawn("a"), is_mirrored=False)
    assert finder.places(queries, "a", deadline=10.0).count >= MIN_PLACES
    assert finder.places(queries, "a", deadline=9.0) == SharedPlaces()
    assert finder.places(queries, "b", deadline=10.0) == SharedPlaces()


def test_places_of_a_picture_are_computed_once() -> None:
    opened = []

    def open_picture(uid: str) -> Image.Image:
        opened.append(uid)
        return drawn(uid)

    finder, queries = CopyFinder(open_picture), features_of(drawn("a"), is_mirrored=False)
    assert finder.places(queries, "a", finder.deadline()) == finder.places(queries, "a", finder.deadline())
    assert opened == ["a"]
