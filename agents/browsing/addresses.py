"""Which addresses a run may open: those that a person, a result or a page gave, and no others.

A model that was talked into it could write what it knows into an address. So one that it made up, or altered,
is never requested, whatever it is good for.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import quote, urlsplit

from agents.messages import message as _
from agents.sources import page_ref
from agents.toolbox import ToolContext, ToolFailed

MAX_ADDRESS_CHARACTERS = 4_096
_MAX_COMPARED = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~+!$,;'@()*[]|"

_REST = r"[^\s<>\"“”«»„]"
_WRITTEN = re.compile(
    rf"https?://{_REST}+|(?<![\w@./-])(?:[\w-]+\.)+[^\W\d_]{{2,}}(?::\d+)?(?:/{_REST}*)?", re.IGNORECASE
)
_BEHIND = ".,;:!?'’)]}>»”。，、；：！？）」』】》"
_ASCII = re.compile(r"[!-~]+")


def normal(address: str) -> str:
    """The address as it is compared: without the place within its page; "" for what is no address."""
    if len(address) > MAX_ADDRESS_CHARACTERS:
        return ""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return ""
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return ""
    shown_port = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    query = f"?{quote(parts.query, _SAFE)}" if parts.query else ""
    return f"{parts.scheme}://{host}{shown_port}{quote(parts.path, _SAFE) or '/'}{query}"


def written_in(text: str) -> Iterator[str]:
    """The addresses that stand in a text, as they are compared.

    Where one ends is not always plain: it is given with and without what may belong to the sentence.
    """
    for found in _WRITTEN.finditer(text):
        whole = found[0]
        ascii_part = _ASCII.match(whole)
        ends = {whole, whole.rstrip(_BEHIND), (ascii_part[0] if ascii_part else "").rstrip(_BEHIND)}
        for each in filter(None, ends):
            has_scheme = each.lower().startswith(("http://", "https://"))
            for address in (each,) if has_scheme else (f"https://{each}", f"http://{each}"):
                if compared := normal(address):
                    yield compared


def address_named(context: ToolContext, named: str) -> str:
    """The address that a policy means: a result or a link by its id, or an address that the run was given.

    Raises ToolFailed for any other.
    """
    met = context.memory.web
    if hit := met.hits.get(named):
        return hit.address
    if link := met.links.get(named):
        return link.address
    if re.fullmatch(r"(?:result|link):[\w.]+", named):
        raise ToolFailed(
            "unknown_id",
            _("This run has not met %(ids)s.", ids=named),
            _("Use the id of a result or of a link."),
        )
    wanted = normal(named)
    if not wanted:
        raise ToolFailed(
            "invalid_arguments",
            _("This is no address of the web, and not the id of a result or link."),
            _("Give an id such as result:1, or an address that begins with http:// or https://."),
        )
    if not _is_given(context, wanted):
        raise _refusal(context, wanted)
    return named.strip()


def is_address(named: str) -> bool:
    """Whether this is written like an address, and not like an id."""
    return named.strip().lower().startswith(("http://", "https://"))


def _is_given(context: ToolContext, wanted: str) -> bool:
    if any(wanted == each for text in _by_people(context) for each in written_in(text)):
        return True
    if wanted in _met(context):
        return True
    # All links of the pages that were read, also those that were not told.
    for reference in context.memory.web.pages:
        kept = context.web.kept_page(page_ref(reference.partition(":")[2])) if context.web else None
        if kept and any(wanted == normal(link.address) for link in kept.page.links):
            return True
    return False


def _by_people(context: ToolContext) -> Iterator[str]:
    """What people wrote to this run; what it answered them before does not count."""
    yield context.question.text
    yield from (each.question for each in context.question.earlier)
    yield from context.hints


def _met(context: ToolContext) -> dict[str, str]:
    """Addresses of results and pages with the ids under which they are known."""
    met = context.memory.web
    found: dict[str, str] = {}
    for hit in met.hits.values():
        shown = (hit.picture.address, hit.picture.page) if hit.picture else ()
        found |= {normal(address): hit.id for address in (hit.address, *shown) if address}
    for link in met.links.values():
        found.setdefault(normal(link.address), link.id)
    for reference, page in met.pages.items():
        # A page and what it redirected to.
        found |= {normal(address): reference for address in (page.asked, page.address)}
    found |= {normal(figure.address): figure.id for figure in met.figures.values()}
    found.pop("", None)
    return found


def _refusal(context: ToolContext, wanted: str) -> ToolFailed:
    known = _met(context)
    near = get_close_matches(wanted, [*known][-_MAX_COMPARED:], 3, 0.75)
    ids = ", ".join(dict.fromkeys(known[each] for each in near))
    hint = (
        _("Did you mean %(ids)s? Open it by its id.", ids=ids)
        if ids
        else _("Search for the page, then open a result or a link by its id.")
    )
    return ToolFailed(
        "unknown_address",
        _(
            "Neither the question nor a result nor a page that was read gave this address, so it is not "
            "opened: addresses are taken as they were given, never made up or altered."
        ),
        hint,
    )
