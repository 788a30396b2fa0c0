"""A tiny OpenCLIP model with random weights, saved to disk, and every encoder by name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from agents.retrieval.encoders import Encoder, encoder_names, load_encoder
from agents.retrieval.torch_compat import import_torch_library
from tests.support.encoding_service import KEY, serving
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.encoding.remote import RemoteEncoder

TINY_MODEL = "sightline-tiny"
TINY_CONFIG = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 1, "layers": 1},
}


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of `sightline-tiny`, an architecture that open_clip knows from here on."""
    folder = tmp_path_factory.mktemp("openclip")
    config = folder / f"{TINY_MODEL}.json"
    config.write_text(json.dumps(TINY_CONFIG))
    open_clip = import_torch_library("open_clip")
    open_clip.add_model_config(config)
    torch.manual_seed(7)
    checkpoint = folder / "tiny.pt"
    torch.save(open_clip.create_model(TINY_MODEL).state_dict(), checkpoint)
    return checkpoint


@pytest.fixture(scope="session")
def openclip_encoder(tiny_checkpoint: Path, networks: Path) -> Encoder:
    return load_encoder(f"openclip:{TINY_MODEL}/{tiny_checkpoint}", networks)


@pytest.fixture(scope="session")
def remote_encoder() -> Iterator[Encoder]:
    """The hashing encoder in a service, as web processes have it."""
    with serving() as address:
        client = EncodingClient(lambda: [address], lambda: KEY)
        yield RemoteEncoder(client, "hashing", client.describe("hashing"))
        client.close()


WITHOUT_NETWORKS = {"hashing", "remote"}


@pytest.fixture(
    params=[
        pytest.param(name, marks=[] if name in WITHOUT_NETWORKS else pytest.mark.networks)
        for name in (*encoder_names(), "remote")
    ]
)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Every encoder in turn; one without a fixture `<name>_encoder` fails here."""
    found: Encoder = request.getfixturevalue(f"{request.param}_encoder")
    return found
