"""The question, the plan and what was kept: the sections that a run stands on."""

from collections import Counter, defaultdict

from agents.context.assets import corners, times
from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import plain, quoted, without_middle
from agents.observations import SeenHit
from agents.plan import Goal, GoalStatus
from agents.text.hidden import visible
from agents.types import Importance

SNIPPET_CHARACTERS = 120
"""Characters of a hit that is known by its id (Harness-1, arXiv:2606.02373)."""

_TITLE, _FILE, _NOTE, _GOAL, _ANSWER = 100, 80, 300, 2_000, 1_500
_WITHDRAWN = "# Withdrawn by the person: do not cite, keep again or rely on"

_MIN_GOAL_CHARACTERS = 500
"""Characters of a goal in the smallest prompt."""


def question(inputs: PromptInputs, characters: int | None) -> str:
    """The question in the person's words, with its pictures; at most so many characters of it, if given."""
    asked = inputs.started.question
    text = visible(asked.text).strip() or "(No words: the pictures are the question.)"
    lines = ["# Question", text if characters is None else without_middle(text, characters)]
    if asked.earlier and characters is None:
        lines.append("\nIt follows on from these, oldest first:")
        for each in asked.earlier:
            answered = quoted(each.answer, _ANSWER)
            lines.append(f"- asked: {quoted(each.question, _NOTE)}; answered: {answered}")
    if asked.images:
        lines.append("\nPictures of the question:")
        lines += [f"- {image.uid} {times((image.width, image.height))}" for image in asked.images]
    return "\n".join(lines)


def plan(inputs: PromptInputs, is_minimal: bool) -> str:
    """The goal that is worked on, and all goals with their answers; less of it with `is_minimal`."""
    graph, key = inputs.state.plan, inputs.options.goal
    lines = []
    if key:
        lines += [
            f"# Your goal ({key})",
            plain(graph.resolve(key), _MIN_GOAL_CHARACTERS if is_minimal else _GOAL),
        ]
    if graph.goals and not is_minimal:
        lines += ["# Plan", *map(_goal_line, graph.goals)]
    elif graph.goals and not key:
        live = (goal for goal in graph.goals if goal.status not in (GoalStatus.SKIPPED, GoalStatus.REPLACED))
        lines += ["# Plan", *(plain(_goal_line(goal), _MIN_GOAL_CHARACTERS) for goal in live)]
    return "\n".join(lines)


def evidence(inputs: PromptInputs, characters: int) -> str:
    """The curated set, the most important first: evidence with quote or region, hits with a snippet.

    Quotes and snippets have at most so many characters; with 0 the ids stand alone.
    """
    memory = inputs.state.memory
    ranked = [item for rank in Importance for item, own in memory.curated.items() if own is rank]
    others = [key for key in memory.evidence if key not in memory.curated]
    lines = ["# Evidence and hits that matter, most important first"] if ranked or others else []
    if not characters:
        lines += [" ".join(ranked)] if lines else []
    else:
        # How often a piece supported or failed a claim, in checks that were not told twice.
        verdicts: dict[str, Counter[str]] = defaultdict(Counter)
        for checked in memory.claims:
            for verdict in () if checked.is_reused else checked.verdicts:
                verdicts[verdict.evidence_id][verdict.verdict] += 1
        lines += [_curated_line(inputs, item, verdicts.get(item), characters) for item in ranked]
        lines += [f"Kept too, and can be cited: {' '.join(others)}"] if others else []
    if memory.withdrawn:
        lines.append(_WITHDRAWN)
    for item, withdrawal in memory.withdrawn.items():
        # Where the piece is from and why it is gone; what it says is not repeated.
        piece, reason = withdrawal.evidence, plain(withdrawal.reason, _NOTE) or "no reason was given"
        place = piece.uid if piece.kind == "image" else f"{piece.source} at {piece.start}-{piece.end}"
        region = f" {corners(piece.box)}" if piece.box else ""
        lines.append(f"- {item} {place}{region} of {quoted(piece.title, _TITLE)} | why: {reason}")
    return "\n".join(lines)


def hit_line(hit: SeenHit, snippet: int) -> str:
    """A hit by id with where it is from, and so many characters of its text."""
    place = ""
    if hit.uid is None and hit.source:
        place = f"{hit.source} at {hit.start or 0}"
    elif hit.documents:
        place = " ".join(["in", *(f"document:{document}" for document in hit.documents[:3])])
    facts = [hit.id, hit.uid or "", quoted(hit.title, _TITLE), f"({plain(hit.file, _FILE)})", place]
    return " ".join(filter(None, facts)) + (f": {quoted(hit.text, snippet)}" if snippet and hit.text else "")


def _goal_line(goal: Goal) -> str:
    needs = f", needs {', '.join(goal.depends_on)}" if goal.depends_on else ""
    words = [f"- {goal.key} [{goal.status}{needs}] {plain(goal.text, _NOTE)}"]
    if goal.answer:
        words.append(f"answer: {plain(goal.answer, _ANSWER)}")
    if goal.analysis:
        words.append(f"analysis: {plain(goal.analysis, _NOTE)}")
    return " | ".join(words)


def _curated_line(inputs: PromptInputs, item: str, verdicts: Counter[str] | None, characters: int) -> str:
    memory = inputs.state.memory
    rank = memory.curated[item]
    kept = memory.evidence.get(item)
    if kept is None:
        hit = memory.pool.get(item)
        return (
            f"- ({rank}) {hit_line(hit, min(SNIPPET_CHARACTERS, characters))}"
            if hit
            else f"- {item} ({rank})"
        )
    if kept.kind == "image":
        region = f" {corners(kept.box)}" if kept.box else ""
        where, words = f"{kept.uid}{region}", ""
    else:
        page = f", page {kept.page_number}" if kept.page_number else ""
        scanned = ", read by OCR" if kept.is_scanned else ""
        where, words = f"{kept.source} at {kept.start}{page}{scanned}", f": {quoted(kept.quote, characters)}"
    note = f" | note: {quoted(kept.note, min(_NOTE, characters))}" if kept.note else ""
    tally = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())) if verdicts else ""
    checked = f" | checked: {tally}" if tally else ""
    return f"- {item} ({rank}) {where} of {quoted(kept.title, _TITLE)}{words}{note}{checked}"
