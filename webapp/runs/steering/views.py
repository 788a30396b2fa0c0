"""The buttons of a run: each parses a form, calls one service, and comes back to the page."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agents.errors import JournalError
from agents.messages import sentence_of
from agents.orders import MAX_CHARACTERS, MAX_REASON_CHARACTERS, Hint, ReviseUnderstanding, Wish, wish_from
from agents.plan import MAX_GOAL_CHARACTERS
from agents.questions.types import Understanding
from webapp import access
from webapp.accounts.roles import askers_only
from webapp.corpora.errors import BadInput
from webapp.messages import error_text
from webapp.requests import UNPROCESSABLE, SignedInRequest, length_problem, parse_integer
from webapp.runs import run_access
from webapp.runs.asking import follow_ups
from webapp.runs.execution import journal, orders, services
from webapp.runs.execution.spending import NothingLeft
from webapp.runs.models import Run
from webapp.runs.presenting import understandings
from webapp.runs.presenting.presenters import present_run
from webapp.runs.steering import forking
from webapp.runs.steering import services as steering
from webapp.runs.watching.views import show_run
from webapp.runs.watching.ways_on import DEEPER, Way, hint_of, other_corpora

_MOST_CHARACTERS = {
    "hint": ("text", MAX_CHARACTERS),
    "edit_goal": ("text", MAX_GOAL_CHARACTERS),
    "withdraw_evidence": ("reason", MAX_REASON_CHARACTERS),
}
"""Of the field of a wish."""


@require_POST
@askers_only
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave an order for a run that goes on; the form of one that is typed says what hinders it."""
    run, given = _run(request, pk), request.POST
    match given.get("wish"):
        case "hint":
            place = "hint"
        case "edit_goal":
            place = f"goal-{given.get('goal', '')}"
        case "withdraw_evidence":
            place = f"evidence-{given.get('evidence', '')}"
        case _:
            place = ""
    return _done(request, run, lambda: steering.give(run, _wish(request), request.user), place)


@require_POST
@askers_only
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """The question means something else: a run that goes on minds it, one that has ended is asked again."""
    run = _run(request, pk)
    place = "" if understandings.is_about_spelling(request.POST) else understandings.READING
    try:
        wish = ReviseUnderstanding(_revised(request, run))
        if run.status not in Run.OPEN:
            askable = access.askable_corpora(request.user).filter(runs=run)
            asked = follow_ups.ask_again(run, owner=request.user, corpora=list(askable), wish=wish)
            if not request.headers.get("HX-Request"):
                return redirect("runs:detail", pk=asked.pk)
            return HttpResponse(headers={"HX-Redirect": reverse("runs:detail", args=[asked.pk])})
    except understandings.BadField as error:
        return _refused(request, run, error_text(error), error.place)
    except (BadInput, NothingLeft) as error:
        return _refused(request, run, error_text(error), place)
    return _done(request, run, lambda: steering.give(run, wish, request.user), place)


def _revised(request: HttpRequest, run: Run) -> Understanding:
    """The reading that the form says. Raises BadInput for a run whose question was not read, too.

    A form says all that it shows, a click on a spelling one word alone: what was wished since stays with it.
    """
    try:
        state = journal.state(run)
    except JournalError as error:
        raise BadInput(sentence_of(error)) from error
    before = state.understanding
    if before is None:
        raise BadInput(
            _("The question of this run was not read in a way that can be corrected; ask it again.")
        )
    if understandings.is_about_spelling(request.POST):
        for waiting in orders.after(run, state.last_order):
            if isinstance(waiting.wish, ReviseUnderstanding):
                before = waiting.wish.understanding
    return understandings.revised(before, request.POST.dict())


@require_POST
@askers_only
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a paused run go on."""
    run = _run(request, pk)
    return _done(request, run, partial(steering.resume, run))


@require_POST
@askers_only
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a run here and now: an administrator may end any that they opened, for it gives them nothing."""
    run = get_object_or_404(run_access.runs(request.user), pk=pk)
    return _done(request, run, partial(steering.cancel, run))


@require_POST
@askers_only
def fork(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new run that shares this one's steps up to one of them."""
    run = _run(request, pk)
    try:
        seq = forking.seq_after(run, parse_integer(request.POST.get("step")) or 0)
        forked = forking.fork(run, seq=seq, owner=request.user, enqueue=services.queue)
    except BadInput as error:
        return show_run(request, run, UNPROCESSABLE, error_text(error))
    return redirect("runs:detail", pk=forked.pk)


@require_POST
@askers_only
def ask_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """A question that follows from this run, with those of its pictures that stay."""
    run, question = _run(request, pk), request.POST.get("question", "")
    readable = access.corpora(request.user).filter(runs=run)
    try:
        uids = list(dict.fromkeys(request.POST.getlist("uid")))[: services.MAX_PICTURES + 1]
        usable = run_access.usable_media(request.user).filter(uid__in=uids).values_list("uid", flat=True)
        if not set(uids) <= set(usable):
            raise BadInput(_("A picture of this question is not here any more. Ask on without it."))
        asked = follow_ups.ask_on(
            run, question=question, owner=request.user, corpora=list(readable), pictures=uids
        )
    except (BadInput, NothingLeft) as error:
        return show_run(request, run, UNPROCESSABLE, error_text(error), "ask-on")
    return redirect("runs:detail", pk=asked.pk)


@require_POST
@askers_only
def ask_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """The question of this run once more, over what may be read and asked now; `way` says how."""
    run, way = _run(request, pk), request.POST.get("way", "")
    askable = list(access.askable_corpora(request.user).filter(runs=run))
    try:
        wish = None
        if way == Way.NEAREST:
            wish = Hint(hint_of([shown.find for shown in present_run(run).nearest]))
        asked = follow_ups.ask_again(
            run,
            owner=request.user,
            corpora=other_corpora(run, request.user) if way == Way.OTHERS else askable,
            profile=DEEPER if way == Way.DEEPER else "",
            wish=wish,
        )
    except (BadInput, NothingLeft) as error:
        return show_run(request, run, UNPROCESSABLE, error_text(error))
    return redirect("runs:detail", pk=asked.pk)


def _run(request: HttpRequest, pk: int) -> Run:
    return run_access.own_run(request.user, pk)


def _wish(request: HttpRequest) -> Wish:
    """The wish that the form says. Raises BadInput for none that there is."""
    given = request.POST
    kind = given.get("wish", "")
    name, most = _MOST_CHARACTERS.get(kind, ("", 0))
    if name and (problem := length_problem(given.get(name, "").strip(), most)):
        raise BadInput(problem)
    values: dict[str, object] = {"wish": kind}
    match kind:
        case "hint":
            values["text"] = given.get("text", "").strip()
        case "pin_evidence" | "withdraw_evidence":
            values["evidence"] = given.get("evidence", "")
            values["reason"] = given.get("reason", "").strip()
        case "edit_goal":
            change = {"op": "edit", "key": given.get("goal", ""), "text": given.get("text", "").strip()}
            values = {"wish": "change_goal", "change": change}
        case "skip_goal":
            values = {"wish": "change_goal", "change": {"op": "skip", "key": given.get("goal", "")}}
    try:
        return wish_from(values)
    except ValueError:
        raise BadInput(
            _("This cannot be asked of a run; a hint has 1 to 500 characters, a reason at most 200.")
        ) from None


def _done(request: HttpRequest, run: Run, act: Callable[[], None], place: str = "") -> HttpResponse:
    """Act, and say what hindered it: beside the buttons where a script put them to use, else on the page.

    `place` is the form that says it as well.
    """
    try:
        act()
    except BadInput as error:
        return _refused(request, run, error_text(error), place)
    if request.headers.get("HX-Request"):
        return render(request, "runs/_said.html", {"problem": "", "place": place})
    return redirect("runs:detail", pk=run.pk)


def _refused(request: HttpRequest, run: Run, problem: str, place: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = render(request, "runs/_said.html", {"problem": problem, "place": place})
        response["Sightline-Refused"] = "true"  # What was typed stays in its field.
        return response
    return show_run(request, run, UNPROCESSABLE, problem, place)
