"""Questions made from a corpus, tried by the built-in rules, and kept where these answer them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agents.assessment import Agreement, Answers, Form, Level
from agents.types import Answer, Citation, Evidence
from tests.fixtures.library import Library
from webapp.corpora.models import Corpus, CorpusImage, Document, DocumentImage, ImageTag, IndexJob
from webapp.runs.models import Run, TrialRound, TriedQuestion
from webapp.runs.trials import trying
from webapp.runs.trials.candidates import Candidate, candidates
from webapp.runs.trials.wordings import WORDINGS

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TOWERS = {
    "Salt Tower": "The Salt Tower stands on the northern mole. It is 31 metres high. It was built in 1911.",
    "Mill Tower": "The Mill Tower watches the river mouth. It is 24 metres high and made of brick.",
}


@pytest.fixture
def towers(db: None) -> Corpus:
    """Two documents, one with a picture; nothing is indexed."""
    corpus = Corpus.objects.create(slug="towers", name="Towers")
    for number, (title, text) in enumerate(TOWERS.items()):
        Document.objects.create(
            corpus=corpus, path=f"{number}.md", title=title, text=text, sha256=str(number) * 64,
            media_type="text/markdown",
        )  # fmt: skip
    return corpus


def add_picture(corpus: Corpus, title: str, *tags: str, document: Document | None = None) -> CorpusImage:
    number = corpus.images.count()
    image = CorpusImage.objects.create(
        corpus=corpus, uid=f"img_{number:a>13}", path=f"{number}.png", title=title, width=9, height=9,
        tags=[*tags], language="en",
    )  # fmt: skip
    ImageTag.objects.bulk_create(ImageTag(image=image, name=tag) for tag in tags)
    if document:
        DocumentImage.objects.create(document=document, image=image, offset=0)
    return image


def of_kind(corpus: Corpus, kind: str) -> list[str]:
    return sorted(each.question for each in candidates(corpus) if each.kind == kind)


def test_sizes_years_and_comparisons_are_asked_for(towers: Corpus) -> None:
    numbers = ["How high is Mill Tower?", "How high is Salt Tower?", "When was Salt Tower built?"]
    assert of_kind(towers, "number") == numbers
    (comparison,) = of_kind(towers, "comparison")
    assert comparison.startswith("Which is higher, ")
    assert of_kind(towers, "about") == ["Tell me about Mill Tower", "Tell me about Salt Tower"]


def test_the_same_is_made_as_long_as_the_corpus_is(towers: Corpus) -> None:
    assert candidates(towers) == candidates(towers)


def test_kinds_of_questions_take_turns(towers: Corpus) -> None:
    for title in ("Red tower", "Blue tower", "Green tower"):
        add_picture(towers, title, "tower")
    kinds = [each.kind for each in candidates(towers)]
    assert len({*kinds}) > 2
    assert len({*kinds[: len({*kinds})]}) == len({*kinds})


def test_pictures_are_asked_about_and_for(towers: Corpus) -> None:
    document = towers.documents.get(title="Mill Tower")
    image = add_picture(towers, "Mill Tower, from the river", "tower", document=document)
    for number in range(3):
        add_picture(towers, f"Quay {'abc'[number]}", "tower", "quay")
    found = {each.images: each for each in candidates(towers) if each.kind == "identity"}
    assert found[(image.uid,)] == Candidate(
        "identity", "Who or what is this?", ("Mill Tower",), (document.pk,), (image.uid,)
    )
    assert of_kind(towers, "pictures") == ["Show me pictures of quay"]


@pytest.mark.parametrize("title", ["img_0412", "DSC-1234", "scan.pdf", "20240105", "x" * 80])
def test_a_file_name_is_not_asked_about(towers: Corpus, title: str) -> None:
    towers.documents.update(title=title)
    add_picture(towers, title)
    assert candidates(towers) == []


@pytest.mark.parametrize(
    ("code", "text", "value", "what"),
    [
        ("en", "It is 1,250 feet tall.", "1,250", "tall"),
        ("de", "Er ist 31,5 Meter hoch.", "31,5", "hoch"),
        ("es", "Tiene 31 metros de altura.", "31", "altura"),
        ("zh", "它高约31米。", "31", "高"),
    ],
)
def test_sizes_are_found_in_four_languages(code: str, text: str, value: str, what: str) -> None:
    (found,) = WORDINGS[code].measures(text, "Salt Tower")
    assert (found.value, found.what) == (value, what)
    assert WORDINGS[code].more[what]


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "It was built by the town in 1911.", "1911"),
        ("de", "Er wurde im Jahr 1911 erbaut.", "1911"),
        ("es", "Fue construida en 1911.", "1911"),
        ("zh", "始建于1911年。", "1911"),
    ],
)
def test_years_are_found_in_four_languages(code: str, text: str, value: str) -> None:
    assert [found.value for found in WORDINGS[code].dates(text, "Salt Tower")] == [value]


def test_a_size_of_something_else_is_not_asked_for() -> None:
    text = (
        "A rack railway, 9 km long, climbs to the Salt. The keeper was 2 metres tall. The Salt Tower leans."
    )
    assert list(WORDINGS["en"].measures(text, "Salt Tower")) == []
    assert list(WORDINGS["en"].measures("The Salt Tower is 31 m high.", "Salt Tower"))


def test_the_title_of_a_file_about_something_else_is_no_subject() -> None:
    text = "# Farm notes\n\nThe old barn on the Weber farm was built in 1907. It was painted red in 1931."
    assert list(WORDINGS["en"].dates(text, "Farm notes")) == []


WHOLE = Answer(
    "Salt Tower is 31 metres high [1].",
    (Citation(1, Evidence("e1", "text", "Salt Tower", "0.md"), is_quoted=True),),
    answers=Answers(Level.YES, 0.9), form=Form.FACT, agreement=Agreement.SINGLE,
)  # fmt: skip
ASKED = Candidate("number", "How high is Salt Tower?", ("31",))


def test_a_whole_answer_is_kept() -> None:
    assert trying.answers(ASKED, WHOLE)


@pytest.mark.parametrize(
    "answer",
    [
        replace(WHOLE, answers=Answers(Level.PARTLY, 0.6)),
        replace(WHOLE, answers=None),
        replace(WHOLE, is_supported=False),
        replace(WHOLE, citations=()),
        replace(WHOLE, citations=(replace(WHOLE.citations[0], is_quoted=False),)),
        replace(WHOLE, text="Salt Tower was built in 1911 [1]."),
    ],
    ids=["partly", "not checked", "not supported", "nothing cited", "not quoted", "something else"],
)
def test_any_other_is_not(answer: Answer) -> None:
    assert not trying.answers(ASKED, answer)


def test_a_comparison_has_to_be_a_table() -> None:
    asked = Candidate("comparison", "Which is higher?", ("31",))
    assert not trying.answers(asked, WHOLE)
    assert trying.answers(asked, replace(WHOLE, form=Form.TABLE))


def test_a_grid_has_to_show_what_was_asked_for() -> None:
    cited = tuple(
        Citation(number, Evidence(f"e{number}", "image", "", "", uid=f"img_{number}")) for number in (1, 2, 3)
    )
    grid = replace(WHOLE, text="Pictures found: 3.", citations=cited, form=Form.PICTURES)
    asked = Candidate("pictures", "Show me pictures of quay", (), shown=("img_1", "img_2", "img_3", "img_4"))
    assert trying.answers(asked, grid)
    assert not trying.answers(replace(asked, shown=("img_1", "img_4", "img_5")), grid)


def test_a_corpus_is_tried_once_and_nobody_has_a_run_of_it(library: Library) -> None:
    corpus = library.harbour
    assert corpus.pk in trying.untried()
    count = trying.try_corpus(corpus.pk)
    assert count == corpus.tried_questions.count() > 0
    kept = corpus.tried_questions.exclude(answer="")
    assert kept.exists()
    assert not any("[1]" in row.answer for row in kept)
    assert not Run.objects.exists()
    assert corpus.pk not in trying.untried()
    assert trying.try_corpus(corpus.pk) == 0


def test_people_come_first(library: Library) -> None:
    Run.objects.create(question="Who?", policy="builtin")
    assert trying.try_corpus(library.harbour.pk) == 0
    assert library.harbour.pk in trying.untried()


def test_a_corpus_that_is_being_tried_is_left_alone(library: Library) -> None:
    until = timezone.now() + timedelta(minutes=1)
    TrialRound.objects.create(corpus=library.harbour, lease_until=until)
    assert library.harbour.pk not in trying.untried()
    assert trying.try_corpus(library.harbour.pk) == 0


def test_what_was_made_of_a_text_that_changed_is_tried_anew(library: Library) -> None:
    corpus, document = library.harbour, library.harbour.documents.earliest("pk")
    rows = [[document.pk, "0" * 64]], [[document.pk, document.sha256]]
    for documents in rows:
        TriedQuestion.objects.create(
            corpus=corpus, kind="about", question=str(documents), documents=documents
        )
    trying.try_corpus(corpus.pk)
    questions = set(corpus.tried_questions.values_list("question", flat=True))
    assert str(rows[0]) not in questions
    assert str(rows[1]) in questions


def test_an_index_that_was_built_beside_is_no_change(towers: Corpus) -> None:
    job = IndexJob.objects.create(corpus=towers, status=IndexJob.Status.FINISHED, goes_live=False)
    assert towers.pk not in trying.untried()
    IndexJob.objects.filter(pk=job.pk).update(goes_live=True)
    assert towers.pk in trying.untried()
    Corpus.objects.update(archived=timezone.now())
    assert trying.untried() == []
