"""What a web page says of itself: its title, author, day, language, and where it goes on."""

import re

from selectolax.lexbor import LexborHTMLParser
from trafilatura.metadata import extract_metadata

_NAMES = {
    "title": "title",
    "author": "author",
    "date": "date",
    "sitename": "site",
    "description": "description",
}
_REFRESH = re.compile(r"\s*(\d{1,2})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_LINKS = {"canonical": "link[rel=canonical]", "next": "link[rel=next], a[rel=next]", "base": "base[href]"}
MAX_CHARACTERS = 1_000


def page_facts(tree: LexborHTMLParser, html: str) -> dict[str, str]:
    """Only what is known: `title`, `author`, `date` (ISO 8601), `site`, `description`, `language`; addresses
    as written: `base`, `canonical`, `next`, and `refresh` where the page sends its reader on.
    """
    # Not `extensive`: that takes the year of a copyright for the day of the page.
    found = extract_metadata(html, extensive=False)
    said = {name: getattr(found, key, None) if found is not None else None for key, name in _NAMES.items()}
    for name, selector in _LINKS.items():
        node = tree.css_first(selector)
        said[name] = node.attributes.get("href") if node is not None else None
    said["language"] = _language(tree)
    refresh = tree.css_first("meta[http-equiv=refresh i]")
    onward = _REFRESH.match(refresh.attributes.get("content") or "") if refresh is not None else None
    said["refresh"] = onward[2] if onward else None
    return {name: " ".join(str(words).split())[:MAX_CHARACTERS] for name, words in said.items() if words}


def _language(tree: LexborHTMLParser) -> str:
    declared = tree.css_first("html[lang]")
    named = tree.css_first("meta[http-equiv=content-language i]")
    for node, name in ((declared, "lang"), (named, "content")):
        found = _LANGUAGE.match((node.attributes.get(name) or "").strip()) if node is not None else None
        if found:
            return found[0].lower()
    return ""
