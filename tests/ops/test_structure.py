"""What the syntax trees of the product must hold, counted by the program that also measures them."""

import ast
from pathlib import Path

import pytest

from benchmarks.structure import ROOT, Module, read, repeated_class_names, writes_in_views

pytestmark = pytest.mark.long


def module(name: str, code: str) -> Module:
    return Module(name, Path(f"{name}.py"), code.count("\n"), ast.parse(code))


def test_views_write_no_rows() -> None:
    assert list(writes_in_views(list(read(ROOT)))) == []


@pytest.mark.parametrize(
    "line",
    [
        "Run.objects.create()",
        "form.save()",
        "run.corpora.add(corpus)",
        "transaction.atomic()",
        "rows.delete()",
    ],
)
def test_a_view_that_writes_rows_is_found(line: str) -> None:
    view = f"from django.db import transaction\ndef view(request: HttpRequest) -> None:\n    {line}\n"
    assert [found[1:] for found in writes_in_views([module("webapp.runs.views", view)])] == [(3, line)]


def test_services_may_write_and_views_may_call_them() -> None:
    service = "def create() -> None:\n    Run.objects.create()\n"
    view = (
        "from webapp.runs import services\ndef view(request: HttpRequest) -> None:\n    services.create()\n"
    )
    assert not [
        *writes_in_views([module("webapp.runs.services", service), module("webapp.runs.views", view)])
    ]


def test_a_class_name_is_one_thing_on_its_floor() -> None:
    assert repeated_class_names(list(read(ROOT))) == {}


def test_a_class_name_that_means_two_things_is_found() -> None:
    twice = [module("agents.here", "class Line: ..."), module("agents.there", "class Line: ...")]
    elsewhere = [
        module("webapp.here", "class Line:\n    class Meta: ..."),
        module("webapp.one", "class Other:\n    class Meta: ..."),
    ]
    assert repeated_class_names([*twice, *elsewhere]) == {("agents", "Line"): ["agents.here", "agents.there"]}
