"""Labels and likeness from the encoder, text by OCR, colours counted."""

from PIL.Image import Image

from agents.describers.base import Described, Describer
from agents.describers.errors import UnknownDescriber
from agents.messages import message as _
from agents.observations import SeenLabel
from agents.retrieval.encoders.base import Encoder
from agents.retrieval.record_words import LABEL_PROBABILITY
from agents.vision import dominant_colours, read_text


def load(options: str, encoder: Encoder, *, reads_text: bool) -> Describer:
    """The describer; it has no options. Raises UnknownDescriber when some are given."""
    if options:
        raise UnknownDescriber(
            _("There is no describer “builtin:%(options)s”: builtin takes no options.", options=options)
        )
    return EncoderDescriber(encoder, reads_text=reads_text)


class EncoderDescriber(Describer):
    """Likely labels and likeness from the encoder, text by OCR when `reads_text`, colours counted."""

    name = "builtin"

    def __init__(self, encoder: Encoder, *, reads_text: bool) -> None:
        self._encoder, self._reads_text = encoder, reads_text

    def describe(self, image: Image) -> Described:
        labels = self._encoder.label_images([image])[0]
        return Described(
            tuple(
                SeenLabel(label.name, round(label.probability, 3))
                for label in labels
                if label.probability >= LABEL_PROBABILITY
            ),
            read_text(image).text if self._reads_text else "",
            tuple(colour.name for colour in dominant_colours(image)),
        )

    def similarity(self, first: Image, second: Image) -> float | None:
        """In a space that only pictures live in; where words share the one space, looks and meaning mix."""
        spaces = [space for space in self._encoder.spaces if space != self._encoder.query_space]
        if not spaces:
            return None
        one, other = self._encoder.embed_images([first, second])[spaces[0]]
        return float(one @ other)
