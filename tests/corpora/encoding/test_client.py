"""The client of the service: which address it asks, and what it says when none is of use."""

from concurrent.futures import ThreadPoolExecutor
from socket import socket
from threading import Event

import numpy as np
import pytest
from PIL import Image

from agents.errors import EncodingUnavailable, StaleIndex, UnreadablePicture
from agents.messages import message, sentence_of
from agents.retrieval.encoders import Encoder, EncoderUnavailable, UnknownEncoder, load_encoder
from agents.retrieval.encoders.hashing import HashingEncoder
from tests.support.encoding_service import KEY, OPENED, GatedEncoder, client_of, closed_address, serving
from tests.support.web_server import WebServer, page
from webapp.corpora.encoding import remote
from webapp.corpora.encoding.client import EncodingClient
from webapp.corpora.encoding.remote import RemoteEncoder


def encoder_of(client: EncodingClient, name: str = "hashing") -> RemoteEncoder:
    return RemoteEncoder(client, name, client.describe(name))


def test_nobody_at_the_address_is_told() -> None:
    with pytest.raises(EncodingUnavailable, match="does not answer") as told:
        client_of(closed_address()).describe("hashing")
    assert "127.0.0.1" in told.value.detail
    assert "127.0.0.1" not in str(told.value)


def test_no_address_is_told_with_what_to_start() -> None:
    with pytest.raises(EncodingUnavailable, match=r"does not run. It is started by manage.py serve"):
        client_of().describe("hashing")


def test_another_key_is_told() -> None:
    with serving() as address, pytest.raises(EncodingUnavailable, match="SIGHTLINE_SECRET_KEY"):
        client_of(address, key="another").describe("hashing")


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "302 Found"])
def test_another_program_is_told(status: str) -> None:
    with WebServer() as server, pytest.raises(EncodingUnavailable, match="Another program"):
        server.pages["/encoder?name=hashing"] = page(b"<html>", status=status)
        client_of(f"http://{server.host}").describe("hashing")


def test_what_is_wrong_with_the_name_is_told() -> None:
    with serving() as address, pytest.raises(UnknownEncoder, match="There are: builtin, hashing"):
        client_of(address).describe("crystal-ball")


def test_why_an_encoder_does_not_load_is_told() -> None:
    def load(_name: str) -> Encoder:
        raise EncoderUnavailable(message("Its weights in %(path)s are damaged.", path="/models"))

    with serving(load) as address, pytest.raises(EncoderUnavailable, match="damaged") as told:
        client_of(address).describe("hashing")
    assert sentence_of(told.value).values == {"path": "/models"}  # type: ignore[attr-defined]


def test_an_address_that_is_away_is_passed_over() -> None:
    with serving() as address:
        client = client_of(closed_address(), address)
        for _ in range(3):
            assert client.describe_anew("hashing").version == "hashing-1"


def test_addresses_take_turns() -> None:
    asked: list[str] = []

    def noting(place: str) -> HashingEncoder:
        asked.append(place)
        return HashingEncoder()

    with (
        serving(lambda name: noting("first"), first="") as first,
        serving(lambda name: noting("second"), first="") as second,
    ):
        client = client_of(first, second)
        for name in ("a", "b", "c", "d"):
            client.describe_anew(name)
    assert sorted(asked[2:]) == ["first", "first", "second", "second"]


def test_a_busy_service_is_told() -> None:
    encoder = GatedEncoder()
    try:
        with serving(lambda _name: encoder, wait_seconds=0.01) as address:
            remote_encoder = encoder_of(client_of(address))
            with pytest.raises(EncodingUnavailable, match="Too much is being encoded") as told:
                remote_encoder.embed_texts(["a red ball"])
    finally:
        encoder.gate.set()
    assert told.value.is_busy


def test_a_busy_service_is_left_to_others() -> None:
    encoder = GatedEncoder()
    try:
        with serving(lambda _name: encoder, wait_seconds=0.01) as busy, serving() as free:
            remote_encoder = encoder_of(client_of(busy, free))
            for _ in range(2):
                assert remote_encoder.embed_texts(["a red ball"]).shape == (1, 256)
    finally:
        encoder.gate.set()


def test_an_encoder_of_another_version_is_described_anew() -> None:
    with serving() as before:
        addresses = [before]
        OPENED.append(client := EncodingClient(lambda: addresses, lambda: KEY))
        stale = encoder_of(client)
        newer = HashingEncoder()
        newer.version = "hashing-2"
        with serving(lambda _name: newer) as after:
            addresses[:] = [after]
            with pytest.raises(StaleIndex, match="another version"):
                stale.embed_queries(["a red ball"])
            assert client.describe("hashing").version == "hashing-2"


def test_a_connection_that_is_cut_is_tried_again() -> None:
    described = page(
        b'{"version":"v","query_space":"s","spaces":{},"similarity_ranges":{},"sentences":'
        b'{"name":"n","version":"v","dimension":1,"similarity_range":[0,1]}}'
    )

    def cut_once(connection: socket, _closing: Event) -> None:
        server.pages["/encoder?name=hashing"] = described
        connection.close()

    with WebServer() as server:
        server.pages["/encoder?name=hashing"] = cut_once
        assert client_of(f"http://{server.host}").describe("hashing").version == "v"


def test_everybody_gets_their_own_vectors() -> None:
    local = load_encoder("hashing")
    texts = [f"number {number} of the many" for number in range(40)]
    with serving() as address, ThreadPoolExecutor(8) as pool:
        remote_encoder = encoder_of(client_of(address))
        found = list(pool.map(lambda text: remote_encoder.embed_queries([text])[0], texts))
    assert np.array_equal(found, local.embed_queries(texts))


def test_many_texts_and_pictures_go_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "USUAL_PICTURES_BYTES", 2 * 30 * 20 * 3)
    local = load_encoder("hashing")
    texts = [f"number {number}" for number in range(150)]
    pictures = [Image.new("RGB", (30, 20), (number, 90, 255 - number)) for number in range(9)]
    with serving() as address:
        remote_encoder = encoder_of(client_of(address))
        assert np.array_equal(remote_encoder.embed_passages(texts), local.embed_passages(texts))
        ours, theirs = local.describe_images(pictures), remote_encoder.describe_images(pictures)
    assert theirs.labels == ours.labels
    assert all(np.array_equal(theirs.vectors[space], ours.vectors[space]) for space in local.spaces)


def test_halves_of_characters_travel() -> None:
    with serving() as address:
        vectors = encoder_of(client_of(address)).embed_texts(["a \ud800 ball"])
    assert np.array_equal(vectors, load_encoder("hashing").embed_texts(["a \ud800 ball"]))


def test_too_large_a_picture_is_refused() -> None:
    with serving() as address, pytest.raises(UnreadablePicture, match="too large"):
        encoder_of(client_of(address)).embed_images([Image.new("RGB", (5000, 5000))])
