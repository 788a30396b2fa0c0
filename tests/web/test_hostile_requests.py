"""No request that anybody can write is answered with an error of ours, on either database."""

import logging
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import timezone

from agents.parsing.storable import is_storable
from tests.support.waiting import PATIENCE_SECONDS
from tests.web.drawn import make_answered_run, make_corpus
from tests.web.hostile_requests import Asked, Attempt, Target, attempts, chooser, names_asked, targets
from tests.web.permission_table import socket_routes
from webapp.asgi import application
from webapp.corpora.models import CorpusImage, IndexJob
from webapp.curation import jobs
from webapp.curation.models import Change, CurationJob, DuplicatePair, Import, SavedFilter
from webapp.requests import MAX_ID, MAX_IDS, parse_float, parse_id, parse_ids, parse_integer
from webapp.runs.execution.wiring import _search_over
from webapp.runs.models import Opening, SavedView
from webapp.runs.sharing.services import share

pytestmark = pytest.mark.fuzz

FORM = "application/x-www-form-urlencoded"
FORMS = {
    "runs:trajectories": {"question": "When was this lit?", "profile": "quick"},
    "runs:create": {"question": "When was this lit?", "profile": "quick"},
    "runs:order": {"wish": "hint", "text": "It is in the north."},
    "runs:open": {"reason": "The owner reports a wrong answer."},
    "curation:notes": {"left": "1", "top": "1", "right": "9", "bottom": "9", "text": "A door"},
    "curation:picture": {"title": "A tower", "edition": "1"},
    "curation:create": {"name": "Lighthouses"},
    "curation:settings": {"name": "Coast", "curators": "curator"},
    "curation:imports": {"kind": "addresses", "addresses": "https://example.org/a.png"},
    "curation:change": {"action": "hide"},
    "curation:search-tests": {"text": "tower"},
    "curation:judge": {"text": "tower", "image": "1", "verdict": "right"},
}
"""What a form needs for the rest of it to be looked at."""

THINGS = {
    "documents/": "document", "runs/views/": "saved view", "runs/": "run", "imports/": "import",
    "changes/": "change", "filters/": "saved filter", "duplicates/": "pair", "jobs/": "job",
    "search/": "query", "": "picture",
}  # fmt: skip
"""Whose key an address asks for, by what stands in it."""

Surveys = dict[str, dict[Target, Asked]]

PEOPLE = {"visitor": 14, "reader": 14, "curator": 8, "administrator": 38}
"""One attempt in so many is made on each database, with other values and in other places on each."""


class Person:
    """A client that no request signs out, and what there is to name in its requests."""

    def __init__(self, user: User | None, things: dict[str, object]) -> None:
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self._cookies, self._things = self.client.cookies.copy(), things

    def arguments_of(self, target: Target) -> dict[str, object]:
        """Arguments that lead somewhere."""
        thing = next(thing for part, thing in THINGS.items() if part in target.pattern)
        return {**self._things, "pk": self._things[thing]}

    def send(self, attempt: Attempt) -> HttpResponse:
        """Ask; what the request changes, the next one does not find."""
        with transaction.atomic():
            response = attempt.send(self.client)
            transaction.set_rollback(True)
        self.client.cookies = self._cookies.copy()
        return response

    def survey(self, target: Target) -> Asked:
        """What the route looks for; asked twice, for what is given may lead to further questions."""
        names: frozenset[str] = frozenset()
        methods: set[str] = set()
        path = target.path(self.arguments_of(target))
        for _ in range(2):
            if methods and not names:
                break
            given = dict.fromkeys(names, "1")
            body = urlencode(given | FORMS.get(target.name, {}))
            with names_asked() as asked:
                for method in ("GET", "POST"):
                    if (
                        self.send(Attempt(target, method, f"{path}?{urlencode(given)}", body)).status_code
                        != 405
                    ):
                        methods.add(method)
            names |= asked
        return Asked(names, frozenset(methods))

    def faults(self, tried: Iterable[Attempt]) -> dict[str, str]:
        """The attempts that were answered with an error of ours, and which."""
        answered = ((attempt, self.send(attempt)) for attempt in tried)
        return dict(fault_of(*each) for each in answered if each[1].status_code >= 500)


def fault_of(attempt: Attempt, response: HttpResponse) -> tuple[str, str]:
    """What was asked and how it failed, in short."""
    error = response.exc_info[1] if response.exc_info else response.status_code
    return f"{attempt.target.name}: {attempt}"[:400], repr(error)[:200]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def users(db: None) -> dict[str, User]:
    return make_users()


def make_users() -> dict[str, User]:
    found = {name: User.objects.create_user(name) for name in ("reader", "curator")}
    for name, user in found.items():
        user.groups.add(Group.objects.get(name=name))
    return {**found, "administrator": User.objects.create_superuser("administrator")}


def make_things(curator: User, administrator: User) -> dict[str, object]:
    """One of everything that an address can name: keys, and the other arguments of addresses."""
    corpus = make_corpus()
    corpus.curators.add(curator)
    run = make_answered_run(curator, corpus)
    Opening.objects.create(run=run, person=administrator, reason="It was reported.")
    image = corpus.images.get()
    other = CorpusImage.objects.create(corpus=corpus, uid="img_other", path="b", width=1, height=1)
    rows = {
        "run": run,
        "document": corpus.documents.get(),
        "picture": image,
        "pair": DuplicatePair.objects.create(
            corpus=corpus, first=image, second=other, kind="copy", similarity=1.0
        ),
        "job": IndexJob.objects.create(corpus=corpus, encoder="hashing:7", goes_live=False, status="ready"),
        "import": Import.objects.create(corpus=corpus, kind="files"),
        "change": Change.objects.create(corpus=corpus, action="hide"),
        "saved filter": SavedFilter.objects.create(corpus=corpus, owner=curator, name="A", query="tag=a"),
        "saved view": SavedView.objects.create(owner=curator, name="Mine", query="status=failed"),
        "query": corpus.test_queries.create(text="tower"),
    }
    keys = {name: row.pk for name, row in rows.items()}
    words = {"slug": "coast", "name": "view", "form": "json", "number": 1, "uid": image.uid}
    return {**keys, **words, "token": share(run, curator, 7)}


def targets_of(name: str) -> list[Target]:
    """The routes that a person tries: administration leads everybody else to one page."""
    return [each for each in targets() if name == "administrator" or not each.name.startswith("admin:")]


def faults_of(name: str, users: dict[str, User], asked: dict[Target, Asked], turn: int) -> dict[str, str]:
    """What goes wrong where one person tries every route with a part of all attempts.

    `asked` is filled by the first database: what a route looks for does not depend on it. Parts whose
    `turn`, 0 or 1, differs have neither values nor places in common.
    """
    person = Person(users.get(name), make_things(users["curator"], users["administrator"]))
    one_in, found = PEOPLE[name], {}
    for number, target in enumerate(targets_of(name)):
        if target not in asked:
            asked[target] = person.survey(target)
        choose = chooser(f"{name} {target.name} {turn}", others=2)
        given = person.arguments_of(target)
        tried = attempts(target, asked[target], given, FORMS.get(target.name, {}), choose)
        first = number + turn * one_in // 2
        found |= person.faults(each for place, each in enumerate(tried) if (first + place) % one_in == 0)
    return found


@pytest.fixture(scope="module")
def asked() -> Surveys:
    """What the routes look for in the requests of each person."""
    return {name: {} for name in PEOPLE}


@pytest.mark.parametrize("name", PEOPLE)
def test_no_request_is_a_fault(users: dict[str, User], asked: Surveys, name: str) -> None:
    assert faults_of(name, users, asked[name], turn=0) == {}


@pytest.fixture
def on_postgres(postgres_as_default: object) -> Iterator[None]:
    """The product's tables on PostgreSQL, and no search that holds on to SQLite."""
    _search_over.cache_clear()
    yield
    _search_over.cache_clear()


@pytest.mark.parametrize("name", PEOPLE)
def test_no_request_is_a_fault_on_postgres(on_postgres: None, asked: Surveys, name: str) -> None:
    assert faults_of(name, make_users(), asked[name], turn=1) == {}


def test_every_number_in_an_address_is_bounded() -> None:
    assert list(unbounded(get_resolver().url_patterns)) == []
    assert not [route for route in socket_routes(application) if "<int:" in route]


def unbounded(patterns: "list[URLPattern | URLResolver]") -> Iterator[str]:
    """Patterns that take a number of any length."""
    for each in patterns:
        if any(isinstance(converter, IntConverter) for converter in each.pattern.converters.values()):
            yield str(each.pattern)
        if isinstance(each, URLResolver):
            yield from unbounded(each.url_patterns)


@pytest.mark.parametrize(
    "path", ["/sign-in/?next=%00", "/sign-in/?%00=1", "/media/img%00/view/", "/no%00where"]
)
def test_a_zero_in_an_address_is_refused(db: None, path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 400
    assert "cannot be stored" in response.content.decode()


def test_a_zero_in_a_cookie_is_refused(db: None) -> None:
    # Quoted, a cookie may hold any character by its number.
    response = Client().get("/account/", headers={"cookie": r'sessionid="abcdefgh\000"'})
    assert response.status_code == 400


async def ask_for_a_socket(cookie: str) -> str:
    headers = [(b"cookie", cookie.encode()), (b"origin", b"http://testserver"), (b"host", b"testserver")]
    scope = {"type": "websocket", "path": "/ws/runs/1/", "query_string": b"", "headers": headers}
    socket = ApplicationCommunicator(application, {**scope, "subprotocols": []})
    await socket.send_input({"type": "websocket.connect"})
    return str((await socket.receive_output(PATIENCE_SECONDS))["type"])


@pytest.mark.django_db(transaction=True)
def test_a_zero_in_the_cookie_of_a_socket_is_refused() -> None:
    assert async_to_sync(ask_for_a_socket)("sessionid=abcdefgh") == "websocket.accept"
    assert async_to_sync(ask_for_a_socket)(r'sessionid="abcdefgh\000"') == "websocket.close"


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/plain, */*"])
def test_a_script_is_refused_in_json(db: None, accept: str) -> None:
    response = Client().get("/sign-in/?next=%00", headers={"accept": accept})
    assert response.status_code == 400
    assert "cannot be stored" in response.json()["problem"]


@pytest.mark.parametrize("accept", ["", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_a_browser_is_refused_on_a_page(db: None, accept: str) -> None:
    response = Client().get("/sign-in/?next=%00", headers={"accept": accept} if accept else {})
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_a_zero_in_a_form_is_refused(db: None) -> None:
    response = Client().post("/sign-in/", {"username": "ad\0a", "password": "x"})
    assert response.status_code == 400


def test_a_zero_in_a_file_name_is_refused(users: dict[str, User]) -> None:
    client = Client()
    client.force_login(users["curator"])
    file = SimpleUploadedFile("a.png", b"x")
    file._name = "a\0.png"  # The class cleans names that come through its door.
    assert client.post("/uploads/", {"picture": file}).status_code in (400, 422)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("0", 0), ("7", 7), ("007", 7), (str(MAX_ID), MAX_ID), (str(MAX_ID + 1), None), ("9" * 5_000, None),
        ("", None), (None, None), ("-1", None), ("+1", None), ("1.0", None), ("1_0", None), ("٣", None),
        ("²", None), (" 1", None), (7, None),
    ],
)  # fmt: skip
def test_a_number_is_ascii_digits_in_bounds(given: object, number: int | None) -> None:
    assert parse_integer(given) == number
    assert parse_id(given) == (number or 0)


def test_a_number_outside_given_bounds_is_none() -> None:
    assert [parse_integer(given, least=2, most=4) for given in "12345"] == [None, 2, 3, 4, None]


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("0.5", 0.5),
        ("7", 1.0),
        ("-7", 0.0),
        ("nan", None),
        ("inf", None),
        ("", None),
        (None, None),
        ("x", None),
    ],
)
def test_a_float_is_finite_and_in_bounds(given: object, number: float | None) -> None:
    assert parse_float(given, least=0.0, most=1.0) == number


def test_keys_of_a_form_are_distinct_and_limited() -> None:
    assert parse_ids(["3", "1", "3", "0", "x", "9" * 30]) == [3, 1]
    assert len(parse_ids(map(str, range(1, 3 * MAX_IDS)))) == MAX_IDS


@pytest.mark.parametrize(
    "value", ["a\0", "\ud800", ["a\0"], {"a\0": 1}, {"a": [{"b": "\udfff"}]}, float("nan")]
)
def test_what_no_database_takes_is_not_storable(value: object) -> None:
    assert not is_storable(value)


@pytest.mark.parametrize("value", ["", "ä 😀 \ufeff", 10**30, 0.5, None, {"a": [True, ("b",)]}])
def test_what_databases_take_is_storable(value: object) -> None:
    assert is_storable(value)


def test_a_key_too_large_ends_no_job(users: dict[str, User]) -> None:
    things = make_things(users["curator"], users["administrator"])
    client = Client()
    client.force_login(users["curator"])
    CorpusImage.objects.filter(pk=things["picture"]).update(trashed=timezone.now())
    client.post("/corpora/coast/trash/empty/", {"ids": ["9" * 30, str(things["picture"])], "confirmed": "1"})
    job = CurationJob.objects.get()
    assert job.detail == {"ids": [things["picture"]]}
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == ("finished", "")


def test_many_named_pictures_are_one_statement(users: dict[str, User]) -> None:
    make_things(users["curator"], users["administrator"])
    client = Client()
    client.force_login(users["curator"])
    named = ",".join(map(str, range(1, 60_000)))
    response = client.post("/corpora/coast/change/", {"action": "hide", "ids": named})
    assert response.status_code == 302
    assert CorpusImage.objects.filter(is_hidden=True).exists()


@pytest.mark.parametrize(
    "given", ["٣", "runs:home", "//evil.example", "https://evil.example/", "javascript:1", ""]
)
def test_a_form_leads_back_to_pages_of_ours_alone(users: dict[str, User], given: str) -> None:
    client = Client()
    client.force_login(users["curator"])
    response = client.post("/account/theme/", {"theme": "dark", "next": given})
    assert (response.status_code, response["Location"]) == (302, "/account/")
