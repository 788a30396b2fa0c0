"""The JSON of a trajectory: a run and its whole journal, as another installation can read them back."""

import re
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from agents.errors import JournalError
from agents.events import Event, from_payload
from agents.parsing.storable import is_storable
from agents.parsing.validation import explain
from agents.plan import PlanError
from agents.replay import AgentState, replay
from agents.types import SourcePolicy
from media_store import MediaError, is_uid
from media_store.limits import MIB
from webapp.corpora.errors import BadInput
from webapp.messages import error_text, translated
from webapp.runs.execution.services import MAX_QUESTION
from webapp.runs.files.characters import escape_in_json
from webapp.runs.models import Run, RunEvent

FORMAT: Literal["sightline-trajectory"] = "sightline-trajectory"
VERSION: Literal[1] = 1
MAX_MB = 64
MAX_EVENTS = 100_000

_PROBLEMS_TOLD = 3
_VERSION = re.compile(r'"version"\s*:\s*([^\s,}]{1,20})')


class EventLine(BaseModel):
    """One line of the journal; `payload` is what `agents.events.to_payload` wrote."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    payload: dict[str, JsonValue]
    created: AwareDatetime


class Trajectory(BaseModel):
    """What the file holds. `images` are UIDs, `corpora` slugs; who owned the run is not in it."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["sightline-trajectory"]
    version: Literal[1]
    question: str = Field(max_length=MAX_QUESTION)
    images: list[str]
    profile: str = Field(max_length=40)
    policy: str = Field(max_length=200)
    corpora: list[str]
    sources: SourcePolicy = SourcePolicy.CORPORA
    status: str
    message: str
    created: AwareDatetime
    finished: AwareDatetime | None
    events: list[EventLine] = Field(min_length=1, max_length=MAX_EVENTS)


def to_json(run: Run) -> str:
    """The run as the text of a file."""
    rows = RunEvent.objects.filter(run=run).order_by("seq")
    whole = Trajectory.model_construct(
        format=FORMAT,
        version=VERSION,
        question=run.question,
        images=run.images,
        profile=run.profile,
        policy=run.policy,
        corpora=[corpus.slug for corpus in run.corpora.all()],
        sources=SourcePolicy(run.sources),
        status=run.status,
        message=run.message,
        created=run.created,
        finished=run.finished,
        events=[EventLine(kind=r.kind, payload=r.payload, created=r.created) for r in rows],
    )
    # Earlier versions read no `sources`, and know runs over corpora alone.
    left_out = {"sources"} if run.sources == SourcePolicy.CORPORA else None
    return escape_in_json(whole.model_dump_json(indent=1, exclude=left_out)) + "\n"


def from_json(text: str) -> Trajectory:
    """Read what `to_json` wrote. Raises BadInput with a sentence for everything else."""
    if len(text) > MAX_MB * MIB:
        raise BadInput(_("The file is larger than %(most)s MB.") % {"most": MAX_MB})
    try:
        trajectory = Trajectory.model_validate_json(text)
    except ValidationError as error:
        written = _VERSION.search(text)
        if FORMAT in text[:200] and written and written[1] != str(VERSION):
            sentence = _("The file is a trajectory of version %(written)s; version %(known)s is understood.")
            raise BadInput(sentence % {"written": written[1], "known": VERSION}) from error
        what = "; ".join(map(translated, explain(error, "file")[:_PROBLEMS_TOLD]))
        raise BadInput(_("The file is no trajectory of Sightline. %(what)s.") % {"what": what}) from error
    if not all(map(is_uid, trajectory.images)):
        raise BadInput(_("The file names a picture of the question by something that is no UID."))
    if not is_storable(trajectory.model_dump()):
        raise BadInput(_("The file holds a zero character or a number that is not finite."))
    return trajectory


def journal_of(trajectory: Trajectory) -> tuple[list[Event], AgentState]:
    """Its events and their fold. Raises BadInput when they are no journal."""
    try:
        events = [from_payload(line.kind, line.payload) for line in trajectory.events]
        return events, replay(events)
    except (JournalError, MediaError, PlanError) as error:
        sentence = _("The journal in the file cannot be followed. %(why)s") % {"why": error_text(error)}
        raise BadInput(sentence) from error
