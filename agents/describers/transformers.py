"""What the built-in describer says, and a caption by a model that transformers runs (BLIP, GIT, ViT-GPT2).

As in Li et al. (2022, arXiv:2201.12086) the model writes the caption from the pixels alone: models that have
to be told what to do are language models, and set up as such.
"""

import threading
from dataclasses import replace
from typing import Any

from PIL import Image

from agents.describers.base import Described, Describer
from agents.describers.builtin import EncoderDescriber
from agents.describers.errors import DescriberUnavailable, UnknownDescriber
from agents.messages import message as _
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.pretrained import LOADING_ERRORS, cannot_be_loaded, load_pretrained
from agents.retrieval.torch_compat import import_torch_library

MAX_CAPTION_TOKENS = 40
_PROBE = Image.new("RGB", (64, 64), "white")


def load(options: str, encoder: Encoder, *, reads_text: bool) -> Describer:
    """Load a folder or a name on the hub, such as "Salesforce/blip-image-captioning-base".

    Raises UnknownDescriber without a name, DescriberUnavailable for weights that cannot be had.
    """
    if not options:
        raise UnknownDescriber(_("A describer is written transformers:<folder or name on a model hub>."))
    return CaptioningDescriber(options, encoder, reads_text=reads_text)


class CaptioningDescriber(EncoderDescriber):
    """One model; calls wait for each other, so that one picture at a time takes memory."""

    def __init__(self, source: str, encoder: Encoder, *, reads_text: bool) -> None:
        """Load the weights and caption an empty picture. Raises DescriberUnavailable."""
        super().__init__(encoder, reads_text=reads_text)
        self.name = f"transformers:{source}"
        named = _("The describer %(name)s", name=self.name)
        self._model, self._pixels = load_pretrained(
            source, "AutoModelForImageTextToText", beside="AutoImageProcessor",
            named=named, unavailable=DescriberUnavailable,
        )  # fmt: skip
        self._lock = threading.Lock()
        try:
            self._tokenizer: Any = import_torch_library("transformers").AutoTokenizer.from_pretrained(
                source, trust_remote_code=False
            )
            self._caption(_PROBE)
        except LOADING_ERRORS as error:
            raise DescriberUnavailable(cannot_be_loaded(named, error)) from error

    def describe(self, image: Image.Image) -> Described:
        return replace(super().describe(image), caption=self._caption(image))

    def _caption(self, image: Image.Image) -> str:
        """One line, always the same for a picture."""
        torch = import_torch_library("torch")
        with self._lock, torch.inference_mode():
            pixels = self._pixels(images=image, return_tensors="pt").pixel_values.to(self._model.device)
            written = self._model.generate(
                pixel_values=pixels, max_new_tokens=MAX_CAPTION_TOKENS, do_sample=False, num_beams=1
            )
            words = self._tokenizer.batch_decode(written, skip_special_tokens=True)[0]
        return " ".join(words.split())
