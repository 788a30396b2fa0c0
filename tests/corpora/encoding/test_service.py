"""What the service refuses, said over a real socket."""

from collections.abc import Callable, Iterator

import httpx
import numpy as np
import pytest
from safetensors.numpy import save

from agents.retrieval.encoders import Encoder, EncoderUnavailable, load_encoder
from tests.support.encoding_service import KEY, GatedEncoder, serving
from webapp.corpora.encoding import protocol, service

TEXTS = {"name": "hashing", "version": "hashing-1", "purpose": "texts", "texts": ["a red ball"]}
PICTURES = "/pictures?name=hashing&version=hashing-1&k=5"
PIXELS = save({"0": np.zeros((4, 6, 3), np.uint8)})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def asking(address: str) -> Iterator[httpx.Client]:
    with asking_at(address) as client:
        yield client


def asking_at(address: str, key: str = KEY) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"Authorization": f"Bearer {key}"}, timeout=60)


def losing(times: int) -> Callable[[str], Encoder]:
    """A loader of encoders whose weights are there after so many times."""
    lost = iter(range(times))

    def load(name: str) -> Encoder:
        if name == "any" and next(lost, None) is not None:
            raise EncoderUnavailable("It has no weights.")
        return load_encoder("hashing")

    return load


def refused(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, protocol.Refusal.model_validate_json(response.content).reason


def test_texts_become_vectors(asking: httpx.Client) -> None:
    [vector] = asking.post("/texts", json=TEXTS).json()["vectors"]
    assert np.linalg.norm(vector) == pytest.approx(1)


@pytest.mark.parametrize("key", ["x", KEY[:-1]])
def test_only_who_has_the_key_is_answered(address: str, key: str) -> None:
    with asking_at(address, key) as stranger:
        assert refused(stranger.get("/encoder?name=hashing")) == (401, "wrong_key")
        assert refused(stranger.post("/texts", json=TEXTS)) == (401, "wrong_key")
        assert refused(stranger.post(PICTURES, content=PIXELS)) == (401, "wrong_key")


def test_health_needs_no_key(address: str) -> None:
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_an_unknown_encoder_is_told_with_those_there_are(asking: httpx.Client) -> None:
    answer = asking.get("/encoder?name=crystal-ball")
    assert refused(answer) == (404, "unknown_encoder")
    assert "hashing" in answer.json()["sentence"]["values"]["encoders"]


def test_what_lost_its_weights_is_tried_again() -> None:
    with serving(losing(1)) as address, asking_at(address) as client:
        assert refused(client.get("/encoder?name=any")) == (424, "unavailable_encoder")
        assert client.get("/encoder?name=any").json()["version"] == "hashing-1"


def test_an_encoder_is_loaded_once_and_few_are_kept() -> None:
    loaded: list[str] = []

    def load(name: str) -> Encoder:
        loaded.append(name)
        return load_encoder("hashing")

    with serving(load, first="a") as address, asking_at(address) as client:
        for name in "abababcdea":
            assert client.get(f"/encoder?name={name}").status_code == 200
    assert loaded == [*"abcdea"]


def test_vectors_of_another_version_are_not_given(asking: httpx.Client) -> None:
    assert refused(asking.post("/texts", json=TEXTS | {"version": "hashing-0"})) == (409, "other_version")


@pytest.mark.parametrize(
    "changed", [{"texts": []}, {"texts": ["a"] * 65}, {"purpose": "poems"}, {"more": 1}, {"texts": [None]}]
)
def test_a_request_with_faults_is_refused(asking: httpx.Client, changed: dict[str, object]) -> None:
    assert refused(asking.post("/texts", json=TEXTS | changed)) == (400, "unreadable")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"pixels", PIXELS[:-1], save({}), save({"1": np.zeros((4, 6, 3), np.uint8)}),
        save({"0": np.zeros((4, 6, 3), np.float32)}), save({"0": np.zeros((4, 6), np.uint8)}),
        save({"0": np.zeros((0, 6, 3), np.uint8)}),
    ],
    ids=["nothing", "text", "cut off", "none", "odd name", "floats", "flat", "empty"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(asking: httpx.Client, body: bytes) -> None:
    assert refused(asking.post(PICTURES, content=body)) == (400, "unreadable")


def test_too_large_a_request_is_refused(asking: httpx.Client) -> None:
    body = b" " * (protocol.MAX_TEXTS_BYTES + 1)
    assert refused(asking.post("/texts", content=body)) == (413, "too_large")


def test_a_full_queue_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_TEXT_CALLERS", 0)
    with serving(first="crystal-ball") as address, asking_at(address) as client:
        answer = client.post("/texts", json=TEXTS)
    assert refused(answer) == (503, "busy")
    assert answer.headers["Retry-After"]


def test_who_waits_too_long_is_told() -> None:
    encoder = GatedEncoder()
    try:
        with (
            serving(lambda _name: encoder, wait_seconds=0.01) as address,
            asking_at(address) as client,
        ):
            assert refused(client.post("/texts", json=TEXTS)) == (503, "busy")
    finally:
        encoder.gate.set()
