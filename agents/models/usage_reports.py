"""What servers report of the tokens of one stream, as one sum: they repeat it, split it, or leave it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
"""A JSON object of a server: not ours to type."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `cached` are part of `prompt`, `reasoning` part of `completion`."""

    prompt: int
    completion: int
    cached: int
    reasoning: int


@dataclass(slots=True)
class UsageReports:
    """The reports of one stream in their order."""

    _reports: list[Report] = field(default_factory=list)

    def note(self, event: Json) -> None:
        """Take the report of an event, if it has one."""
        # The usage where servers put it: the event, its choice (Moonshot), or Groq's own field.
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        places = (event.get("usage"), _inner(choice, "usage"), _inner(event.get("x_groq"), "usage"))
        usage = next((place for place in places if isinstance(place, Mapping)), None)
        if usage is not None:
            prompt = _count(usage, "prompt_tokens", "input_tokens")
            completion = _count(usage, "completion_tokens", "output_tokens")
            details = (usage.get("prompt_tokens_details"), usage.get("completion_tokens_details"))
            cached = _count(details[0], "cached_tokens")
            cached = cached or _count(usage, "prompt_cache_hit_tokens", "cached_tokens")
            reasoning = _count(details[1], "reasoning_tokens") or _count(usage, "reasoning_tokens")
            surplus = _count(usage, "total_tokens") - prompt - completion
            if prompt and surplus > 0 and surplus != cached:
                completion += surplus  # xAI and Google count thoughts in the total alone; they are paid for.
        else:
            # llama.cpp's own count, where it was not asked for the usage; `prompt_n` lacks what was cached.
            timings, reasoning = event.get("timings"), 0
            cached = _count(timings, "cache_n")
            prompt, completion = _count(timings, "prompt_n") + cached, _count(timings, "predicted_n")
        if prompt or completion:
            self._reports.append(Report(prompt, completion, cached, reasoning))

    def total(self) -> dict[str, Any] | None:
        """The usage of the whole stream in OpenAI's form; None when nothing was reported.

        Counts that repeat and grow are running totals, and the largest is the sum. Only reports that stop to
        count the prompt once it was counted are increments: a running total never falls.
        """
        if not self._reports:
            return None
        totals = Report(*map(max, zip(*map(_values, self._reports), strict=True)))
        if len(self._reports) > 2 and not self._reports[-1].prompt and totals.prompt:
            totals = Report(*map(sum, zip(*map(_values, self._reports), strict=True)))
        return {
            "prompt_tokens": totals.prompt,
            "completion_tokens": totals.completion,
            "total_tokens": totals.prompt + totals.completion,
            "prompt_tokens_details": {"cached_tokens": min(totals.cached, totals.prompt)},
            "completion_tokens_details": {"reasoning_tokens": min(totals.reasoning, totals.completion)},
        }


def _values(report: Report) -> tuple[int, int, int, int]:
    return report.prompt, report.completion, report.cached, report.reasoning


def _count(place: object, *names: str) -> int:
    """The first of these counts that is there; 0 for none, and for what is no count."""
    counts = (_inner(place, name) for name in names)
    return next((int(n) for n in counts if isinstance(n, int | float) and 0 < n < 2**53), 0)


def _inner(place: object, name: str) -> object:
    return place.get(name) if isinstance(place, Mapping) else None
