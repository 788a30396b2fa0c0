"""What the list of runs is narrowed by, kept beside the journal: how many steps, and which tools."""

from agents.events import StepDecided
from webapp.runs import journal
from webapp.runs.models import Run, ToolUse

TOOL_NAME = 100
"""Characters that are kept; a model may call for a tool that there is not, by any name."""


def count(run: Run, event: StepDecided) -> None:
    """Take a step of the run into account; twice is as good as once."""
    Run.objects.filter(pk=run.pk).update(step_count=event.step)
    tools = sorted({call.name[:TOOL_NAME] for call in event.calls})
    ToolUse.objects.bulk_create((ToolUse(run=run, tool=tool) for tool in tools), ignore_conflicts=True)


def count_again(run: Run) -> None:
    """Take all steps of a journal into account that was written at once."""
    for _, event in journal.read(run):
        if isinstance(event, StepDecided):
            count(run, event)
