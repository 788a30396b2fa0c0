"""Where a run stands changes in one module, by the table that its drawing shows."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from webapp.runs.execution import lifecycle
from webapp.runs.models import Run

ROOT = Path(__file__).parents[2]
LIFECYCLE = ROOT / "webapp" / "runs" / "execution" / "lifecycle.py"
STATES = tuple(Run.Status)
ALLOWED = {
    ("queued", "running"), ("queued", "paused"), ("queued", "cancelled"), ("queued", "failed"),
    ("running", "running"), ("running", "paused"), ("running", "interrupted"), ("running", "finished"),
    ("running", "declined"), ("running", "cancelled"), ("running", "failed"),
    ("paused", "queued"), ("paused", "cancelled"),
    ("interrupted", "running"), ("interrupted", "cancelled"),
}  # fmt: skip
WRITERS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate", "Run"}


@pytest.mark.parametrize(("before", "after"), [*product(STATES, STATES)], ids=str)
def test_a_run_becomes_only_what_the_table_allows(db: None, before: Run.Status, after: Run.Status) -> None:
    run = Run.objects.create(status=before, policy="builtin")
    changed = lifecycle.change(Run.objects.filter(pk=run.pk), after)
    run.refresh_from_db()
    is_allowed = (before, after) in ALLOWED
    assert (changed, run.status) == (int(is_allowed), after if is_allowed else before)


@pytest.mark.parametrize("status", STATES)
def test_only_a_running_run_keeps_its_lease(db: None, status: Run.Status) -> None:
    run = Run.objects.create(
        status="running", policy="builtin", lease_owner="a worker", lease_until=timezone.now()
    )
    lifecycle.change(Run.objects.filter(pk=run.pk), status)
    run.refresh_from_db()
    assert bool(run.lease_until) is bool(run.lease_owner) is (run.status == Run.Status.RUNNING)
    assert bool(run.finished) is (run.status in lifecycle.ENDED)


def test_a_lease_that_holds_refuses_a_claim(db: None) -> None:
    until = timezone.now() + timedelta(minutes=1)
    run = Run.objects.create(status="running", policy="builtin", lease_owner="first", lease_until=until)
    mine = Run.objects.filter(pk=run.pk)
    assert not lifecycle.lease(mine, "second", until)
    mine.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert lifecycle.lease(mine, "second", until)
    assert mine.get().lease_owner == "second"


def test_a_run_begins_once(db: None) -> None:
    run = Run.objects.create(policy="builtin")
    mine, until = Run.objects.filter(pk=run.pk), timezone.now() + timedelta(minutes=1)
    lifecycle.lease(mine, "first", until)
    begun = mine.get().started
    lifecycle.interrupt(mine)
    lifecycle.lease(mine, "second", until)
    assert mine.get().started == begun is not None


def test_only_a_run_that_has_ended_is_brought_here(db: None) -> None:
    assert lifecycle.keep("cancelled", policy="builtin").status == Run.Status.CANCELLED
    with pytest.raises(ValueError, match="this one is paused"):
        lifecycle.keep("paused", policy="builtin")


def test_the_drawing_of_the_documents_is_the_modules() -> None:
    drawing = str(lifecycle.__doc__).split("\n\n", 1)[1].split("\nA running run")[0]
    lines = [line.removeprefix("    ") for line in drawing.rstrip().splitlines()]
    assert "\n".join(lines) in (ROOT / "docs" / "architecture.md").read_text()


def test_nothing_else_writes_where_a_run_stands() -> None:
    files = [path for path in (ROOT / "webapp").rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): [*writes(path.read_text())] for path in files if path != LIFECYCLE}
    assert {path: lines for path, lines in found.items() if lines} == {}
    assert [*writes(LIFECYCLE.read_text())]


@pytest.mark.parametrize(
    "code",
    [
        "run.status = Run.Status.PAUSED",
        "Run.objects.filter(pk=1).update(status='paused')",
        "models.Run.objects.create(status='paused')",
        "Run(status='paused')",
        "ended = {'status': Run.Status.CANCELLED}",
        "setattr(run, 'status', 'paused')",
        "runs.update(**{'status': 'paused'})",
        "Run.objects.bulk_update(runs, ['status'])",
        "run.save()",
        "run.save(update_fields=['status'])",
        "cursor.execute('UPDATE runs_run SET status = 1')",
    ],
)
def test_every_way_to_write_it_is_seen(code: str) -> None:
    assert [*writes(f"from webapp.runs.models import Run\n{code}")] == [2]


def writes(code: str) -> Iterator[int]:
    """Lines that write the status of something, of a module that knows runs; raw SQL on runs anywhere."""
    tree = ast.parse(code)
    knows_runs = any(_imports_runs(node) for node in ast.walk(tree))
    for node in ast.walk(tree):
        if _is_sql(node) or (knows_runs and _writes(node)):
            yield node.lineno  # type: ignore[attr-defined]  # statements and expressions have one


def _imports_runs(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom):
        return False
    names = {alias.name for alias in node.names}
    return (node.module == "webapp.runs.models" and "Run" in names) or (
        node.module == "webapp.runs" and "models" in names
    )


def _is_sql(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and "UPDATE runs_run" in str(node.value)


def _writes(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(isinstance(each, ast.Attribute) and each.attr == "status" for each in targets)
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return any(
                isinstance(key, ast.Constant) and key.value == "status" and _is_state(value)
                for key, value in pairs
            )
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return _call_writes(node, name)
    return False


def _is_state(value: ast.expr) -> bool:
    """One by its name or of the class: what a page shows of a run is read from it."""
    is_name = isinstance(value, ast.Constant) and value.value in STATES
    return is_name or ast.unparse(value).startswith(("Run.Status", "models.Run.Status"))


def _call_writes(call: ast.Call, name: str) -> bool:
    names = {keyword.arg for keyword in call.keywords}
    if name == "save":
        told = [keyword.value for keyword in call.keywords if keyword.arg == "update_fields"]
        return ast.unparse(call.func) in {"run.save", "self.save", "forked.save"} and (
            not told or "status" in ast.unparse(told[0])
        )
    if name in {"setattr", "bulk_update"}:
        return any("'status'" in ast.unparse(argument) for argument in call.args)
    return name in WRITERS and "status" in names
