"""Dates, money, numbers, sizes and times as each language writes them: by the filters, and on the pages."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from agents.budget import Meter
from agents.events import Ledger, ModelAsked, ModelReplied
from agents.types import ModelReply, Role, Usage
from tests.web.drawn import ending, make_run, middle, opening, write_journal
from webapp.corpora.models import Corpus
from webapp.curation.indexing.presenting import duration
from webapp.runs.models import Run, Spending
from webapp.runs.templatetags.humane import ago, metered

pytestmark = pytest.mark.long

LANGUAGES = ["en", "de", "es", "zh-hans"]
MOMENT = datetime(2026, 11, 30, 14, 5, tzinfo=UTC)
USAGE = Usage(input_tokens=12_480, cost_usd=Decimal("1234.5"), model_calls=1)

WRITTEN = {
    "{{ moment|date:'DATETIME_FORMAT' }}": [
        "30 November 2026, 14:05", "30. November 2026 14:05", "30 de noviembre de 2026 a las 14:05",
        "2026年11月30日 14:05",
    ],
    "{{ moment|date:'DATE_FORMAT' }}": [
        "30 November 2026", "30. November 2026", "30 de noviembre de 2026", "2026年11月30日",
    ],
    "{{ usage.cost_usd|dollars }}": ["$1,234.50", "$1.234,50", "$1 234,50", "$1,234.50"],
    "{{ little|dollars }}": ["$0.0031", "$0,0031", "$0,0031", "$0.0031"],
    "{{ least|dollars }}": ["<$0.0001", "<$0,0001", "<$0,0001", "<$0.0001"],
    "{{ usage|spent }}": [
        "12,480 tokens, $1,234.50", "12.480 Tokens, $1.234,50", "12 480 tokens, $1 234,50",
        "12,480 个词元, $1,234.50",
    ],
    "{{ usage.input_tokens|floatformat:'0g' }}": ["12,480", "12.480", "12 480", "12,480"],
    "{{ bytes|filesizeformat }}": ["1.5 MB", "1,5 MB", "1,5 MB", "1.5 MB"],
    "{{ seconds|floatformat:1 }} s": ["2.5 s", "2,5 s", "2,5 s", "2.5 s"],
}  # fmt: skip
"""What a piece of a template gives in each language."""


def written(template: str, language: str) -> str:
    values = {
        "moment": MOMENT, "usage": USAGE, "little": Decimal("0.0031"), "least": Decimal("0.00001"),
        "bytes": 1_572_864, "seconds": 2.5,
    }  # fmt: skip
    with translation.override(language):
        text = Template("{% load humane amounts %}" + template).render(Context(values, autoescape=False))
    return text.strip().replace("\xa0", " ")


@pytest.mark.parametrize("number", range(len(LANGUAGES)), ids=LANGUAGES)
def test_values_are_written_as_the_language_does(number: int) -> None:
    shown = {template: written(template, LANGUAGES[number]) for template in WRITTEN}
    assert shown == {template: expected[number] for template, expected in WRITTEN.items()}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["1,234", "8,000", "0.50", "2.00"]), ("de", ["1.234", "8.000", "0,50", "2,00"])],
)
def test_budgets_are_written_as_the_language_does(language: str, expected: list[str]) -> None:
    told = Meter("tokens", 1_234, 8_000), Meter("dollars", 0.5, 2)
    with translation.override(language):
        assert re.findall(r"\d[\d.,]*", " ".join(map(metered, told))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1 s", "40 s", "12 min", "3 h 20 min"]),
        ("de", ["1 s", "40 s", "12 min", "3 h 20 min"]),
        ("es", ["1 s", "40 s", "12 min", "3 h 20 min"]),
        ("zh-hans", ["1 秒", "40 秒", "12 分钟", "3 小时 20 分钟"]),
    ],
)
def test_times_of_jobs_have_units_of_the_language(language: str, expected: list[str]) -> None:
    with translation.override(language):
        assert [duration(seconds) for seconds in (0.2, 40, 720, 12_000)] == expected


@pytest.fixture
def priced(corpus: Corpus, ada: User) -> Run:
    """A run of two minutes and a half-second, whose model took many tokens and much money."""
    run = make_run(ada, corpus, status=Run.Status.FINISHED)
    asked = ModelAsked("k", Role.SEARCHER, "m", "", Ledger({}, 12_480, 16_000), 0, "next")
    begun, *rest = opening(run)
    reply = ModelReplied("k", Role.SEARCHER, ModelReply("Yes.", usage=USAGE, seconds=2.5))
    write_journal(run, [begun, asked, reply, *rest, *middle(corpus), *ending(corpus)])
    Run.objects.filter(pk=run.pk).update(created=MOMENT, started=MOMENT, finished=MOMENT.replace(second=7))
    month = {"cost_usd": USAGE.cost_usd, "tokens": USAGE.tokens}
    Spending.objects.create(user=ada, month=timezone.now().date().replace(day=1), **month)
    return run


STRANGE = {
    "en": r"\d\.\d{3}\b(?!\.)(?! s)|\d,\d\b(?!\d\d)|\d\xa0\d{3}",
    "de": r"\d,\d{3}\b|\$\d+\.\d\d\b|\d\.\d+\s(?:s|[KMG]B)\b|\d\xa0\d{3}|\b(?:January|a las)\b",
    "es": r"\d,\d{3}\b|\$\d+\.\d\d\b|\d\.\d+\s(?:s|[KMG]B)\b|\d\.\d{3}\b|\bNovember\b",
    "zh-hans": r"\d\.\d{3}\b|\d,\d\d\b(?!\d)|\d\xa0\d{3}|\bNovember\b",
}
"""Numbers and dates of another language."""


@pytest.mark.parametrize(
    ("language", "said"),
    [*zip(LANGUAGES, ["2 days ago", "vor 2 Tagen", "hace 2 días", "2 天前"], strict=True)],
)
def test_what_is_past_is_in_its_case(language: str, said: str) -> None:
    with translation.override(language):
        assert ago(timezone.now() - timedelta(days=2, hours=3)).replace("\xa0", " ") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_write_as_the_language_does(
    language: str, priced: Run, as_admin: Client, as_ada: Client
) -> None:
    image, document = priced.corpora.get().images.get(), priced.corpora.get().documents.get()
    run = f"/runs/{priced.pk}/"
    pages = {
        path: shown(as_ada, path, language)
        for path in (run, f"{run}tree/", f"{run}timeline/", "/runs/", "/account/", "/corpora/",
                     f"/documents/{document.pk}/", f"/pictures/{image.uid}/")
    }  # fmt: skip
    pages |= {path: shown(as_admin, path, language) for path in ("/corpora/coast/", "/corpora/coast/jobs/")}
    strange = {path: re.findall(STRANGE[language], text) for path, text in pages.items()}
    assert not any(strange.values()), strange
    money, tokens = (written(f"{{{{ usage.{name} }}}}", language)
                     for name in ("cost_usd|dollars", "input_tokens|floatformat:'0g'"))  # fmt: skip
    for path in (f"{run}timeline/", "/account/"):
        assert money in pages[path].replace("\xa0", " "), path
        assert tokens in pages[path].replace("\xa0", " "), path
    assert written("{{ moment|date:'DATETIME_FORMAT' }}", language) in pages[run].replace("\xa0", " ")


def shown(client: Client, path: str, language: str) -> str:
    """The words of a page, and what it says when one points at them."""
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200, path
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html and page.html["lang"] == language
    hints = [str(each["title"]) for each in page.select("main [title]")]
    return " | ".join([*page.main.stripped_strings, *hints]) if page.main else ""
