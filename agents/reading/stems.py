"""Words cut to what they have in common: one way for four languages, so that no language must be guessed."""

from functools import lru_cache

from agents.retrieval.tokens import tokenise

STEM_CHARACTERS = 5
"""A longer word is known by its beginning: founded and foundation, población and population."""

_FUNCTION_WORDS = (
    "a about an and any are as at be been being but by can could did do does doing for from had has "
    "have he her here hers him his how i if in into is it its itself me my of on or our she should so "
    "some such than that the their them then there these they this those to too was we were what when "
    "where which while who whom whose why will with would you your tell many much please der die das "
    "den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden wurde "
    "wurden hat haben hatte hatten sich es er sie ihr ihre ihrer ihren sein seine seinen von vom zu zum "
    "zur in im an am auf aus bei mit nach fur uber unter durch um als wie wo wer was wann warum wieso "
    "weshalb womit wozu wofur welche welcher welches welchen wem wen wessen viel viele nicht auch noch "
    "nur man dort hier dieser diese dieses diesem diesen kann kannst bitte mir sag el la los las un una "
    "unos unas y o pero es son era eran fue fueron ha han habia se su sus de del al a en con por para "
    "sobre entre que quien quienes cual cuales cuando donde como cuanto cuanta cuantos cuantas este "
    "esta estos estas eso lo le les hay tiene tienen "
    "什么 多少 哪里 哪个 哪些 怎么 怎样 为什 为何 是什 么时 时候 谁是 是谁 几个 有多 请问 的是 了多 在哪 "
    "哪儿 是多 哪一 一个 有几 有什 有哪 什么时 "
)
_STOP = frozenset(word for word in _FUNCTION_WORDS.split())


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's telling words; pairs of characters in scripts without spaces."""
    return frozenset(token[:STEM_CHARACTERS] for token in tokenise(text) if token not in _STOP)
