from agents.context.render import render
from agents.models.tokens import picture_tokens, text_tokens
from agents.observations import PicturesSeen
from tests.agents.context.runs import BLIND, asked, hits, image, look, options, run, step, texts, uid

SEEN = (step(1, hits(image(1), image(2))), step(2, PicturesSeen((look(3),))))


def test_sections_are_counted_under_their_names() -> None:
    rendered = render(run(*SEEN), options())
    ledger = rendered.ledger
    assert list(ledger.sections) == [
        "system", "tools", "question", "evidence", "pictures", "searches", "turns", "now", "inline",
    ]  # fmt: skip
    assert ledger.sections["question"] == text_tokens(texts(rendered)[0])
    assert ledger.passes == 0 and ledger.inline == (uid(3),)


def test_the_price_of_all_pictures_inline_is_told_beside_the_real_one() -> None:
    ledger = render(run(*SEEN), options()).ledger
    assert ledger.with_all_pictures - ledger.total == 2 * picture_tokens("patches28", 1024, 768)


def test_a_model_that_is_sent_no_pictures_pays_for_none() -> None:
    ledger = render(run(*SEEN, question=asked()), options(capabilities=BLIND)).ledger
    assert ledger.with_all_pictures == ledger.total and "inline" not in ledger.sections
