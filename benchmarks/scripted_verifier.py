"""Verifiers that scripts play behind HTTP, asked about planted claims as a run asks its verifier."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.effects import at_once
from agents.memory import WorkingMemory
from agents.models.client import PydanticModel
from agents.models.spec import parse_model
from agents.sources import SourceRef, StoredSource
from agents.types import Evidence, Question
from agents.verdicts import Verdict
from agents.verify.asking import EvidenceLookup, verdicts_on
from agents.verify.claims import Claim
from tests.support.model_server import Body, ModelServer, Say, prompt_text

ARTICLES = Path(__file__).parent.parent / "webapp/corpora/sample/articles"

MIN_SHARE = 0.9
"""Of a claim's words that the overlapping verifier wants to find in the evidence; not tuned."""

Says = Callable[[str, str], Verdict]
"""What a verifier says of a claim, given the words of its evidence."""

_FENCED = re.compile(
    r"<<<untrusted data (\w{12}) from: [^\n]*>>>\n(.*?)\n<<<end of untrusted data \1>>>", re.DOTALL
)


def overlapping(claim: str, evidence: str) -> Verdict:
    """Supported when nearly all words of the claim stand in the evidence: a reader of letters."""
    wanted = _stems(claim)
    share = len(wanted & _stems(evidence)) / max(1, len(wanted))
    return Verdict.SUPPORTED if share >= MIN_SHARE else Verdict.UNSUPPORTED


def agreeing(_claim: str, _evidence: str) -> Verdict:
    """The verifier that agrees to everything: what is caught beside it, the rules have caught."""
    return Verdict.SUPPORTED


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", text.lower()) if len(word) > 3 or word.isdigit()}


@dataclass(frozen=True, slots=True)
class Articles:
    """The sample corpus's articles as the library of a check; a document's number is its place by title."""

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def read_all(cls) -> "Articles":
        texts = (path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.md")))
        return cls(tuple((text.splitlines()[0].removeprefix("# "), text) for text in texts))

    def source(self, ref: SourceRef) -> StoredSource:
        """An article; see agents.toolbox.Library."""
        title, text = self.texts[int(ref.id)]
        return StoredSource(ref, title, f"{ref.id}.md", text)

    def evidence(self, title: str, quote: str) -> Evidence:
        """A quote at its place, under the id `e1`."""
        document = next(number for number, (name, _) in enumerate(self.texts) if name == title)
        start = self.texts[document][1].index(quote)
        return Evidence(
            "e1",
            "text",
            title,
            f"{document}.md",
            document=document,
            quote=quote,
            start=start,
            end=start + len(quote),
        )


@dataclass(slots=True)
class Checker:
    """Rules first, the verifier behind HTTP where they cannot tell; `asked` counts its requests."""

    articles: Articles
    model: PydanticModel
    asked: int = 0

    def verdict(self, words: str, title: str, quote: str) -> Verdict:
        """The verdict of a run in which this claim cites this quote."""
        evidence = self.articles.evidence(title, quote)
        memory = WorkingMemory(evidence={evidence.id: evidence})
        sources = EvidenceLookup(self.articles, None, Question(""), memory)  # type: ignore[arg-type]
        claim = Claim(0, len(words), words, (evidence.id,))
        return _returned(verdicts_on(claim, sources, self._ask))[0].verdict

    def _ask(self, _role: Any, prompt: Any) -> Any:
        self.asked += 1
        return at_once(self.model.request(prompt, lambda *_: None))


@contextmanager
def checking(says: Says) -> Iterator[Checker]:
    """A checker whose verifier speaks as `says` does, from here to the end of the block."""

    def script(body: Body, _number: int) -> Say:
        claim, evidence = (found[1] for found in _FENCED.findall(prompt_text(body)))
        return Say(json.dumps({"verdict": says(claim, evidence), "reason": "as the script reads it"}))

    with ModelServer(script) as server:
        spec = parse_model(f"openai:verifier base_url={server.url} vision=no", "none")
        model = PydanticModel(spec, lambda _uid: (b"", ""))
        try:
            yield Checker(Articles.read_all(), model)
        finally:
            model.close()


def _returned(effects: Any) -> Any:
    """The result of effects that wait for nothing."""
    try:
        raise AssertionError(f"This check waits: {next(effects)}")
    except StopIteration as done:
        return done.value
