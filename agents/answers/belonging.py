"""Whether a picture shows a thing of some kind: "is this a lighthouse?"."""

import re

from agents.answers.denials import denies
from agents.answers.facts import identities
from agents.answers.material import PARTLY_SCORE, AnswerLine, AskAnswer, Material
from agents.answers.naming import names, told
from agents.answers.phrases import say
from agents.assessment import Form
from agents.questions import PLACE
from agents.sources import document_ref

MAX_WORDS_OF_A_KIND = 4

_THIS = rf"(?:{PLACE}|this|that|these|those|it|das|dies\w*|est[oae]s?|es[oae]s?|这|那)"
_IS_A = re.compile(
    rf"^(?:and |so )?(?:is|was)\s+{_THIS}\s+(?:an?|the)\s+(?P<en>[^?.!,;]+)"
    rf"|^(?:and |so )?do(?:es)?\s+{_THIS}\s+show\s+(?:an?|the|any)\s+(?P<shown>[^?.!,;]+)"
    rf"|^(?:and |so )?(?:are|were)\s+{_THIS}\s+(?P<plural>[^\W\d_]+s)\W*$"
    rf"|^(?:und |also )?(?:ist|sind|war)\s+{_THIS}\s+(?:hier\s+)?(?:eine?|d[eia][res])\s+(?P<de>[^?.!,;]+)"
    rf"|^¿?\s*(?:y\s+)?(?:(?:es|son)\s+{_THIS}|{_THIS}\s+(?:es|son))\s+(?:una?|unos|unas|el|la)\s+(?P<es>[^?.!,;]+)"
    rf"|{_THIS}(?:是不是|是)(?:一?[个只座条种棵张幅艘辆匹头朵])?(?P<zh>[\u4e00-\u9fff]{{1,8}}?)(?:吗|呢)?\W*$",
    re.IGNORECASE,
)


def kind_asked(text: str) -> str:
    """The kind that a question with PLACE in it names: "lighthouse"; empty where it asks for none."""
    found = _IS_A.search(text)
    kind = next(filter(None, found.groups()), "").strip() if found else ""
    return kind if 0 < len(kind.split()) <= MAX_WORDS_OF_A_KIND else ""


def belonging(material: Material) -> AskAnswer | None:
    """Yes, where a title, a caption or the text of what is shown names the kind; None where nothing does.

    Of a text, the first sentence is told that names the kind and denies nothing.
    """
    kind = kind_asked(material.ask.text)
    if not kind or not material.shown or denies(material.ask.text):
        return None
    yes = say("yes", material.language) + ("：" if material.language == "zh" else ": ")
    if all(names(f"{each.name} {each.caption}", kind) for each in material.shown):
        piece = identities(material)
        first, *others = piece.lines
        opened = AnswerLine(f"{yes}{first.text}", first.sources)
        return AskAnswer((opened, *others), Form.YES_NO, piece.score)
    shown_in = {document_ref(document) for each in material.shown for document in each.documents}
    telling = [
        each
        for each in material.findings
        if each.candidate.source in shown_in
        and names(each.candidate.words, kind)
        and not denies(each.candidate.words)
    ]
    if telling:
        found = min(telling, key=lambda each: each.candidate.place)
        said = told(found, material.language, material.subject)
        line = AnswerLine(f"{yes}{said}", (found.candidate, *material.matches))
        return AskAnswer((line,), Form.YES_NO, PARTLY_SCORE)
    return None
