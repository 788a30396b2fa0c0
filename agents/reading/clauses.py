"""Clauses that give a reason or a use, in four languages."""

import re
from collections.abc import Iterator

_REASON = re.compile(
    r"\b(?:because(?: of)?|since(?! \d)(?! (?:the )?(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december))|so that|"
    r"so as to|in order to|due to|owing to|thanks to|otherwise|which is (?:how|why)|the reason|caused by|"
    r"for fear|lest|"
    r"to (?:keep|avoid|prevent|protect|stop|make|let|save|give|honou?r|mark|celebrate|show)|after (?:an?|"
    r"the|its|his|her|their) |as (?:it|they|he|she|the)|"
    r"weil|denn|damit|wegen|um (?=.{3,90} zu )|aufgrund|dank|sonst|da (?=\w)|deshalb|daher|darum|aus "
    r"diesem Grund|sodass|"
    r"porque|ya que|debido a|para (?:que|\w+[aei]r)|por (?:lo que|eso|su|sus|la|el)|puesto que|gracias a|a "
    r"causa de|pues|si no)\b"
    r"|因为|由于|为了|以便|以免|免得|所以|因此|否则|以防|防止|避免|由此|因",
    re.IGNORECASE,
)
_STRONG_REASON = re.compile(
    r"\b(?:because|since|so that|due to|owing to|otherwise|which is (?:how|why)|weil|denn|damit|wegen|"
    r"sonst|porque|ya que|debido a)\b"
    r"|因为|由于|为了|以便|以免|免得|否则|因此|所以",
    re.IGNORECASE,
)
_USE = re.compile(
    r"\b(?:used (?:to|for|as|by|in|when)|use (?:it|them) (?:to|for)|uses? (?:it|them)|serv(?:es?|ed|ing) "
    r"(?:as|to|for)|intended for|meant (?:for|to)|"
    r"designed (?:for|to)|suitable for|good for|for \w+ing|helps? |houses|home to|now holds|turned into|"
    r"dien(?:t|en|te|ten)|verwendet|benutzt|genutzt|gebraucht|eignet sich|nutzt man|(?:zum|zur) \w+|"
    r"gedacht für|beherbergt|geeignet für|hilft|"
    r"se (?:usa|usaba|utiliza|utilizaba|emplea|empleaba)|usad[oa]s? (?:para|como)|sirve[n]? (?:para|de)|"
    r"servía[n]? (?:para|de)|para \w+[aei]r|destinad[oa] a|alberga|utilizad[oa]s? (?:para|como))\b"
    r"|用于|用来|用作|作为|当作|用以|适合|可供|供|以便|拿来|改成|改为",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;。；!?！？](?:\s|$)|[。；]|$")


def reasons(words: str) -> Iterator[tuple[int, int]]:
    """From each word that brings a reason to the end of its clause; sure words first."""
    found = [*_STRONG_REASON.finditer(words), *_REASON.finditer(words)]
    yield from dict.fromkeys(_clause(words, each) for each in found)


def uses(words: str) -> Iterator[tuple[int, int]]:
    """From each word that tells a use to the end of its clause."""
    yield from (_clause(words, each) for each in _USE.finditer(words))


def _clause(words: str, found: re.Match[str]) -> tuple[int, int]:
    end = _ENDS.search(words, found.end())
    return found.start(), end.start() if end else len(words)
