"""What every kind of source promises: the same under a reference always, to those who may read it."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from agents.sources import SourceRef, document_ref, picture_ref
from tests.snapshots.pages import make_page
from tests.support.source_kinds.clipping import Clipping
from tests.web.drawn import make_answered_run, make_corpus
from webapp.runs import source_kinds
from webapp.runs.models import Run
from webapp.snapshots.services import keep
from webapp.snapshots.stored_sources import page_ref

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KINDS: dict[str, Callable[[Run, ModuleType], SourceRef]] = {
    "document": lambda run, _: document_ref(run.corpora.get().documents.get().pk),
    "picture": lambda run, _: picture_ref(run.corpora.get().images.get().uid),
    "clipping": lambda run, clippings: clippings.keep(
        Clipping(run.pk, "https://a.example", "A", "A lamp.", "2026-03-01")
    ),
    "page": lambda run, _: page_ref(keep(make_page("A lamp."), NOW, run=run.pk).pk),
}
"""For each kind, a source that the owner of a run reads and nobody else."""


@pytest.fixture
def run(ada: User, clippings: ModuleType) -> Run:
    """Of ada's, over a private corpus that she reads."""
    secret = make_corpus("secret", is_private=True, hue=200)
    secret.readers.add(ada)
    return make_answered_run(ada, secret)


@pytest.fixture(params=KINDS)
def ref(request: pytest.FixtureRequest, run: Run, clippings: ModuleType) -> SourceRef:
    return KINDS[request.param](run, clippings)


def test_every_kind_is_promised_here(clippings: ModuleType) -> None:
    assert set(source_kinds.kinds()) == set(KINDS)


def test_it_has_text_or_pixels_and_a_name(run: Run, ref: SourceRef, ada: User) -> None:
    found = source_kinds.source_of_person(ada, ref)
    assert found
    assert found.ref == ref
    assert found.text or found.uid
    assert found.title or found.file
    assert found == source_kinds.source_of_run(run, ref) == source_kinds.source_of_person(None, ref)


def test_others_find_nothing(ref: SourceRef, bob: User) -> None:
    assert source_kinds.source_of_person(bob, ref) is None
    assert source_kinds.source_of_person(AnonymousUser(), ref) is None


def test_a_run_of_another_finds_nothing(ref: SourceRef, bob: User) -> None:
    assert source_kinds.source_of_run(Run.objects.create(owner=bob), ref) is None


@pytest.mark.parametrize("key", ["", "0", "-1", "9" * 30, "../etc/passwd", "x\x00", "１"])
def test_what_is_no_id_is_not_found(ref: SourceRef, run: Run, ada: User, key: str) -> None:
    other = SourceRef(ref.kind, key)
    assert source_kinds.source_of_person(ada, other) is source_kinds.source_of_run(run, other) is None


def test_its_page_opens_to_its_reader_alone(ref: SourceRef, as_ada: Client, as_bob: Client) -> None:
    page = source_kinds.address_of(ref)
    assert [client.get(page).status_code for client in (as_ada, as_bob)] == [200, 404]
    general = f"/sources/{ref.kind}/{ref.id}/"
    assert as_bob.get(general).status_code == 404
    assert as_ada.get(general, follow=True).status_code == 200


def test_an_unknown_kind_leads_nowhere(run: Run, ada: User) -> None:
    ref = SourceRef("tablet", "1")
    assert source_kinds.source_of_person(ada, ref) is source_kinds.source_of_run(run, ref) is None
    assert source_kinds.address_of(ref) == ""
    assert source_kinds.address_of(SourceRef("page", "")) == ""
