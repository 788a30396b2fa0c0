"""Pictures met, searches made, hits not curated, texts read: what a run can come back to."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from agents.context.assets import corners, picture_line
from agents.context.prompt_inputs import PromptInputs
from agents.context.quoting import plain, quoted
from agents.context.sections import SNIPPET_CHARACTERS, hit_line
from agents.observations import TextRead
from agents.sources import SourceRef

MAX_LINES = 40
"""Pictures that are told in a line each."""

MAX_BARE_UIDS = 400
"""Pictures that are named by their UIDs alone; older ones are on the pages of `review`."""

MIN_BARE_UIDS = 40
"""Pictures that are named in the smallest prompt."""

MAX_SEARCHES = 12
"""Searches that are told, the newest (Harness-1, arXiv:2606.02373)."""

MAX_TEXTS = 20
"""Documents that are told with what was read of them, the newest."""

MAX_BARE_TEXTS = 80
"""Documents that are named as read without saying what of them."""

_QUERY, _TITLE, _FILE = 200, 100, 80


def pictures(inputs: PromptInputs, inline: tuple[str, ...], is_minimal: bool) -> str:
    """Every picture met: lines for those that matter most, UIDs for others, pages for the oldest."""
    album = inputs.album
    if not album.met:
        return ""
    ordered = dict.fromkeys(_by_weight(inputs, inline))
    count = 0 if is_minimal else MAX_LINES
    full, others = [*islice(ordered, count)], [*islice(ordered, count, None)]
    bare = others[: MIN_BARE_UIDS if is_minimal else MAX_BARE_UIDS]
    lines = [f"# Pictures met ({len(album.met)})"]
    memory = inputs.state.memory
    for uid in full:
        step = memory.looked.get(uid)
        marks = (
            "in view" if uid in inline else "",
            "pinned" if uid in memory.pinned else "",
            f"looked at in step {step}" if step else "",
        )
        lines.append(f"- {picture_line(uid, album, filter(None, marks))}")
    if bare:
        lines.append(f"{'Others' if full else 'UIDs'}: {' '.join(bare)}")
    if older := len(others) - len(bare):
        lines.append(f"and {older:,} older: review page 1 to {album.pages}")
    return "\n".join(lines)


def searches(inputs: PromptInputs) -> str:
    """The newest searches, oldest first, with what they brought."""
    made = inputs.state.memory.searches
    if not made:
        return ""
    shown = made[-MAX_SEARCHES:]
    heading = (
        f"# Searches ({len(made)})"
        if len(made) == len(shown)
        else f"# Searches (last {len(shown)} of {len(made)})"
    )
    lines = [heading]
    for search in shown:
        found, count = search.found, len(search.found.hits)
        goal = f" for {search.goal}" if search.goal else ""
        region = f" {corners(found.box)}" if found.box else ""
        asked = quoted(found.query, _QUERY) if found.query else f"{found.uid}{region}"
        brought = f"{count} hits, {len(search.new_ids)} new" if count else "nothing"
        if found.repeat_of:
            brought = f"not asked: repeats T{found.repeat_of}"
        elif inputs.state.steps[search.step - 1].set_aside:
            brought += " (set aside)"
        lines.append(f"T{search.step}{goal} {search.tool}({asked}) -> {brought}")
    return "\n".join(lines)


def pool(inputs: PromptInputs, snippets: int, bare: int) -> str:
    """Hits that are not curated, the newest first: `snippets` of them with their text, `bare` more as ids."""
    memory = inputs.state.memory
    newest = (hit for hit in reversed(memory.pool.values()) if hit.id not in memory.curated)
    told = list(islice(newest, snippets + bare))
    if not told:
        return ""
    lines = [f"# Other hits, newest first ({len(memory.pool):,} met in all)"]
    lines += [f"- {hit_line(hit, SNIPPET_CHARACTERS)}" for hit in told[:snippets]]
    if told[snippets:]:
        lines.append(f"More: {' '.join(hit.id for hit in told[snippets:])}")
    return "\n".join(lines)


def texts(inputs: PromptInputs) -> str:
    """What was read of which document, in characters, so that nothing is read twice."""
    by_source: dict[SourceRef, list[TextRead]] = {}
    for text in reversed(inputs.state.memory.texts):
        by_source.setdefault(text.source, []).append(text)
    if not by_source:
        return ""
    newest = [*by_source.values()]
    lines = ["# Texts read, newest first", *map(_text_line, newest[:MAX_TEXTS])]
    if older := [str(stretches[0].source) for stretches in newest[MAX_TEXTS : MAX_TEXTS + MAX_BARE_TEXTS]]:
        lines.append(f"Also: {' '.join(older)}")
    return "\n".join(lines)


def _by_weight(inputs: PromptInputs, inline: Collection[str]) -> Iterator[str]:
    """UIDs, some more than once: in view, pinned, just out of view, kept, and then the newest."""
    memory = inputs.state.memory
    yield from inline
    yield from memory.pinned
    before = inputs.previous.ledger.inline if inputs.previous else ()
    yield from (uid for uid in before if uid not in inline)
    curated = (memory.evidence.get(item) or memory.pool.get(item) for item in memory.curated)
    yield from (item.uid for item in curated if item and item.uid)
    yield from (kept.uid for kept in memory.evidence.values() if kept.uid)
    yield from reversed(inputs.album.met)


def _text_line(stretches: Sequence[TextRead]) -> str:
    joined: list[tuple[int, int]] = []  # In order, those that meet or overlap as one.
    for start, end in sorted({(text.start, text.end) for text in stretches}):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    first, ranges = stretches[0], ", ".join(f"{start}-{end}" for start, end in joined)
    title = f"{quoted(first.title, _TITLE)} ({plain(first.file, _FILE)})"
    return f"- {first.source} {title}: {ranges} of {first.length} characters"
