"""How a corpus is: what is missing in it, in numbers that lead to the pictures."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agents.errors import SightlineError
from webapp.corpora.indexing.lost_vectors import incomplete
from webapp.corpora.models import Corpus
from webapp.curation.corpus_pages import corpus_page, curated
from webapp.curation.grid.filters import NONE, filtered
from webapp.requests import SignedInRequest

LANGUAGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that may be wrong with pictures: how many have it, of all, and the filter that shows them."""

    words: str
    query: str
    count: int
    total: int

    @property
    def share(self) -> float:
        """0..1 of all pictures."""
        return self.count / self.total if self.total else 0.0


@require_safe
@never_cache
def health(request: SignedInRequest, slug: str) -> HttpResponse:
    """The signs of a corpus."""
    corpus = curated(request, slug)
    context = {
        "signs": [*signs(corpus), *languages(corpus)],
        "documents": corpus.documents.count(),
        "lost": lost_vectors(corpus),
    }
    return corpus_page(request, corpus, "health/health.html", context)


def lost_vectors(corpus: Corpus) -> int:
    """How many vectors the index lacks, as far as the vectors can be asked now."""
    try:
        return sum(incomplete([corpus]).values())
    except SightlineError:
        return 0


def signs(corpus: Corpus) -> list[Sign]:
    """What may be wrong with pictures of the corpus; each counted by the filter that it leads to."""
    total = filtered(corpus, "").count()
    kinds = [
        (_("Without a caption"), {"caption": "without"}),
        (_("Without a licence"), {"license": "-"}),
        (_("With a problem: unreadable, or missing"), {"state": "problem"}),
        (_("Tiny: a side below 200 pixels"), {"quality": "tiny"}),
        (_("Blurred"), {"quality": "blurred"}),
        (_("Copies that nobody has decided about"), {"duplicates": "copy"}),
        (_("Similar to another one"), {"duplicates": "similar"}),
        (_("Never came up in a search of a run"), {"found": "never"}),
        (_("Waiting for the index"), {"state": "waiting"}),
        (_("Hidden from search"), {"state": "hidden"}),
    ]
    queries = [(words, urlencode(query)) for words, query in kinds]
    return [Sign(words, query, filtered(corpus, query).count(), total) for words, query in queries]


def languages(corpus: Corpus) -> list[Sign]:
    """What the most common languages of titles and captions are, and how many pictures tell none."""
    pictures = filtered(corpus, "")
    total, counted = pictures.count(), pictures.exclude(language="").values_list("language")
    found = counted.annotate(count=Count("pk")).order_by("-count", "language")[:LANGUAGES_SHOWN]
    signs = []
    for code, count in found:
        try:
            name = str(get_language_info(code)["name_translated"])
        except KeyError:
            name = code  # Django does not know this one.
        signs.append(
            Sign(_("Written in %(language)s") % {"language": name}, f"language={code}", count, total)
        )
    untold = filtered(corpus, f"language={NONE}").count()
    return [*signs, Sign(_("In no language that could be told"), f"language={NONE}", untold, total)]
