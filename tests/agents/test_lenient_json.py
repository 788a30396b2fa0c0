"""Slips of models that leave no doubt are read as they were meant; a doubt is an error with its place."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies

from agents.parsing.lenient_json import NotJson, read_json, read_object, values_in

MEANT = {"queries": ["harbour"], "exact": True, "page": None}


@pytest.mark.parametrize(
    "written",
    [
        '{"queries": ["harbour"], "exact": true, "page": null}',
        "{'queries': ['harbour'], 'exact': true, 'page': null}",
        "{“queries”: [“harbour”], “exact”: true, “page”: null}",
        '{"queries": ["harbour",], "exact": true, "page": null,}',
        '{"queries": ["harbour"], "exact": True, "page": None}',
        '{queries: ["harbour"], exact: true, page: null}',
        '{"queries": ["harbour"], "exact": true, "page": null}}',
        '{"queries": ["harbour"], "exact": true, "page": null}]}\n',
        '```json\n{"queries": ["harbour"], "exact": true, "page": null}\n```',
        json.dumps('{"queries": ["harbour"], "exact": true, "page": null}'),
        json.dumps(json.dumps('{"queries": ["harbour"], "exact": true, "page": null}')),
    ],
    ids="json single-quotes curly-quotes commas python bare-keys brace brackets fence twice thrice".split(),
)
def test_a_slip_is_read_as_it_was_meant(written: str) -> None:
    assert read_object(written) == MEANT


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": "two\nlines\tand a tab"}', {"a": "two\nlines\tand a tab"}),
        (r"{'a': 'it\'s'}", {"a": "it's"}),
        (r'{"a": "\alpha and \(x\)"}', {"a": r"\alpha and \(x\)"}),
        (r'{"a": "\u00e9",}', {"a": "é"}),
        ('{"a": -1.5e3, "b": 0,}', {"a": -1500.0, "b": 0}),
        ("[{'a': 1}, {},]", [{"a": 1}, {}]),
    ],
)
def test_what_a_text_holds_is_kept(written: str, value: Any) -> None:
    assert read_json(written) == value


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('{"words": "harb', "a text has no end at character 15"),
        ('{"words": "harbour"', "a comma or } is missing at character 20"),
        ('{"limit": 2', "a comma or } is missing"),
        ('{"a": }', "no value stands there at character 7"),
        ('{"a": 1, "b"}', "a colon is missing behind the key 'b'"),
        ('{"a": "He said "hi" to me"}', "a quotation mark within a text is written"),
        ('{"a": 1}{"a": 2}', "something stands behind the whole value at character 9"),
        ('{"a": harbour}', "'harbour' stands there without quotation marks"),
        ('{"a": NaN}', "'NaN' stands there without quotation marks"),
        ('{"a": 1e999}', "a number is too large"),
        ('{"a": ' + "9" * 5_000 + "}", "a number is too large"),
        ('{"a":' * 3_000, "nested too deep"),
        ("", "the text ends too early at its beginning"),
        ("harbour", "'harbour' stands there without quotation marks"),
        ('["a"]', "a list stands there instead of an object"),
        ('"harbour"', "'harbour' stands there without quotation marks"),
        ("null", "null stands there instead of an object"),
    ],
)
def test_a_doubt_is_an_error_that_names_the_mistake(written: str, problem: str) -> None:
    with pytest.raises(NotJson, match=problem):
        read_object(written)


VALUES = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=8),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner),
    max_leaves=6,
)


@given(VALUES)
def test_every_json_value_is_read_as_itself(value: Any) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(json.dumps(value) + "}") == value


@given(strategies.text(alphabet="{}[]\"':,\\ntTu01aé“”\0 ", max_size=60))
def test_nothing_raises_anything_else(text: str) -> None:
    list(values_in(text, "{["))
    try:
        read_object(text)
    except NotJson as problem:
        assert str(problem)


def test_values_are_found_among_prose_in_their_order() -> None:
    text = 'First {look closely} {\'a\': 1}, then {"b": {"c": 2}} and [3].'
    assert [value for _, _, value in values_in(text)] == [{"a": 1}, {"b": {"c": 2}}]
    assert [text[start:end] for start, end, _ in values_in(text, "[")] == ["[3]"]


@pytest.mark.parametrize(
    "text", ["{" * 100_000, '{"a":' * 50_000, "{“" * 50_000], ids=["open", "deep", "quotes"]
)
def test_a_text_full_of_brackets_has_no_value(text: str) -> None:
    assert list(values_in(text)) == []
