"""What an HTML page holds and shows nobody who opens it."""

import re

from selectolax.lexbor import LexborNode

NEVER_SHOWN = {
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "noframes", "noembed",
    "datalist", "audio", "video", "canvas",
}  # fmt: skip
"""Elements that are no text, or whose text stands in for them in browsers of long ago."""

_ROOTS = {"html", "body"}
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([\w-]+)\s*(!\s*important)?\s*", re.ASCII)


def is_unseen(node: LexborNode) -> bool:
    """Whether an element and all in it is hidden where it stands: by its attributes or its own style.

    The whole of a page is not: what hides it until a script has run is no wish to hide it.
    """
    if node.tag in _ROOTS:
        return False
    attributes = node.attributes
    # The values of properties that are one word, as a browser would take them.
    style: dict[str, str] = {}
    important: set[str] = set()
    for declaration in _COMMENT.sub("", attributes.get("style") or "").lower().split(";"):
        found = _DECLARATION.fullmatch(declaration)
        if found and (found[3] or found[1] not in important):
            style[found[1]] = found[2]
            important |= {found[1]} if found[3] else set()
    display = style.get("display", "")
    if display == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if display:
        return False
    is_hidden = "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found"
    return is_hidden or (node.tag == "dialog" and "open" not in attributes)
