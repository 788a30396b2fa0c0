"""One state of a run with everything that the built-in rules derive from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.errors import JournalError
from agents.policies.question import Ask, names_in, understand
from agents.policies.reading import Reader, Scored, Statement
from agents.policies.subjects import Subject, nearness, subjects
from agents.replay import AgentState
from agents.sentences import quotable, split_sentences
from agents.types import Evidence, Question

ENOUGH = 0.45
"""Score from which a sentence counts as an answer; below it the run says that it does not know."""

CLOSE = 0.12
"""A further sentence this near to the best one is quoted too."""

QUOTES = 3
QUOTES_LOOKED_AT = 8


@dataclass
class Case:
    """Everything here is a function of the state; it is worked out when first asked for."""

    state: AgentState
    reader: Reader

    @cached_property
    def question(self) -> Question:
        if self.state.started is None:
            raise JournalError("A policy was asked before its run started.")
        return self.state.started.question

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        return understand(self.question.text)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        return subjects(self.question, self.state.memory)

    @cached_property
    def subject(self) -> str:
        """What the question is about: what its pictures show; without pictures, the names in it.

        A question without a name goes on about what was asked before it.
        """
        shown = [subject.name for subject in self.subjects if subject.name]
        texts = [self.question.text, *(earlier.question for earlier in reversed(self.question.earlier))]
        texts += [earlier.answer for earlier in reversed(self.question.earlier)]
        named: tuple[str, ...] = next(filter(None, map(names_in, texts)), ())
        return "; ".join(shown if self.question.images else named)

    @cached_property
    def facts(self) -> tuple[Ask, ...]:
        """Asks that need more than knowing what the picture shows."""
        known = any(subject.match for subject in self.subjects)
        return tuple(ask for ask in self.asks if not (known and ask.wants_identity))

    @cached_property
    def ranked(self) -> tuple[tuple[Ask, list[Scored]], ...]:
        """For each ask, every statement met so far, best first."""
        statements = list(dict.fromkeys(self._statements()))
        return tuple((ask, self.reader.rank(ask, self.subject, statements)) for ask in self.asks)

    def chosen(self, ask: Ask) -> list[Scored]:
        """The statements that answer the ask, best first; none share a sentence."""
        ranked = next(found for asked, found in self.ranked if asked is ask)
        least = max(ENOUGH, ranked[0].score - CLOSE) if ranked else ENOUGH
        chosen: list[Scored] = []
        for scored in ranked[:QUOTES_LOOKED_AT]:
            if scored.score >= least and not any(_overlap(scored, other) for other in chosen):
                chosen.append(scored)
        return chosen[: 1 if ask.wants_identity else QUOTES]

    def kept_for(self, ask: Ask) -> list[Evidence]:
        """Evidence of this run that answers the ask."""
        statements = [scored.statement for scored in self.chosen(ask)]
        kept = [self.evidence(s.uid, s.text if s.document is not None else "") for s in statements]
        return [evidence for evidence in kept if evidence is not None]

    def evidence(self, uid: str | None, quote: str = "") -> Evidence | None:
        """The piece that was kept of this picture, or with this quote."""
        kept = self.state.memory.evidence.values()
        return next((e for e in kept if (e.uid == uid if uid else e.uid is None and e.quote == quote)), None)

    def calls(self, tool: str) -> list[Mapping[str, Any]]:
        """Arguments of every call of a tool that was decided so far; a model may have written anything."""
        return [call.arguments for step in self.state.steps for call in step.calls if call.name == tool]

    def named(self, tool: str, argument: str) -> set[str | int]:
        """What such calls named in an argument, alone or in a list."""
        values = (arguments.get(argument) for arguments in self.calls(tool))
        named = (each for value in values for each in (value if isinstance(value, list | tuple) else [value]))
        return {each for each in named if isinstance(each, str | int)}

    def _statements(self) -> Iterator[Statement]:
        near = nearness(self.subjects, self.subject, self.state.memory.texts)
        for text in self.state.memory.texts:
            for quote in quotable(text.text):
                if quote != text.title:
                    yield Statement(quote, text.title, near[text.document], document=text.document)
        if self.state.took_over:  # A model may have kept what no rule would have chosen.
            for kept in self.state.memory.evidence.values():
                if kept.document is not None:
                    yield Statement(kept.quote, kept.title, near.get(kept.document, 0.0), kept.document)
        matched = {subject.match.uid for subject in self.subjects if subject.match}
        for hit in self.state.memory.pool.values():
            if hit.kind == "image" and hit.text and hit.uid not in matched:
                yield Statement(hit.text, hit.title, 0.0, uid=hit.uid)


def _overlap(scored: Scored, other: Scored) -> bool:
    """True when two quotes of one text share a sentence, or say the same."""
    first, second = scored.statement, other.statement
    if first.document != second.document or first.uid != second.uid:
        return first.text == second.text
    sentences = [{sentence.text for sentence in split_sentences(s.text)} for s in (first, second)]
    return bool(sentences[0] & sentences[1])
