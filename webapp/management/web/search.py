"""manage.py web search: ask the web's search engines from the shell."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from agents.messages import message as _
from webapp.corpora.errors import BadInput
from webapp.management.cli import Reply

HELP = gettext_noop("Search the web with the engines of this installation.")


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("text", help=gettext("What to search for."))


def reply(**options: Any) -> Reply:
    """Ask the engines in their order."""
    raise BadInput(_("This installation searches no web: no engine is chosen."))
