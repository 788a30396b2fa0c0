"""What the ask page says of the profiles."""

from django.test import Client
from pytest_django import Settings

from agents.profile import PROFILES
from webapp.runs.presenting.profiles import profile_choices


def test_every_profile_says_what_it_does_and_where_it_stops(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"policy": "auto", "model": "openai:a"})
    choices = dict(profile_choices())
    assert list(choices) == list(PROFILES)
    assert all(choice.does for choice in choices.values())
    assert [choice.limits for choice in choices.values()] == [
        "At most 6 steps, 1 minute and $0.50.",
        "At most 30 steps, 10 minutes and $2.00.",
        "At most 120 steps, 60 minutes and $10.00.",
    ]


def test_the_built_in_rules_cost_nothing_and_work_in_one_way(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"policy": "builtin"})
    quick = dict(profile_choices())["quick"]
    assert (quick.does, quick.limits) == ("", "At most 6 steps and 1 minute.")


def test_the_page_offers_them_with_standard_chosen(as_ada: Client) -> None:
    page = as_ada.get("/").content.decode()
    assert "At most 120 steps" in page
    assert '<span class="chosen">Standard</span>' in page
    assert page.count("checked") == 1
