"""Lines of the log: without the credentials of any setting, whichever library writes them."""

import logging
from typing import Literal

from webapp.redaction import for_operators

ORIGINS_ADVICE = "If pages of this site are served there, name it in SIGHTLINE_ORIGINS."


class OneLineRefusals(logging.Filter):
    """Leaves the traceback out of what Django logs of a refused request: anybody can cause thousands."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = None
        return True


class OriginsAdvice(logging.Filter):
    """Adds the setting's name to what Django logs of a form from another origin; its sender never sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "trusted origins" in record.getMessage():
            record.msg, record.args = f"{record.getMessage()} {ORIGINS_ADVICE}", ()
        return True


class RedactingFormatter(logging.Formatter):
    """Takes users, passwords, tokens and keys out of the finished line, tracebacks included."""

    def __init__(self, format: str, style: Literal["%", "{", "$"] = "{") -> None:
        super().__init__(format, style=style)

    def format(self, record: logging.LogRecord) -> str:
        return for_operators(super().format(record))
