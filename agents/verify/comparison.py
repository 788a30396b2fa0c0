"""A claim's words against a quote's: spelling only, never meaning."""

import re
from collections.abc import Sequence

from agents.messages import message as _
from agents.text.marker_folding import with_own_letters
from agents.text.markers import inert
from agents.verdicts import Verdict
from agents.verify.figures import Figure, figures, occurs
from agents.verify.words import acronyms, content, denies, is_akin_to_any, missing_names

MIN_COVERAGE = 0.4
"""Below this share of a claim's content the quote is about something else."""

FULL_COVERAGE = 0.75
"""From this share on, what is left of the claim are the small changes of a paraphrase."""

SAME_SENTENCE = 0.8
"""Share of the claim's content from which claim and quote say the same but for one detail."""

ReasonedVerdict = tuple[Verdict, str]
"""A verdict and its reason."""


def compare(words: str, quote: str, title: str, question: str = "") -> ReasonedVerdict:
    """What a quote says of a claim's words, with the document's title and the run's question as context.

    Figures must stand in the quote or the title; names and other words may also come from the question.
    An objection should be right: each rule prefers to miss a bad claim to objecting to a good one.
    """
    # A quote of a text with markers has lookalikes for them; where it ends tells which letters.
    words, quote = with_own_letters(inert(words)), with_own_letters(inert(quote))
    bare = re.escape(_plain(words).rstrip(" .。"))
    if bare and re.search(rf"(?<!\w){bare}(?!\w)", _plain(quote)):
        return Verdict.SUPPORTED, _("The words stand in the quote.")
    # A name with a number in it (`Falcon 9`) may come from the question.
    unnamed = words
    for name in re.findall(r"\b[A-Z][\w-]* \d+\b", question):
        unnamed = unnamed.replace(name, "")
    claimed, known = [f for f in figures(unnamed) if not f.is_idiom], figures(f"{quote}\n{title}")
    missing = [figure for figure in claimed if not occurs(figure, known)]
    # The share, 0..1, of what the claim adds to its context that the quote has: stems, and figures found.
    wanted = content(words) - content(f"{title} {question}")
    given = content(quote) | {short.lower() for short in acronyms(quote)}
    n_figures = len(claimed) - len(missing)
    found = sum(is_akin_to_any(stem, given) for stem in wanted) + n_figures
    covered = found / (len(wanted) + n_figures) if wanted else 1.0
    if missing:
        return _about_figures(missing, figures(quote), covered)
    if names := missing_names(words, "\n".join((quote, title, question))):
        return Verdict.UNSUPPORTED, _("The evidence does not mention %(names)s.", names=", ".join(names))
    if covered < MIN_COVERAGE:
        return Verdict.UNSUPPORTED, _("The quote is about something else.")
    if covered >= SAME_SENTENCE and denies(words, quote):
        return Verdict.CONTRADICTED, _("The claim denies what the quote says.")
    if covered < FULL_COVERAGE:
        return Verdict.UNCHECKED, _("The words differ too much from the quote for the rules to tell.")
    return Verdict.SUPPORTED, _("The figures, the names and most words of the claim stand in the quote.")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[*_]", "", text).split())


def _about_figures(missing: Sequence[Figure], quoted: Sequence[Figure], covered: float) -> ReasonedVerdict:
    """A contradiction is clear when all else agrees and the quote has one figure of the kind, another one."""
    wanted = missing[0]
    others = [figure for figure in quoted if (figure.kind, figure.unit) == (wanted.kind, wanted.unit)]
    if len(missing) == len(others) == 1 and covered >= SAME_SENTENCE:
        return Verdict.CONTRADICTED, _(
            "The claim says %(claimed)s, the evidence %(found)s.", claimed=wanted.text, found=others[0].text
        )
    return Verdict.UNSUPPORTED, _(
        "The evidence does not give %(figures)s.", figures=", ".join(f.text for f in missing)
    )
