"""A web of made-up sites, with an engine before it and questions about it; the same each time.

Articles whose main text and pictures are known are set into the layouts of sites (`article`, `KNOWN`);
`LittleWeb` (in `server`) serves 73 sites of them, `questions` asks what stands there.
"""

from tests.support.little_web.articles import Article, article
from tests.support.little_web.layouts import KNOWN, SET_ASIDE, Layout

__all__ = ["KNOWN", "SET_ASIDE", "Article", "Layout", "article"]
