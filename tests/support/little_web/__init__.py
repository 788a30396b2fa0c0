"""Articles whose main text and pictures are known, set into the layouts of sites."""

from tests.support.little_web.articles import Article, article
from tests.support.little_web.layouts import KNOWN, SET_ASIDE, Layout

__all__ = ["KNOWN", "SET_ASIDE", "Article", "Layout", "article"]
