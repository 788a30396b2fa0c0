"""manage.py web search: ask the web's search engines from the shell."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_noop

from agents.messages import message as _
from agents.messages import sentence_of
from agents.web.asking.search import EngineOutcome, sendable
from agents.web.engines.protocol import MAX_RESULTS, Freshness, SearchKind, WebQuery, WebResult
from agents.web.errors import FetchFailed, FetchRefused
from agents.web.hosts import normal_host
from webapp.corpora.errors import BadInput
from webapp.fetching import fetcher
from webapp.management.cli import FAILED, Reply
from webapp.messages import translated
from webapp.redaction import for_operators
from webapp.web_search import kept_ago, web_search

HELP = gettext_noop("Search the web with the engines of SIGHTLINE_WEB_ENGINES.")


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("text", nargs="?", default="", help=gettext("What to search for."))
    parser.add_argument(
        "--image", default="", metavar="ADDRESS", help=gettext("A picture of the web: find pictures like it.")
    )
    parser.add_argument("--kind", choices=[kind.value for kind in SearchKind], default=SearchKind.TEXT.value)
    parser.add_argument(
        "-k", type=int, default=10, help=gettext("Results, 1 to %(most)s.") % {"most": MAX_RESULTS}
    )
    parser.add_argument(
        "--freshness",
        choices=[each.value for each in Freshness],
        help=gettext("How old a result may be."),
    )
    parser.add_argument("--language", default="", metavar="CODE", help=gettext("Such as en or de."))
    parser.add_argument("--site", default="", metavar="HOST", help=gettext("Results of this site alone."))


def reply(**options: Any) -> Reply:
    """Ask the engines in their order, and say what became of each."""
    if not web_search().engines:
        raise BadInput(
            _("No search engine of the web is chosen: set SIGHTLINE_WEB_ENGINES. See docs/web.md.")
        )
    done = web_search().search(_query(options))
    payload = {
        "query": done.query.text,
        "kind": done.query.kind,
        "image": done.query.picture or None,
        "results": [asdict(result) for result in done.results],
        "engines": [_as_json(outcome) for outcome in done.outcomes],
        "usd": str(done.usd),
    }
    paid = [gettext("Paid: %(usd)s US dollars.") % {"usd": done.usd}] if done.usd else []
    text = "\n".join([*map(_line, done.outcomes), *paid, "", *_lines(done.results)]).rstrip()
    return Reply(payload, text, 0 if done.has_answer else FAILED)


def _query(options: dict[str, Any]) -> WebQuery:
    text, language, site = sendable(options["text"]), options["language"].lower(), options["site"].lower()
    picture = options["image"]
    if bool(text) == bool(picture):
        raise BadInput(_("Give words to search for, or --image: one of the two."))
    if not 1 <= options["k"] <= MAX_RESULTS:
        raise BadInput(_("-k takes a number from 1 to %(most)s.", most=MAX_RESULTS))
    if language and not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        raise BadInput(_("--language takes a code of two or three letters, such as en."))
    if site and normal_host(site) is None:
        raise BadInput(_("--site takes the name of a host, such as example.org."))
    freshness = Freshness(options["freshness"]) if options["freshness"] else None
    if picture:
        _require_address(picture)
    kind = SearchKind.IMAGE if picture else SearchKind(options["kind"])
    return WebQuery(text, kind, options["k"], freshness, language, site, picture)


def _require_address(picture: str) -> None:
    """Raises BadInput for what engines could not fetch, or are not to know of."""
    if not picture.startswith(("http://", "https://")):
        raise BadInput(
            _(
                "--image takes the address of a picture of the web: no engine takes a file, and no picture "
                "of yours is sent anywhere."
            )
        )
    try:
        fetcher().require_public(picture)
    except (FetchRefused, FetchFailed) as error:
        raise BadInput(sentence_of(error)) from error


def _as_json(outcome: EngineOutcome) -> dict[str, Any]:
    return {
        "engine": outcome.engine,
        "state": outcome.state,
        "sentence": outcome.sentence,
        "detail": for_operators(outcome.detail),
        "results": outcome.results,
        "usd": str(outcome.usd),
        "wait_seconds": outcome.wait_seconds,
        "age_seconds": outcome.age_seconds,
        "unfiltered": sorted(outcome.unfiltered),
    }


def _line(outcome: EngineOutcome) -> str:
    said = translated(outcome.sentence)
    if outcome.detail:
        said = f"{said} ({translated(for_operators(outcome.detail))})"
    if outcome.age_seconds is None:
        return said
    return f"{said} {kept_ago(outcome.age_seconds)}"


def _lines(results: Sequence[WebResult]) -> list[str]:
    lines = []
    for result in results:
        lines.append(f"{result.position:3}  {result.title}" + (f"  ({result.date})" if result.date else ""))
        lines.append(f"     {result.address}")
        if picture := result.picture:
            sides = f"{picture.width} × {picture.height}" if picture.width and picture.height else ""
            known = [picture.address, sides, picture.author, picture.licence]
            lines.append(f"     {'; '.join(filter(None, known))}")
        if result.snippet:
            lines.append(f"     {result.snippet}")
    return lines
