"""Kinds of sources, a module each with its `KIND`: what is stored of them, who may read it, where it opens.

A module is named like its kind, and found here without being named.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.urls import NoReverseMatch

from agents.sources import SourceRef, StoredSource
from webapp.access import Person
from webapp.runs.models import Run
from webapp.runs.source_kinds.base import SourceKind

_BASE = "base"


@cache
def kinds() -> Mapping[str, SourceKind]:
    """Every kind of source, by its name."""
    names = [module.name for module in iter_modules(__path__) if module.name != _BASE]
    return {name: import_module(f"{__name__}.{name}").KIND for name in names}


def source_of_run(run: Run, ref: SourceRef) -> StoredSource | None:
    """What an execution of a run may read under a reference at this moment."""
    kind = kinds().get(ref.kind)
    return kind.for_run(run, ref.id) if kind else None


def source_of_person(person: Person | None, ref: SourceRef) -> StoredSource | None:
    """What a person may read under a reference; without one everything, as on the command line."""
    kind = kinds().get(ref.kind)
    return kind.for_person(person, ref.id) if kind else None


def may_open(run: Run, uid: str) -> bool:
    """Whether an execution of a run may load the pixels of a picture now, as one of a source of any kind."""
    return any(kind.may_open(run, uid) for kind in kinds().values())


def address_of(ref: SourceRef) -> str:
    """The path of the page of a source; empty where there can be none.

    An imported journal may name a kind that is not known here, or an id that no address can have.
    """
    kind = kinds().get(ref.kind)
    try:
        return kind.page(ref) if kind else ""
    except NoReverseMatch:
        return ""
