"""Pages that are not what their address promises, each with a sentence to act on."""

from agents.messages import message as _
from agents.web.pages.errors import PageUnreadable, Problem

MIN_CHARACTERS = 200
"""Of main text that still tells something, though the rest is behind a wall."""

_SENTENCES = {
    Problem.MISSING: _(
        "This address says that there is no such page, though its server did not. Check the address, or "
        "search for the title."
    ),
    Problem.ROBOT_CHECK: _(
        "This site asks for a proof that a person is there before it shows the page. Read another source."
    ),
    Problem.SCRIPT: _(
        "This page is made by a script and is empty without it. Open it in a browser, or read another source."
    ),
    Problem.CONSENT: _(
        "This page shows nothing but a question about cookies. Open it in a browser, or read another source."
    ),
    Problem.SIGN_IN: _("This page is shown only to those who sign in. Read another source."),
    Problem.PAYWALL: _("This page is shown only to those who pay for it. Read another source."),
    Problem.EMPTY: _(
        "This page holds no text. If it is made of pictures, look at these; otherwise read another source."
    ),
}
_PARTS = {
    Problem.SIGN_IN: _("The page shows more to those who sign in: what was read may be incomplete."),
    Problem.PAYWALL: _(
        "This is what the page shows to everybody; the rest is for those who pay. Do not take it for the "
        "whole."
    ),
}
_HOPELESS = (Problem.MISSING, Problem.ROBOT_CHECK, Problem.SCRIPT, Problem.CONSENT)
_WALLS = (Problem.PAYWALL, Problem.SIGN_IN)


def judge(signs: frozenset[str], text: str) -> tuple[str, ...]:
    """Notes about what a page with these signs (agents/documents/readers/web/signs.py) keeps back.

    Raises PageUnreadable where it keeps back everything.
    """
    present = [each for each in Problem if each.value in signs]
    for problem in _HOPELESS:
        if problem in present:
            raise PageUnreadable(problem, _SENTENCES[problem])
    walls = [each for each in _WALLS if each in present]
    if walls and len(text) < MIN_CHARACTERS:
        raise PageUnreadable(walls[0], _SENTENCES[walls[0]])
    if not text:
        raise PageUnreadable(Problem.EMPTY, _SENTENCES[Problem.EMPTY])
    return tuple(_PARTS[each] for each in walls)
