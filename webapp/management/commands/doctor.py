"""`manage.py doctor`: does every part work, and what to do about those that do not."""

from collections.abc import Sequence
from typing import Any

from webapp.doctor.checks import Finding, examine
from webapp.management.cli import FAILED, Reply, SightlineCommand


class Command(SightlineCommand):
    help = "Check every part of this installation; exit code 1 if one does not work."

    def reply(self, **options: Any) -> Reply:
        findings = examine()
        is_well = all(finding.ok for finding in findings)
        payload = {"ok": is_well, "checks": [finding.to_json() for finding in findings]}
        return Reply(payload, describe(findings), 0 if is_well else FAILED)


def describe(findings: Sequence[Finding]) -> str:
    """A line for each part, with what to do under each red one."""
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{'✓' if finding.ok else '✗'} {finding.name:<{width}}  {finding.detail}")
        if finding.advice:
            lines.append(f"  {'':<{width}}  → {finding.advice}")
    return "\n".join(lines)
