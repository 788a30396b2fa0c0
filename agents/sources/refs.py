"""References to sources: `document:17`, `picture:img_...`, and of kinds that are added later."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

DOCUMENT, PICTURE, PAGE = "document", "picture", "page"
MAX_REF_CHARACTERS = 200

_WRITTEN = re.compile(r"(?P<kind>[a-z][a-z_]{0,39}):(?P<id>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source by its kind, and by its id among those of its kind; false for none.

    It stays: what a reference means never changes, though the source may be gone.
    """

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.kind else ""

    def __bool__(self) -> bool:
        return bool(self.kind)

    @property
    def document(self) -> int | None:
        """The number of a document of a corpus; None for anything else."""
        return int(self.id) if self.kind == DOCUMENT and self.id.isdecimal() else None

    @property
    def as_argument(self) -> int | str:
        """As tools take it for a document: its number, or for anything else the reference."""
        return str(self) if self.document is None else self.document


NOWHERE = SourceRef("", "")
"""The reference of what is from no source."""


def document_ref(number: int) -> SourceRef:
    """A document of a corpus."""
    return SourceRef(DOCUMENT, str(number))


def picture_ref(uid: str) -> SourceRef:
    """A picture, of a corpus or of a run: the same pixels have one UID everywhere."""
    return SourceRef(PICTURE, uid)


def page_ref(key: object) -> SourceRef:
    """A page of the web as it was when it was read."""
    return SourceRef(PAGE, str(key))


def read_ref(written: object) -> SourceRef:
    """The reference that `document:17` stands for, or the number of a document.

    Raises ValueError for what is none.
    """
    match written:
        case SourceRef():
            return written
        case "":
            return NOWHERE
        case int() if not isinstance(written, bool):
            return document_ref(written)
        case str() if found := _WRITTEN.fullmatch(written):
            return SourceRef(found["kind"], found["id"])
    raise ValueError(f"This is no reference to a source: {str(written)[:MAX_REF_CHARACTERS]!r}")


StoredRef = Annotated[
    SourceRef, BeforeValidator(read_ref), PlainSerializer(str), WithJsonSchema({"type": "string"})
]
"""A reference that is stored as `kind:id`."""


class FromSource:
    """What is from a source. Its classes have the fields `source`, `document` and some of them `uid`.

    `document` repeats the number of a document of a corpus: journals of earlier versions have nothing else,
    and whoever reads files of runs relies on it. So either says the other.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        values: Any = self  # Which fields there are is up to the class.
        document, uid = values.document, getattr(self, "uid", None)
        if values.source:
            object.__setattr__(self, "document", values.source.document)
        elif document is not None:
            object.__setattr__(self, "source", document_ref(document))
        elif uid is not None:
            object.__setattr__(self, "source", picture_ref(uid))
