"""What is kept beside journals to ask for: how many steps, which tools, which pictures came up."""

from django.db.models import F
from django.utils import timezone

from agents.events import CallFinished, StepDecided
from webapp.corpora.models import CorpusImage
from webapp.runs.execution import journal
from webapp.runs.models import Run, ToolUse

TOOL_NAME = 100
"""Characters that are kept; a model may call for a tool that there is not, by any name."""


def count(run: Run, event: StepDecided) -> None:
    """Take a step of the run into account; twice is as good as once."""
    Run.objects.filter(pk=run.pk).update(step_count=event.step)
    tools = sorted({call.name[:TOOL_NAME] for call in event.calls})
    ToolUse.objects.bulk_create((ToolUse(run=run, tool=tool) for tool in tools), ignore_conflicts=True)


def count_pictures(run: Run) -> None:
    """Note on the pictures that searches of the run brought up that they did; once, when it has ended."""
    ids = set[int]()
    for _, event in journal.read(run):
        result = event.observation.data if isinstance(event, CallFinished) else None
        hits = result.all_hits if result else ()
        ids |= {int(hit.id.partition(":")[2]) for hit in hits if hit.kind == "image"}
    found = CorpusImage.objects.filter(pk__in=ids, corpus__in=run.corpora.all())
    found.update(times_found=F("times_found") + 1, last_found=timezone.now())


def count_again(run: Run) -> None:
    """Take all steps of a journal into account that was written at once."""
    for _, event in journal.read(run):
        if isinstance(event, StepDecided):
            count(run, event)
