"""`manage.py doctor`: does every part work, and what to do about those that do not."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from webapp.doctor.checks import Finding, examine
from webapp.management.cli import FAILED, Reply, SightlineCommand, columns
from webapp.messages import translated


class Command(SightlineCommand):
    help = gettext_noop("Check every part of this installation; exit code 1 if one does not work.")

    def reply(self, **options: Any) -> Reply:
        findings = examine()
        is_well = all(finding.ok for finding in findings)
        payload = {"ok": is_well, "checks": [finding.to_json() for finding in findings]}
        return Reply(payload, describe(findings), 0 if is_well else FAILED)


def describe(findings: Sequence[Finding]) -> str:
    """A line for each part, with what to do under each red one."""
    names = [translated(finding.name) for finding in findings]
    width = max(map(columns, names))
    lines = []
    for finding, name in zip(findings, names, strict=True):
        gap = " " * (width - columns(name))
        lines.append(f"{'✓' if finding.ok else '✗'} {name}{gap}  {translated(finding.detail)}")
        if finding.advice:
            lines.append(f"  {'':<{width}}  → {translated(finding.advice)}")
    return "\n".join(lines)
