"""What a run did in words for people: tools, arguments, results, texts without its inner names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agents.messages import Message
from agents.observations import (
    EvidenceKept,
    Finish,
    HitsFound,
    LinesFound,
    Observation,
    PageOpened,
    PicturesSeen,
    Reviewed,
    SearchesDone,
    TextRead,
    WebFound,
)
from agents.plan import Goal
from agents.replay import AgentState
from agents.types import Evidence, Importance, Role, ToolCall
from webapp.messages import translated

_UID = re.compile(r"\bimg_[a-z2-7]{13}\b")
_MARKERS = re.compile(r"\s*\[(e\d+(?:[,;\s]+e\d+)*)\]")
_ITEM = re.compile(r"\b(?:[a-z][a-z_]{0,39}:[\w.-]*\w|e\d+)\b")
_RECORD = re.compile(r"(?:passage|image|document):\d+")
_GOAL = re.compile(r"\b[a-z]{1,8}_?\d+\b")
"""Keys of goals may be words like any other; only those with a number are looked for in a text."""

_SETTING = re.compile(r"\bSIGHTLINE_([A-Z_]+)\b(?:=\S+)?")

_INNER = frozenset({"document", "around", "limit", "contact_sheet", "operations", "box", "page", "problem"})
"""Arguments that mean something to a policy only: numbers of rows, places in a text."""

_ECHOED = {
    "note": frozenset({"quote", "uid", "note"}),
    "verify": frozenset({"claim", "ids"}),
    "answer_goal": frozenset({"answer", "status", "analysis"}),
    "reflect": frozenset({"satisfied", "missing"}),
    "gate": frozenset({"can_answer", "confidence", "rationale", "draft", "queries"}),
    "curate": frozenset({"importance", "drop", "pin", "unpin"}),
    "caption": frozenset({"uid", "line"}),
    "finish": frozenset({"reason", "answer"}),
}
"""Arguments that the result of a tool shows anyway."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: its name and its value in words, or the pictures that it names."""

    name: str
    value: str
    uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for ids inside of a run: titles, numbers of cited sources, goals by their keys."""

    titles: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, int] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)

    @classmethod
    def of(cls, state: AgentState) -> "Names":
        """The names of everything that a run has met so far."""
        memory = state.memory
        titles = {id_: hit.title or hit.file for id_, hit in memory.pool.items()}
        titles |= {str(text.source): text.title for text in memory.texts}
        titles |= {link.id: link.text for link in memory.web.links.values()}
        titles |= {figure.id: figure.words for figure in memory.web.figures.values()}
        withdrawn = {id_: withdrawal.evidence for id_, withdrawal in memory.withdrawn.items()}
        kept = {**memory.evidence, **withdrawn}
        titles |= {id_: evidence.title or evidence.file for id_, evidence in kept.items()}
        titles |= {hit.uid: hit.title or hit.file for hit in memory.pool.values() if hit.uid}
        cited = state.answer.citations if state.answer else ()
        markers = {citation.evidence.id: citation.marker for citation in cited}
        return cls(titles, markers, {goal.key: goal for goal in state.plan.goals})

    def of_item(self, item: str) -> str:
        """The number of a source, the title of what was found, or words for something unknown."""
        if item in self.markers:
            return f"[{self.markers[item]}]"
        if self.titles.get(item):
            return _("“%(title)s”") % {"title": self.titles[item]}
        return _("a picture") if _UID.fullmatch(item) else _("a find")

    def of_goal(self, key: str) -> str:
        """The number of a goal in the plan, or its key where the plan has no such goal."""
        return str([*self.goals].index(key) + 1) if key in self.goals else key

    def of_goals(self, keys: Iterable[str]) -> str:
        """The numbers of goals."""
        return ", ".join(map(self.of_goal, keys))

    def plain(self, text: str) -> str:
        """A text of a policy or a tool as people read it: in their language, no ids, no names of settings."""
        # Our own sentences say that it is a goal; in those of a model its key stands alone.
        goal = "%(number)s" if isinstance(text, Message) else _("goal %(number)s")
        setting = _("the setting “%(name)s”")
        text = _GOAL.sub(
            lambda key: goal % {"number": self.of_goal(key[0])} if key[0] in self.goals else key[0],
            translated(text),
        )
        text = _MARKERS.sub(self._cited, text)
        text = _ITEM.sub(self._named, text)
        text = _UID.sub(_("a picture"), text)
        return _SETTING.sub(lambda found: setting % {"name": found[1].replace("_", " ").lower()}, text)

    def _named(self, found: re.Match[str]) -> str:
        """A word such as `e5` or `at:noon` is an id only where something has it."""
        is_id = found[0] in self.titles or _RECORD.fullmatch(found[0])
        return self.of_item(found[0]) if is_id else found[0]

    def _cited(self, found: re.Match[str]) -> str:
        """Markers of a draft become the numbers of the answer; those of evidence that is not cited go."""
        ids = re.split(r"[,;\s]+", found[1])
        return "".join(f" [{self.markers[id_]}]" for id_ in ids if id_ in self.markers)


def verb_of(tool: str) -> str:
    """What a tool does, in a word or two; the name of a tool that is not ours."""
    return {
        "answer_goal": _("Answer a goal"),
        "caption": _("Describe a picture"),
        "compare": _("Compare two pictures"),
        "curate": _("Sort what was found"),
        "enhance": _("Enhance a picture"),
        "finish": _("Answer"),
        "gate": _("Decide whether to search"),
        "grep": _("Find the exact words"),
        "look": _("Look"),
        "note": _("Keep"),
        "open_page": _("Open a page"),
        "plan": _("Plan"),
        "read": _("Read"),
        "reflect": _("Reflect"),
        "review": _("Look again at what was found"),
        "rotate": _("Turn a picture"),
        "search_by_image": _("Search by picture"),
        "search_images": _("Search for pictures"),
        "search_text": _("Search the texts"),
        "verify": _("Check a claim"),
        "web_search": _("Search the web"),
        "zoom": _("Zoom in"),
    }.get(tool, tool.replace("_", " ").capitalize())


def at_work(role: Role, model: str) -> str:
    """What a model does at this moment, by its role."""
    return {
        Role.PLANNER: _("%(model)s is planning"),
        Role.SEARCHER: _("%(model)s is deciding the next step"),
        Role.ANSWERER: _("%(model)s is writing the answer"),
        Role.VERIFIER: _("%(model)s is checking a claim"),
        Role.CAPTIONER: _("%(model)s is describing a picture"),
        Role.RERANKER: _("%(model)s is ordering what was found"),
    }[role] % {"model": model}


def arguments_of(call: ToolCall, names: Names, observation: Observation | None) -> tuple[Argument, ...]:
    """The arguments that tell a person something, pictures as pictures."""
    has_result = observation is not None and observation.ok
    left_out = _INNER | (_ECHOED.get(call.name, frozenset()) if has_result else frozenset())
    found = []
    for name, value in call.arguments.items():
        if not value or name in left_out:
            continue
        items = value if isinstance(value, list | tuple) else [value]
        uids: tuple[str, ...] = ()
        if name == "importance" and value in [*Importance]:
            words = importance_words(value)
        elif name == "goal" and value in names.goals:
            words = names.goals[value].text
        elif all(isinstance(item, str) and _UID.fullmatch(item) for item in items):
            words, uids = "", tuple(dict.fromkeys(items))
        else:
            words = _words(value, names)
        found.append(Argument(_label(name), words, uids))
    return tuple(found)


def outcome_of(observation: Observation | None, names: Names) -> str:
    """What came of a call in a few words; nothing where there is nothing to count."""
    if observation is None:
        return _("not ended")
    if observation.error:
        return names.plain(observation.error.message)
    match observation.data:
        case HitsFound() | SearchesDone() as searched:
            return hits_in_words(len({hit.id for hit in searched.all_hits}))
        case WebFound() as found:
            return hits_in_words(len(found.hits)) if found.has_answer else _("no search engine answered")
        case LinesFound(lines=lines):
            return ngettext("%(count)d place", "%(count)d places", len(lines)) % {"count": len(lines)}
        case Reviewed(items=items):
            return ngettext("%(count)d item", "%(count)d items", len(items)) % {"count": len(items)}
        case PicturesSeen(pictures=pictures):
            count = len(pictures)
            return ngettext("%(count)d picture", "%(count)d pictures", count) % {"count": count}
        case TextRead(title=title) | PageOpened(title=title) | EvidenceKept(Evidence(title=title)):
            return title
        case Finish(draft, reason):
            return _("Wrote the answer.") if draft else names.plain(reason)
        case _:
            return ""


def hits_in_words(count: int) -> str:
    """`4 hits`, and `nothing found` for none."""
    if not count:
        return _("nothing found")
    return ngettext("%(count)d hit", "%(count)d hits", count) % {"count": count}


def _label(name: str) -> str:
    return {
        "address": _("page"),
        "answer": _("answer"),
        "claim": _("claim"),
        "degrees": _("degrees"),
        "drop": _("set aside"),
        "first": _("first"),
        "freshness": _("not older than"),
        "goal": _("to find"),
        "ids": _("what"),
        "importance": _("matters"),
        "kind": _("kind"),
        "language": _("language"),
        "line": _("in words"),
        "note": _("why"),
        "pattern": _("words"),
        "pin": _("keep in view"),
        "queries": _("for"),
        "query": _("for"),
        "question": _("to find"),
        "quote": _("quote"),
        "reason": _("why"),
        "second": _("second"),
        "site": _("site"),
        "uid": _("picture"),
        "uids": _("pictures"),
        "unpin": _("no longer in view"),
    }.get(name, name.replace("_", " "))


def _words(value: Any, names: Names) -> str:  # any JSON value that a policy may have written
    match value:
        case bool():
            return _("yes") if value else _("no")
        case list() | tuple():
            return " · ".join(_words(item, names) for item in value)
        case dict():
            return " · ".join(f"{_words(name, names)}: {_words(item, names)}" for name, item in value.items())
        case _:
            return names.plain(str(value))


def importance_words(importance: str) -> str:
    """How much a piece of evidence matters."""
    return {
        "very_high": _("very important"),
        "high": _("important"),
        "fair": _("perhaps important"),
        "low": _("hardly important"),
    }[importance]
