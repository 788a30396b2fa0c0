"""Shared plumbing of the commands: one JSON object on stdout, exit codes, errors as sentences.

Exit codes: 0 done, 1 failed, 2 bad input, 3 finished without an answer (`ask`).
"""

import json
import logging
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import UnsupportedOperation
from typing import Any
from unicodedata import east_asian_width

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from django.utils.translation import get_supported_language_variant, gettext, override
from tqdm import tqdm

from agents.errors import SightlineError, UnreadablePicture
from agents.messages import message as _
from media_store.errors import MediaError
from webapp.corpora.errors import BadInput
from webapp.http.outages import is_passing
from webapp.messages import translated
from webapp.redaction import for_operators
from webapp.requests import parse_id

FAILED, BAD_INPUT, NO_ANSWER = 1, 2, 3

Progress = Callable[[int, int], None]
"""Is told `(done, total)` as work proceeds."""


def row_id(given: str) -> int:
    """The key of a row as an argument. Raises ArgumentTypeError for what can be none."""
    if number := parse_id(given):
        return number
    sentence = gettext("%(given)s is no number of a row; give one such as 12")
    raise ArgumentTypeError(sentence % {"given": repr(given[:40])})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command ends with: the object for programs, the text for people."""

    payload: Mapping[str, object]
    text: str
    exit_code: int = 0


class SightlineCommand(BaseCommand):
    """Subclasses build their arguments in `add_arguments` (which calls super) and answer in `reply`."""

    requires_system_checks: list[str] = []
    as_json = False

    def execute(self, *args: Any, **options: Any) -> str | None:  # as Django has it
        """Work and speak in the language of the shell; what is for programs stays as it was written."""
        with shell_language():
            return super().execute(*args, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_output(parser)

    @staticmethod
    def add_output(parser: CommandParser) -> None:
        """Give a subcommand `--json` and `--verbose` too, so that they may stand after its name."""
        parser.add_argument(
            "--json",
            action="store_true",
            help=gettext("Print one JSON object on stdout and all else on stderr."),
        )
        parser.add_argument(
            "--verbose",
            action="store_true",
            help=gettext("Show what libraries log, such as each HTTP request."),
        )

    def reply(self, **options: Any) -> Reply:
        """Do the work. Raise a SightlineError or MediaError with a sentence for what a person must mend."""
        raise NotImplementedError

    def say(self, line: str) -> None:
        """A line for the person who watches: on stdout, or on stderr when stdout is for a program."""
        out = self.stderr if self.as_json else self.stdout
        out.write(line, style_func=str)
        out.flush()

    def handle(self, *args: object, **options: Any) -> None:
        self.as_json = options["json"]
        if options.get("verbose") or options["verbosity"] > 1:
            for name in settings.QUIET_LOGGERS:
                logging.getLogger(name).setLevel(logging.INFO)
        if self.as_json:
            with chatter_on_stderr():
                reply = self._attempt(options)
            self.stdout.write(json.dumps(reply.payload, ensure_ascii=False))
        else:
            reply = self._attempt(options)
            self.stdout.write(reply.text) if reply.text else None
        if reply.exit_code:
            self.stdout.flush()
            raise SystemExit(reply.exit_code)

    def _attempt(self, options: Mapping[str, Any]) -> Reply:
        try:
            return self.reply(**options)
        except (BadInput, UnreadablePicture) as error:
            return self._refuse(error, BAD_INPUT)
        except (SightlineError, MediaError) as error:
            return self._refuse(error, FAILED)
        except DatabaseError as error:
            return self._refuse(_explain(error), FAILED)

    def _refuse(self, error: Exception, exit_code: int) -> Reply:
        said = for_operators(error)
        self.stderr.write(translated(said))
        return Reply({"error": said}, "", exit_code)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django's parser prints its errors and exits by itself when it believes that it was called from the
        # command line; told otherwise it raises, and `--json` gets its object for a wrong argument too.
        self._called_from_command_line = False
        with shell_language():
            parser = super().create_parser(prog_name, subcommand, **kwargs)
            parser.description = gettext(self.help)
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        with shell_language():
            try:
                super().run_from_argv(argv)
            except CommandError as error:
                sentence = for_operators(error).removeprefix("Error: ")
                hint = gettext("Try: %(command)s") % {"command": f"manage.py {argv[1]} --help"}
                self.stderr.write(f"{sentence}\n{hint}")
                if "--json" in argv:
                    self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
                sys.exit(BAD_INPUT)


def shell_language() -> override:
    """For a block, the language of whoever sits at the shell; English where we do not speak it."""
    try:
        return override(get_supported_language_variant(settings.SHELL_LANGUAGE))
    except LookupError:
        return override(settings.LANGUAGE_CODE)


def columns(text: str) -> int:
    """How wide a terminal shows it: Chinese characters take two columns each."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@contextmanager
def chatter_on_stderr() -> Iterator[None]:
    """Send what libraries print to stderr, what C code writes to file descriptor 1 too."""
    with redirect_stdout(sys.stderr):
        try:
            descriptor = sys.__stdout__.fileno() if sys.__stdout__ else -1
        except (UnsupportedOperation, ValueError):
            descriptor = -1
        if descriptor < 0:
            yield
            return
        saved = os.dup(descriptor)
        os.dup2(2, descriptor)
        try:
            yield
        finally:
            os.dup2(saved, descriptor)
            os.close(saved)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on stderr when that is a terminal, else a line for each tenth of the way."""
    if not sys.stderr.isatty():
        yield _ProgressLines(label)
        return
    with tqdm(desc=label, unit="item", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


class _ProgressLines:
    """Progress for a log: one line for each tenth, not one for each item."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._tenth = -1

    def __call__(self, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 10
        if tenth != self._tenth:
            self._tenth = tenth
            counts = {"label": self._label, "done": done, "total": total}
            print(gettext("%(label)s: %(done)s of %(total)s") % counts, file=sys.stderr, flush=True)


def _explain(error: DatabaseError) -> SightlineError:
    """Turn a missing table, or a database that is locked or away, into what to do; anything else is a bug."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return SightlineError(
                _("The database has no tables for this version. Run manage.py migrate first.")
            )
    except OperationalError as unreachable:
        return SightlineError(_("The database does not answer: %(error)s", error=str(unreachable)))
    if is_passing(error):
        return SightlineError(
            _(
                "The database was locked or away for too long: %(error)s. What was done before stays. Give "
                "the command again: it goes on.",
                error=str(error),
            )
        )
    raise error
