"""Where a sentence denies: "not" reaches as far as its clause, "no" only to the thing after it."""

import re
from collections.abc import Callable

_NOT = re.compile(
    r"\b(?:not|never|neither|nor|cannot|nicht|nie|niemals|nunca|jamás|tampoco)\b|n['’]t\b|^no\b(?=\s(?:es|se|está|hay|fue|son|tiene|puede))|"
    r"\bno\s(?=(?:es|se|está|están|hay|fue|fueron|son|era|tiene|tienen|puede|pueden|lo|la|le)\b)",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"\b(?:forbid\w*|prohibit\w*|banned|bans|verboten|verbiete[nt]|untersagt|prohib\w+|prohíb\w+)\b"
    r"|禁止|严禁|不[准许得]|罚款",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:no|none|nobody|nothing|without|kein\w*|niemand|nichts|ohne|sin|ningun\w*|ningún|nadie|nada)\b"
    r"|不(?!少|仅|但|过|久|同|断|论|管|只|光|锈)|没|未(?!来)|无(?!论|锡|数)|非(?!常|洲|凡)|别",
    re.IGNORECASE,
)
_OFFERS_BOTH = re.compile(r"有没有|可不可以|([\u4e00-\u9fff])不\1")
"""Chinese asks by saying yes and no: that is no denial."""
_TURN = re.compile(
    r"[;:；：。]|,?\s*\b(?:but|whereas|while|though|although|aber|sondern|während|obwohl|pero|sino|mientras|aunque)\b|"
    r"，?(?:但是?|不过|而是)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMMA = re.compile(r"[,，]\s*")
_NEW_THING = re.compile(
    r"(?:and\s|und\s|y\s)?(?:an?|the|its?|his|her|their|he|she|they|with|eine?[mnrs]?|der|die|das|sie|er|es|mit|una?|"
    r"el|la|los|las|su|con|\d+)\b",
    re.IGNORECASE,
)
"""How a part of a sentence begins to which a "no" before it does not reach."""


def denies(words: str) -> bool:
    """Whether the words deny anything."""
    bare = _OFFERS_BOTH.sub("", words)
    return any(pattern.search(bare) for pattern in (_NOT, _NO, _FORBIDDEN))


def denies_there(words: str, said: Callable[[str], int]) -> bool:
    """Whether the words deny in the clause, or the part of it, of which most is `said` that matters.

    "No hump, a flat face and claws good for climbing" denies the hump alone, "cats are allowed, but dogs are
    not" only dogs.
    """
    clauses = [clause for clause in _TURN.split(words) if clause and clause.strip()]
    clause = max(clauses, key=said, default=words)
    if not said(clause):
        return denies(words)
    parts = [part for part in _COMMA.split(clause) if part.strip()]
    place = max(range(len(parts)), key=lambda at: said(parts[at]), default=0)
    if not parts:
        return denies(clause)
    is_undone = any(_NOT.search(part) for part in parts[place : place + 3 : 2])  # Around what is inserted.
    if is_undone or _FORBIDDEN.search(clause):
        return True
    # A "no" reaches the part itself, and from those before it of which it is a further item.
    first = place
    while first and not _NEW_THING.match(parts[first]) and not _HAN.search(parts[first]):
        first -= 1
    return any(_NO.search(part) for part in parts[first : place + 1])
