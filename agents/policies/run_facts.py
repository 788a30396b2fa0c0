"""One state of a run with everything that the built-in rules derive from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from agents.answers.attributes import Attribute, attribute_in
from agents.answers.compose import Composition, compose
from agents.answers.declining import Refusal, refuse
from agents.answers.material import Material, PictureMatch
from agents.answers.naming import names
from agents.errors import JournalError
from agents.observations import SeenHit, WebFound
from agents.policies.gathering import candidate_of, candidates_of
from agents.policies.subjects import about_the_subject, alike, rows_of_others_behind, shown_in
from agents.profile import PROFILES
from agents.questions import Ask, Intent, Understanding
from agents.questions.rewriting import rewrites_of
from agents.reading import Candidate, Finding, Reader
from agents.reading.languages import is_foreign
from agents.replay import AgentState
from agents.types import Evidence, Question, SourcePolicy

Understand = Callable[[Question], Understanding]
"""Reads a question: what it asks, and in which language."""


@dataclass
class RunFacts:
    """Everything here is a function of the state; it is worked out when first asked for."""

    state: AgentState
    reader: Reader
    understand: Understand

    @cached_property
    def question(self) -> Question:
        if self.state.started is None:
            raise JournalError("A policy was asked before its run started.")
        return self.state.started.question

    @cached_property
    def understanding(self) -> Understanding:
        """As it was written into the journal, and perhaps corrected by a person."""
        return self.state.understanding or self.understand(self.question)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """What is asked; without a picture nothing is pointed at. Whoever sends a known one asks about it.

        "What does the sign mean" points at nothing, and yet it is the sign in the picture.
        """
        spellings = self.understanding.spellings
        asks = [
            replace(ask, rewrites=rewrites_of(ask, spellings)) if ask.rewrites is None else ask
            for ask in self.understanding.asks
        ]
        is_said = any(ask.points_at_picture for ask in asks)
        is_meant = bool(self.shown) and not is_said
        return tuple(
            replace(ask, points_at_picture=bool(self.question.images) and (ask.points_at_picture or is_meant))
            for ask in asks
        )

    @cached_property
    def shown(self) -> tuple[PictureMatch, ...]:
        return shown_in(self.question, self.state.memory)

    @cached_property
    def alike(self) -> tuple[SeenHit, ...]:
        return alike(self.question, self.state.memory)

    def subject(self, ask: Ask) -> str:
        """What an ask is about: what a picture shows that it points at, else what it names."""
        names = [each.name for each in self.shown if each.name] if ask.points_at_picture else []
        return "; ".join(dict.fromkeys((*names, *ask.about)))

    @cached_property
    def materials(self) -> tuple[Material, ...]:
        """For each ask, what was found so far."""
        return tuple(self._material(ask) for ask in self.asks)

    @cached_property
    def composition(self) -> Composition:
        """The answer as it would be given now."""
        return compose(self.materials)

    @cached_property
    def refusal(self) -> Refusal:
        """Why there would be none."""
        files = {text.source: text.file for text in self.state.memory.texts}
        memory = self.state.memory
        searches = [found for step in self.state.steps for found in step.results(WebFound)]
        return refuse(
            self.materials, self.alike, files,
            is_lacking=bool(memory.words_only), is_early=self.state.answer_wanted and not memory.evidence,
            is_of_the_web=self.sources is not SourcePolicy.CORPORA,
            has_engines=not searches or any(each.has_answer for each in searches),
        )  # fmt: skip

    @property
    def sources(self) -> SourcePolicy:
        """Where the run may look."""
        return self.state.started.sources if self.state.started else SourcePolicy.CORPORA

    @property
    def language(self) -> str:
        return self.understanding.language

    @cached_property
    def is_foreign(self) -> bool:
        """Whether it is asked in another language than most texts that were found."""
        texts = [hit.text for hit in self.state.memory.pool.values() if hit.uid is None]
        return is_foreign(self.language, texts)

    def evidence_of(self, candidate: Candidate) -> Evidence | None:
        """The piece that was kept of a candidate: of its picture, or of its words at their place."""
        kept = self.state.memory.evidence.values()
        if candidate.source is None:
            place = candidate.uid, candidate.box
            return next((piece for piece in kept if (piece.uid, piece.box) == place), None)
        quote = candidate.text.split()
        return next((p for p in kept if p.source == candidate.source and p.quote.split() == quote), None)

    def best_of(self, ask: Ask, pieces: Sequence[Evidence]) -> float:
        """How probably one of these pieces answers an ask, 0..1; 0 without any."""
        subject = self.subject(ask)
        candidates = [candidate_of(piece) for piece in pieces]
        return max((each.score for each in self._read(ask, subject, candidates)), default=0.0)

    def calls(self, tool: str, after: int = 0) -> list[Mapping[str, Any]]:
        """Arguments of every call of a tool, decided `after` a step; a model may have written anything."""
        return [
            call.arguments for step in self.state.steps[after:] for call in step.calls if call.name == tool
        ]

    def searched(self, tool: str, argument: str) -> set[str | int]:
        """The words that a tool searched for since the words of the question count as they do."""
        return self.named(tool, argument, self.state.reworded_steps)

    def named(self, tool: str, argument: str, after: int = 0) -> set[str | int]:
        """What such calls named in an argument, alone or in a list."""
        values = (arguments.get(argument) for arguments in self.calls(tool, after))
        named = (each for value in values for each in (value if isinstance(value, list | tuple) else [value]))
        return {each for each in named if isinstance(each, str | int)}

    def _read(self, ask: Ask, subject: str, candidates: Sequence[Candidate]) -> list[Finding]:
        """What the reader finds; it reads for the first item of a list as for a fact."""
        read = replace(ask, intent=Intent.FACT) if ask.intent is Intent.LIST else ask
        return self.reader.read(read, subject, candidates)

    def _material(self, ask: Ask) -> Material:
        subject = self.subject(ask)
        shown = self.shown if ask.points_at_picture else ()
        findings: list[Finding] = []
        hits: dict[str, SeenHit] = {}
        if ask.intent is Intent.PICTURES:
            # The pictures that the searches for words found, the surest first.
            searches = [search.found for search in self.state.memory.searches if search.found.query]
            hits = {hit.id: hit for found in searches for hit in found.hits if hit.kind == "image"}
        pictures = tuple(sorted(hits.values(), key=lambda hit: -hit.confidence))
        if not (ask.points_at_picture and not shown) and ask.intent is not Intent.PICTURES:
            findings = self._read(ask, subject, list(candidates_of(self.state, subject, shown)))
            findings = about_the_subject(ask, self.language, findings, self.state.memory.texts)
            findings = rows_of_others_behind(ask, subject, findings)
        attribute = attribute_in(ask.text) if ask.intent is Intent.COMPARISON else None
        sides = self._sides(ask, attribute) if attribute else ()
        profile = PROFILES.get(self.state.started.profile) if self.state.started else None
        most = profile.hits if profile else 0
        return Material(ask, subject, self.language, tuple(findings), shown, pictures, attribute, sides, most)

    def _sides(self, ask: Ask, attribute: Attribute) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        """For each thing compared, what was found of its attribute in what names it."""
        sides = []
        shown = [each.name for each in self.shown if each.name] if ask.points_at_picture else []
        compared = tuple(dict.fromkeys((*shown, *ask.about)))
        for name in compared if len(compared) > 1 else ():
            text = f"{name}: {attribute.noun(self.language)}"
            asked = Ask(text, Intent.FACT, attribute.expects, attribute.dimension, (name,))
            # Those whose words, row, what they stand under or title name the thing.
            named = [
                each
                for each in candidates_of(self.state, name, ())
                if names(f"{each.words} {each.text} {each.lead} {each.title}", name)
            ]
            if named:
                sides.append((name, tuple(self.reader.read(asked, name, named))))
        return tuple(sides)
