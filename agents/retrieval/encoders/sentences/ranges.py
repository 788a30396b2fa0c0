"""The range of cosines of a sentence encoder that nobody measured before."""

from collections.abc import Callable, Sequence

import numpy as np

from agents.retrieval.encoders.components.unit_vectors import Vectors

Embed = Callable[[Sequence[str]], Vectors]

PAIRS = (
    ("When was the lighthouse built?", "The lighthouse: It was built in 1854 by the harbour board."),
    ("How tall is the water tower?", "Water tower: The tower is 41 metres high."),
    ("Which colour has the flag of the sailing club?", "Sailing club: Its flag is green and white."),
    ("What do sea urchins eat?", "Sea urchins graze on algae and kelp."),
    ("Wer hat das Rathaus entworfen?", "Das Rathaus wurde von der Architektin Ida Kern entworfen."),
    ("Wie viele Sitze hat das Theater?", "Theater: Der Saal hat 620 Sitze."),
    ("这座桥有多长？", "石桥：全长一百二十米。"),
    ("茶馆几点开门？", "茶馆每天早上八点开门。"),
    ("¿Dónde vive el lince?", "El lince vive en bosques y matorrales."),
    ("¿Quién pintó el mural?", "Mural: Lo pintó Marta Ríos en 1971."),
)
"""Questions, and passages that answer them and none of the others."""


def measured_range(embed_queries: Embed, embed_passages: Embed) -> tuple[float, float]:
    """Where nine in ten unrelated pairs stay below, and the middle of the matches above it."""
    cosines = embed_queries([query for query, _ in PAIRS]) @ embed_passages([text for _, text in PAIRS]).T
    is_match = np.eye(len(PAIRS), dtype=bool)
    low = float(np.quantile(cosines[~is_match], 0.9))
    # A model that tells nothing apart gets a narrow range all the same: no width may be 0.
    return min(low, 0.98), max(min(float(np.median(cosines[is_match])), 1.0), min(low, 0.98) + 0.02)
