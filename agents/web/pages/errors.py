"""Why a page that was fetched cannot be read."""

from enum import StrEnum

from agents.errors import SightlineError


class Problem(StrEnum):
    """What is in the way of a page."""

    MISSING = "missing"
    ROBOT_CHECK = "robot_check"
    SCRIPT = "script"
    CONSENT = "consent"
    SIGN_IN = "sign_in"
    PAYWALL = "paywall"
    EMPTY = "empty"
    PICTURE = "picture"
    FORMAT = "format"
    MOVED = "moved"


class PageUnreadable(SightlineError):
    """A page without a text to read; its sentence says what to do instead."""

    def __init__(self, problem: Problem, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem


class PageMoved(PageUnreadable):
    """A page that only sends its reader on, to `address`."""

    def __init__(self, address: str, sentence: str) -> None:
        super().__init__(Problem.MOVED, sentence)
        self.address = address
