"""Every route of the URL conf, the names that each asks of a request, and values that no page expects."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from unittest.mock import patch
from urllib.parse import quote, urlencode

from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.datastructures import MultiValueDict

VALUES = (
    "", "0", "-1", "1", "00000000000000000001", "+1", "1.5", "1e5", "1_000", "٣", "²", "①",
    "9" * 10, "9" * 19, str(2**31), str(2**63 - 1), str(2**63), str(2**64), "9" * 30, "-" + "9" * 30,
    "9" * 400, "9" * 4_301, "nan", "inf", "-inf", "1e400", "1e-400", "0x10", "true",
    "\0", "1\0", "tower\0light", "%00", "\ufeff", "\u202e", "\U0010ffff",
    "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30T99:99",
    "0,0,1000,1000", "9" * 30 + ",0,1,1", ",".join("1" * 500), "1,2," + "9" * 40,
    "../../etc/passwd", "a b" * 200, "[" * 2_000, '{"a":' * 500, "%", "\\", "'", "http://[", "ws://",
    "status=failed&page=" + "9" * 30, "beyond=" + "9" * 30, "ids=\0", "text=%00&tag=%00",
)  # fmt: skip
"""Numbers out of every range, texts that databases refuse, dates at the edges, structures without an end."""

BROKEN_BYTES = ("%ff", "%ed%a0%80", "%c0%80", "%f8%88%80%80%80")
"""Percent-encoded bytes that are no UTF-8: half of a surrogate pair, a zero written long."""

WIRE = [*map(quote, VALUES), *BROKEN_BYTES]
"""All of them as they stand in a request."""

WORST = ("9" * 30, "9" * 4_301, "%00")
"""What each place is tried with, whatever chance says."""

Choose = Callable[[], list[str]]

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Target:
    """A route as a pattern such as `runs/<id:pk>/`, with its name."""

    name: str
    pattern: str

    def arguments(self) -> list[str]:
        """The names of its arguments, in order."""
        return _ARGUMENT.findall(self.pattern)

    def path(self, given: Mapping[str, object]) -> str:
        """Its address with arguments that need not fit, percent-encoded already."""
        return "/" + _ARGUMENT.sub(lambda name: str(given.get(name[1], 1)), self.pattern)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with one hostile value in one place."""

    target: Target
    method: str
    path: str
    body: str | None = None

    def send(self, client: Client) -> HttpResponse:
        """Ask as the client's person."""
        if self.method == "GET":
            return client.get(self.path)
        return client.generic("POST", self.path, self.body or "", "application/x-www-form-urlencoded")


def targets() -> list[Target]:
    """Every route that is written with named arguments."""
    return [each for each in _walk(get_resolver().url_patterns) if "(?P" not in each.pattern]


def _walk(patterns: "list[URLPattern | URLResolver]", path: str = "", names: str = "") -> Iterator[Target]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield Target(f"{names}{pattern.name}", f"{path}{pattern.pattern}")
        else:
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from _walk(pattern.url_patterns, f"{path}{pattern.pattern}", inner)


@contextmanager
def names_asked() -> Iterator[set[str]]:
    """The names that views and forms look for in queries, forms and files meanwhile."""
    asked: set[str] = set()
    item, getlist = MultiValueDict.__getitem__, MultiValueDict.getlist

    def note(given: "MultiValueDict[str, str]", name: object) -> None:
        if isinstance(given, QueryDict):  # Django keeps its patterns in such a dictionary as well.
            asked.add(str(name))

    def note_item(self: "MultiValueDict[str, str]", name: str) -> object:
        note(self, name)
        return item(self, name)

    def note_list(self: "MultiValueDict[str, str]", name: str, default: object = None) -> object:
        note(self, name)
        return getlist(self, name, default)

    def note_membership(self: "MultiValueDict[str, str]", name: object) -> bool:
        note(self, name)
        return dict.__contains__(self, name)

    with (
        patch.object(MultiValueDict, "__getitem__", note_item),
        patch.object(MultiValueDict, "getlist", note_list),
        patch.object(MultiValueDict, "__contains__", note_membership, create=True),
    ):
        yield asked


@dataclass(frozen=True, slots=True)
class Asked:
    """What a route looks for in a request, and the methods that it answers to."""

    names: frozenset[str]
    methods: frozenset[str]


def attempts(
    target: Target, asked: Asked, given: Mapping[str, object], form: Mapping[str, str], choose: Choose
) -> Iterator[Attempt]:
    """A hostile value in each place in turn: arguments of the path, names of the query, fields of the form.

    `form` is a valid one, so that what stands beside the hostile value is read as well.
    """
    whole = target.path(given)
    for argument in target.arguments():
        for value in choose():
            path = target.path({**given, argument: value.replace("/", "%2F")})
            yield from (Attempt(target, method, path) for method in sorted(asked.methods))
    for name in sorted(asked.names):
        rest = urlencode({key: kept for key, kept in form.items() if key != name})
        for value in choose():
            pair = f"{quote(name)}={value}"
            if "GET" in asked.methods:
                yield Attempt(target, "GET", f"{whole}?{pair}")
            if "POST" in asked.methods:
                yield Attempt(target, "POST", whole, "&".join(filter(None, (rest, pair))))


def chooser(seed: str, others: int) -> Choose:
    """The worst values each time, and some of the others: over all places, every value has its turn."""
    random = Random(seed)
    return lambda: [*WORST, *random.sample(WIRE, others)]
