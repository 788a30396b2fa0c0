"""What a user may spend on models in a month: questions are refused, a run under way is ended."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User

from agents.types import Usage
from tests.agents.policies.replies import answering, finish
from tests.agents.policies.scripts import step_of, tools_of, turns
from tests.fixtures.library import Library
from tests.runs.scripted import model_of
from tests.support.model_server import Body, Reply, Say, Tokens
from webapp.runs.execution import journal, services
from webapp.runs.execution.spending import NothingLeft, allowance_usd, charge, require_allowance
from webapp.runs.models import Run, Spending

pytestmark = pytest.mark.long

CENT = Tokens(10_000, 0)
"""A reply that takes a cent at the prices of these tests."""


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("ann")


def ask(library: Library, owner: User | None) -> Run:
    """A question in words that waits."""
    return services.create(
        owner=owner,
        question="How many barges came in?",
        pictures=[],
        corpora=[library.harbour],
        enqueue=False,
    )


def this_month() -> date:
    return datetime.now(UTC).date().replace(day=1)


def spent(user: User, month: date | None = None, **amounts: Any) -> None:
    Spending.objects.create(user=user, month=month or this_month(), **amounts)


def searching(body: Body, _number: int) -> Reply:
    """Searches on for a cent a step, until only an answer is left."""
    if "search_text" not in tools_of(body):
        return Say("", [finish(reason="There was no time.")], usage=CENT)
    return Say("", [("search_text", {"queries": [f"Day {step_of(body) * 17}"]})], usage=CENT)


def test_a_user_who_has_spent_the_month_cannot_ask(library: Library, user: User) -> None:
    spent(user, cost_usd=Decimal("1.00"))
    with (
        model_of(searching, monthly_usd=Decimal(1)),
        pytest.raises(NothingLeft, match="this month is used up. Ask again next month"),
    ):
        ask(library, user)
    assert not Run.objects.exists()


def test_tokens_can_be_limited_as_well(library: Library, user: User) -> None:
    spent(user, tokens=5_000)
    with model_of(searching, monthly_tokens=5_000), pytest.raises(NothingLeft):
        ask(library, user)


@pytest.mark.parametrize(
    "limits", [{}, {"monthly_usd": Decimal("1.01")}, {"monthly_tokens": 10_000}], ids=str
)
def test_whoever_is_within_the_limits_may_ask(library: Library, user: User, limits: dict[str, Any]) -> None:
    spent(user, cost_usd=Decimal("1.00"), tokens=9_999)
    with model_of(searching, **limits):
        assert ask(library, user).status == Run.Status.QUEUED


def test_another_month_and_another_user_do_not_count(library: Library, user: User) -> None:
    spent(user, month=(this_month() - timedelta(days=1)).replace(day=1), cost_usd=Decimal(9))
    spent(User.objects.create_user("bob"), cost_usd=Decimal(9))
    with model_of(searching, monthly_usd=Decimal(1)):
        assert ask(library, user)


def test_the_rules_cost_nothing_and_are_never_refused(library: Library, user: User) -> None:
    spent(user, cost_usd=Decimal(9))
    with model_of(searching, monthly_usd=Decimal(1), policy="builtin"):
        assert services.execute(ask(library, user).pk).status != Run.Status.FAILED


def test_a_run_is_brought_to_its_end_when_the_month_is_used_up(library: Library, user: User) -> None:
    """Four cents are left: three steps, and the answer."""
    spent(user, cost_usd=Decimal("0.96"))
    with model_of(searching, monthly_usd=Decimal(1)):
        run = services.execute(ask(library, user).pk)
    assert journal.state(run).steps[-1].calls[0].name == "finish"
    assert Decimal("0.99") <= Spending.objects.get(user=user).cost_usd <= Decimal("1.01")
    assert run.status == Run.Status.FINISHED
    assert "The built-in rules finished this run." in run.message


def test_the_model_is_told_that_the_month_is_used_up(library: Library, user: User) -> None:
    spent(user, cost_usd=Decimal("0.97"))
    with model_of(searching, monthly_usd=Decimal(1)) as server:
        services.execute(ask(library, user).pk)
        words = str(server.requests[-1]["messages"])
    assert "The run has to end now: What you may spend this month is used up." in words


def test_a_run_that_costs_nothing_known_ends_when_the_tokens_are_used_up(
    library: Library, user: User
) -> None:
    with model_of(searching, monthly_tokens=25_000):
        run = services.execute(ask(library, user).pk)
    assert 25_000 <= Spending.objects.get(user=user).tokens <= 45_000
    assert journal.state(run).finished_by == "rules"


def test_every_reply_is_charged_to_the_run_and_to_the_month_of_its_owner(
    library: Library, user: User
) -> None:
    with model_of(turns(*answering(library))):
        run = services.execute(ask(library, user).pk)
    usage = journal.state(run).usage
    month = Spending.objects.get(user=user, month=this_month())
    assert (run.model_calls, run.tokens, run.cost_usd) == (4, usage.tokens, usage.cost_usd)
    assert (month.tokens, month.cost_usd) == (usage.tokens, usage.cost_usd)
    assert usage.cost_usd > 0


def test_the_runs_of_a_user_add_up_in_one_month(library: Library, user: User) -> None:
    for _ in range(2):
        charge(ask(library, user), Usage(1, 100, 20, cost_usd=Decimal("0.25")))
    [month] = Spending.objects.filter(user=user)
    assert (month.tokens, month.cost_usd) == (240, Decimal("0.50"))


def test_a_run_of_nobody_has_no_month_and_no_limit(library: Library) -> None:
    with model_of(turns(*answering(library)), monthly_usd=Decimal("0.000001")):
        run = services.execute(ask(library, None).pk)
    assert run.status == Run.Status.FINISHED
    assert not Spending.objects.exists()
    assert allowance_usd(None) is None
    require_allowance(None)
