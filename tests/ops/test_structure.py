"""What the syntax trees of the product must hold, counted by the program that also measures them."""

import ast
from pathlib import Path

import pytest

from benchmarks.structure import (
    ROOT,
    Function,
    Module,
    largest_folder,
    read,
    repeated_class_names,
    used_once,
    writes_in_views,
)

pytestmark = pytest.mark.long


def module(name: str, code: str) -> Module:
    return Module(name, Path(f"{name}.py"), code.count("\n"), ast.parse(code))


@pytest.fixture(scope="module")
def product() -> list[Module]:
    return list(read(ROOT))


def test_views_write_no_rows(product: list[Module]) -> None:
    assert list(writes_in_views(product)) == []


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


def test_a_class_name_is_one_thing_on_its_floor(product: list[Module]) -> None:
    assert repeated_class_names(product) == {}


def test_a_class_name_that_means_two_things_is_found() -> None:
    twice = [module("agents.here", "class Line: ..."), module("agents.there", "class Line: ...")]
    elsewhere = [
        module("webapp.here", "class Line:\n    class Meta: ..."),
        module("webapp.one", "class Other:\n    class Meta: ..."),
    ]
    assert repeated_class_names([*twice, *elsewhere]) == {("agents", "Line"): ["agents.here", "agents.there"]}


def test_few_private_functions_are_used_once(product: list[Module]) -> None:
    functions = sum(isinstance(node, Function) for each in product for node in ast.walk(each.tree))
    assert sum(1 for each in product for _ in used_once(each)) <= 0.15 * functions


def test_a_private_function_that_is_used_once_is_found() -> None:
    code = "def _once(): ...\ndef _twice(): ...\ndef caller(): return _once(), _twice(), _twice()\n"
    assert [helper.node.name for helper in used_once(module("agents.here", code))] == ["_once"]


def test_no_folder_has_more_modules_than_a_reader_can_hold(product: list[Module]) -> None:
    assert largest_folder(product)[1] <= 20
