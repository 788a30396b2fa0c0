"""What every describer promises."""

from pathlib import Path

import pytest
from PIL import Image

from agents.describers import (
    DESCRIBERS,
    Describer,
    DescriberUnavailable,
    UnknownDescriber,
    load_describer,
)
from agents.looking.looks import picture_seen
from agents.retrieval.encoders import Encoder
from agents.retrieval.record_words import LABEL_PROBABILITY
from media_store import MediaStore
from tests.fixtures.harbour import draw_ferry, draw_lighthouse, to_png
from tests.support.tiny_models import save_captioner, save_pair_model


@pytest.fixture(scope="module")
def captioner(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_captioner(tmp_path_factory.mktemp("captioner"))


@pytest.fixture(params=["builtin", pytest.param("transformers", marks=pytest.mark.networks)], scope="module")
def describer(request: pytest.FixtureRequest, hashing_encoder: Encoder) -> Describer:
    """Every describer in turn."""
    name = request.param
    if name == "transformers":
        name += f":{request.getfixturevalue('captioner')}"
    return load_describer(name, hashing_encoder, reads_text=False)


def test_every_describer_is_tried() -> None:
    assert DESCRIBERS.names == ["builtin", "transformers"]


@pytest.mark.parametrize("image", [draw_ferry(), Image.new("RGB", (1, 1)), Image.new("RGB", (900, 3), "red")])
def test_a_picture_becomes_words(describer: Describer, image: Image.Image) -> None:
    described = describer.describe(image)
    assert described.colours
    assert all(LABEL_PROBABILITY <= label.probability <= 1 for label in described.labels)
    assert described.caption == " ".join(described.caption.split())
    assert describer.describe(image) == described


def test_likeness_is_a_cosine(describer: Describer) -> None:
    same = describer.similarity(draw_ferry(), draw_ferry())
    other = describer.similarity(draw_ferry(), draw_lighthouse())
    assert same == pytest.approx(1, abs=1e-4)
    assert -1 <= other < same


def test_its_name_loads_the_same_again(describer: Describer, hashing_encoder: Encoder) -> None:
    again = load_describer(describer.name, hashing_encoder, reads_text=False)
    assert again.describe(draw_ferry()) == describer.describe(draw_ferry())


@pytest.mark.networks
def test_a_look_has_the_caption(captioner: str, hashing_encoder: Encoder, tmp_path: Path) -> None:
    describer = load_describer(f"transformers:{captioner}", hashing_encoder, reads_text=False)
    store = MediaStore(str(tmp_path))
    look = picture_seen(store, describer, store.put(to_png(draw_ferry())).uid)
    assert look.caption == describer.describe(draw_ferry()).caption != ""


@pytest.mark.parametrize("name", ["oracle", "", "builtin:fast", "transformers:", "transformers"])
def test_unknown_names(name: str, hashing_encoder: Encoder) -> None:
    with pytest.raises(UnknownDescriber):
        load_describer(name, hashing_encoder, reads_text=False)


@pytest.mark.networks
def test_weights_of_another_kind_are_refused(tmp_path: Path, hashing_encoder: Encoder) -> None:
    source = save_pair_model(tmp_path, "BertForSequenceClassification")
    with pytest.raises(DescriberUnavailable, match="cannot be loaded: .*Give a folder with its config.json"):
        load_describer(f"transformers:{source}", hashing_encoder, reads_text=False)
