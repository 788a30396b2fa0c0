"""Answers in the form that was asked for, and what is said to have been checked."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client

from agents.assessment import Agreement, Answers, Form, Level
from agents.types import Citation, Evidence
from agents.verdicts import Verdict
from tests.web.drawn_answers import add_pictures, answer_of, make_run_with
from webapp.corpora.models import Corpus
from webapp.runs.files.writing import FileFormat, write_file
from webapp.runs.models import Run
from webapp.runs.sources.quotes import reach_of

pytestmark = pytest.mark.long

HTML = "html.parser"


def answer_on_page(client: Client, run: Run) -> Tag:
    found = BeautifulSoup(client.get(f"/runs/{run.pk}/").content, HTML).select_one("#answer")
    assert found
    return found


def of_form(form: Form, corpus: Corpus, owner: User) -> Run:
    pictures = add_pictures(corpus, 3) if form is Form.PICTURES else []
    return make_run_with(owner, corpus, *answer_of(form, corpus, pictures))


def words(found: Tag, selector: str) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in found.select(selector)]


def test_a_list_is_a_list(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.LIST, corpus, ada))
    assert words(shown, ".prose li") == ["Grey Head 1", "White Point 1"]


def test_a_comparison_is_a_table(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.TABLE, corpus, ada))
    assert words(shown, "th") == ["Grey Head", "White Point"]
    assert words(shown, "td") == ["42 metres 1", "31 metres 1"]


def test_rows_without_names_stay_a_list(corpus: Corpus, ada: User, as_ada: Client) -> None:
    question, answer = answer_of(Form.TABLE, corpus)
    run = make_run_with(ada, corpus, question, replace(answer, text="- Grey Head: 42 metres [1]\n- higher"))
    assert words(answer_on_page(as_ada, run), ".prose li") == ["Grey Head: 42 metres 1", "higher"]


def test_yes_stands_first(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.YES_NO, corpus, ada))
    assert words(shown, ".first-word") == ["Yes"]
    assert words(shown, ".prose")[0].startswith("Yes It was lit")


def test_pictures_are_a_grid_with_captions(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.PICTURES, corpus, ada))
    assert words(shown, ".gallery figcaption") == ["Light 0 1", "Light 1 2", "Light 2 3"]
    assert len(shown.select(".gallery a.picture[data-view] img")) == 3


def test_colours_that_were_asked_for_have_swatches(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.FACT, corpus, ada))
    assert words(shown, ".coloured") == ["white", "red"]
    question, answer = answer_of(Form.FACT, corpus)
    other = make_run_with(ada, corpus, question.replace("colour", "shape"), answer)
    assert words(answer_on_page(as_ada, other), ".coloured") == []


def test_each_check_is_said_in_words(corpus: Corpus, ada: User, as_ada: Client) -> None:
    shown = answer_on_page(as_ada, of_form(Form.FACT, corpus, ada))
    assert words(shown, ".checks li") == [
        "✓ Quoted word for word: 1 of 1", "✓ Answers the question: yes", "✓ Sources: one says it",
    ]  # fmt: skip
    assert shown["class"] == ["answer", "whole"]


@pytest.mark.parametrize(
    "fault", ["partly", "unsure", "contradicted", "unquoted", "against", "early", "model"]
)
def test_only_the_whole_looks_checked(corpus: Corpus, ada: User, as_ada: Client, fault: str) -> None:
    question, whole = answer_of(Form.FACT, corpus)
    (cited,) = whole.citations
    answer = {
        "partly": replace(whole, answers=Answers(Level.PARTLY, 0.6), is_supported=False),
        "unsure": replace(whole, answers=Answers(Level.UNSURE, 0.4), is_supported=False),
        "contradicted": replace(whole, agreement=Agreement.CONTRADICT, is_supported=False),
        "unquoted": replace(whole, citations=(replace(cited, is_quoted=False),)),
        "against": replace(
            whole, citations=(replace(cited, verdict=Verdict.UNSUPPORTED),), is_supported=False
        ),
        "early": replace(whole, answers=None, agreement=None),
        "model": replace(whole, is_from_model=True),
    }[fault]
    shown = answer_on_page(as_ada, make_run_with(ada, corpus, question, answer))
    assert shown["class"] == ["answer"]
    assert "✓" not in shown.get_text()
    assert shown.select(".checks .doubt, .notice")


def test_a_quote_is_called_a_quote_and_no_more(corpus: Corpus, ada: User, as_ada: Client) -> None:
    run = of_form(Form.FACT, corpus, ada)
    page = BeautifulSoup(as_ada.get(f"/runs/{run.pk}/").content, HTML)
    assert words(page, "#evidence .verdict") == ["Quoted word for word"]


def test_a_picture_that_was_not_checked_is_counted(corpus: Corpus, ada: User, as_ada: Client) -> None:
    question, answer = answer_of(Form.FACT, corpus)
    picture = Evidence("e2", "image", "Grey Head", "grey-head.png", uid=corpus.images.get().uid)
    answer = replace(answer, citations=(*answer.citations, Citation(2, picture)))
    first, *_ = words(answer_on_page(as_ada, make_run_with(ada, corpus, question, answer)), ".checks li")
    assert first.endswith("Quoted word for word: 1 of 1; 1 picture not checked")


def test_files_say_what_was_checked(corpus: Corpus, ada: User) -> None:
    question, answer = answer_of(Form.TABLE, corpus)
    run = make_run_with(
        ada, corpus, question, replace(answer, agreement=Agreement.CONTRADICT, is_supported=False)
    )
    files = {form: write_file(run, form, reach_of(ada)).text for form in FileFormat}
    for form in (FileFormat.MARKDOWN, FileFormat.HTML):
        for said in (
            "Quoted word for word: 1 of 1",
            "Answers the question: yes",
            "they contradict each other",
        ):
            assert said in files[form], form
    assert "- **Grey Head** 42 metres [^1]" in files[FileFormat.MARKDOWN]
    assert '<th scope="row">Grey Head</th>' in files[FileFormat.HTML]
    assert '"agreement": "contradict"' in files[FileFormat.JSON]


def test_words_of_an_answer_are_words_in_every_form(corpus: Corpus, ada: User, as_ada: Client) -> None:
    hostile = "<script>alert(1)</script>"
    for form in (Form.TABLE, Form.LIST, Form.YES_NO):
        question, answer = answer_of(form, corpus)
        run = make_run_with(
            ada, corpus, question, replace(answer, text=f"- {hostile}: {hostile} [1]\n- a: b [1]")
        )
        assert hostile not in as_ada.get(f"/runs/{run.pk}/").content.decode()


def test_an_answer_of_an_earlier_version_says_so(corpus: Corpus, ada: User, as_ada: Client) -> None:
    question, answer = answer_of(Form.FACT, corpus)
    early = replace(answer, answers=None, form=None, agreement=None)
    shown = answer_on_page(as_ada, make_run_with(ada, corpus, question, early))
    assert "was not checked" in shown.get_text()
