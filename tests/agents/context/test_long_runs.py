from dataclasses import replace

import pytest

from agents.context.assets import met_pictures
from agents.context.render import render
from agents.observations import PicturesSeen, SearchesDone
from tests.agents.context.runs import PROFILE, hits, image, look, options, run, section, step, uid

pytestmark = pytest.mark.long

TURNS, PICTURES = 100, 300
PLACES = 4


def test_a_hundred_turns_over_three_hundred_pictures_fit_at_every_turn() -> None:
    state = run()
    shown = options(profile=replace(PROFILE, context_tokens=20_000, inline_pictures=PLACES))
    for number in range(1, TURNS + 1):
        found = tuple(image(n % PICTURES, "word " * 80) for n in range(number * 6, number * 6 + 12))
        seen = tuple(look(n % PICTURES, "SIGN " * 20) for n in range(number * 3, number * 3 + 4))
        for event in step(number, SearchesDone((hits(*found),)), PicturesSeen(seen)):
            state.apply(event)
        rendered = render(state, shown)
        assert rendered.ledger.total <= 20_000 and len(rendered.ledger.inline) <= PLACES
    assert len(met_pictures(state.started.question, state.memory)) == PICTURES
    listed = section(rendered, "Pictures met (300)")
    assert all(uid(number) in listed for number in range(PICTURES))
    assert rendered.ledger.with_all_pictures > 280_000
