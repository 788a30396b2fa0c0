"""What came of a call, as words and pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agents.context.results import tell
from agents.context.shrink import RESULT_CHARACTERS
from agents.events import ClaimsChecked
from agents.observations import Observation


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A place at which the pixels of a picture are shown."""

    uid: str


Part = str | InlinePicture


def picture_label(uid: str) -> str:
    """The line that stands before a picture and names it."""
    return f"{uid}:"


def picture_parts(uids: Iterable[str]) -> Iterator[Part]:
    """Each picture behind the line that names it."""
    for uid in uids:
        yield picture_label(uid)
        yield InlinePicture(uid)


def outcome_parts(observation: Observation | None) -> tuple[Part, ...]:
    """The outcome in the words that a model of this harness reads, and the pictures that it shows."""
    if observation is None:
        return ("This call did not end.",)
    shown = observation.data.pixel_uids if observation.data else ()
    return (tell(observation, RESULT_CHARACTERS), *picture_parts(shown))


def check_text(check: ClaimsChecked) -> str:
    """What the check of a draft found, with every claim that does not hold."""
    lines = [f"The draft was checked: {check.ruling} (score {check.gate.score:.2f} of 1)."]
    for verdict in check.verdicts:
        if verdict.verdict.is_against:
            against = verdict.evidence_id or "no evidence"
            lines.append(f"- {verdict.sentence} ({against}: {verdict.verdict}. {verdict.reason})")
    return "\n".join(lines)
