"""Questions that take for granted what the sources deny: how high a nest is, where none is built."""

import re

from agents.answers.material import Material
from agents.answers.naming import names
from agents.answers.rows import refused
from agents.questions import Intent
from agents.reading import CandidateKind, Finding
from agents.reading.stems import stems

MIN_SHARE = 0.4
"""Share of what is asked, without the subject, that the denying clause has to name."""

ENOUGH = 0.6
"""Score of a finding from which it answers, so that nothing was taken for granted wrongly."""

_TAKES_FOR_GRANTED = frozenset({Intent.FACT, Intent.IDENTITY, Intent.COUNT, Intent.LIST})
_NO = (
    r"\b(?:no(?! two| more| longer)|without|kein\w*|ohne|ning[uú]n\w*|sin)\s+(?:single |an? |einen? )?|"
    r"[没无]有?|不用"
)
_NOT = (
    r"\b(?:not|never|neither|cannot|rejected|refused|nicht|nie|niemals|abgelehnt|verworfen|nunca|jamás|tampoco|"
    r"rechazad\w*)\b|n['’]t\b|[不未]"
)
_NOTHING = re.compile(
    rf"(?:{_NO}|^(?:not|nicht) (?:an? |the )?)(?:(?:being|having|ever) )?(?P<what>\w{{2,}})", re.IGNORECASE
)
"""What is said not to be: "without being caught" is of catching, "hold fat, not water" of water."""
_DENIAL = re.compile(f"{_NO}|{_NOT}", re.IGNORECASE)
_UNDONE = re.compile(_NOT, re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:，；：。]\s*|\.\s+|\s(?:that|which|who|whom|whose)\s")


def denial_of(material: Material) -> Finding | None:
    """What says that it is otherwise than a question takes for granted; None where nothing does.

    A clause about the subject that denies, and that has none of a thing asked about or names enough of
    what is asked; of the best finding it may be the subject itself, and a "no" in a table suffices. None
    where something answers well enough.
    """
    ask = material.ask
    if ask.intent not in _TAKES_FOR_GRANTED or _DENIAL.search(ask.text) or not material.subject:
        return None
    words, about = stems(ask.text), []
    for each in material.findings:
        candidate = each.candidate
        if names(f"{candidate.title} {candidate.lead} {candidate.words}", material.subject):
            about.append(each)
    best = material.findings[0] if material.findings else None
    is_for_one = ask.intent in (Intent.FACT, Intent.IDENTITY)
    if best and is_for_one and best in about and stems(refused(best.candidate)) & words:
        return best
    if best and best.score >= ENOUGH:
        return None
    for each in about:
        asked = words - stems(each.candidate.title)
        others = asked - stems(material.subject)
        things = asked if each is best else others
        is_sentence = each.candidate.kind is CandidateKind.SENTENCE
        for clause in _CLAUSE.split(each.candidate.words) if is_sentence and others else ():
            # "The cable car was rejected", asked when it opened.
            if _UNDONE.search(clause) and len(others & stems(clause)) >= MIN_SHARE * len(others):
                return each
            # "It builds no nest", asked how high the nest is.
            if any(stems(found["what"]) & things for found in _NOTHING.finditer(clause)):
                return each
    return None
