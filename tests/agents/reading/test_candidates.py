import pytest

from agents.reading import CandidateKind
from agents.reading.candidates import candidates_in, captions_in, without_boxes
from agents.sources import document_ref
from media_store import Box


def words(text: str, title: str = "") -> list[str]:
    return [each.words for each in candidates_in(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rises to 41 metres. Gulls nest there.", ["It rises to 41 metres.", "Gulls nest there."]),
        (
            "Anmelden kann man sich bis zum 31. Januar. Ein Anruf genügt.",
            ["Anmelden kann man sich bis zum 31. Januar.", "Ein Anruf genügt."],
        ),
        ("Abre a las 9. Los lunes cierra.", ["Abre a las 9.", "Los lunes cierra."]),
        ("石桥长四十米。它建于明代。", ["石桥长四十米。", "它建于明代。"]),
    ],
)
def test_sentences_of_four_languages(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_text_stands_at_its_place() -> None:
    text = "Gull Rock\n\nIt is old. It is tall.\n\n- red\n- white"

    for each in candidates_in(text, "Gull Rock", source=document_ref(3), offset=100):
        assert each.start is not None and each.end is not None
        assert text[each.start - 100 : each.end - 100] == each.text
        assert each.source == document_ref(3)


def test_cells_say_their_row_and_column() -> None:
    found = candidates_in("Tower | Height | Built\nNorth | 41 m | 1854\nSouth | 38 m | 1861", "Towers")

    assert [each.words for each in found] == [
        "North: Height 41 m",
        "North: Built 1854",
        "South: Height 38 m",
        "South: Built 1861",
    ]
    assert {each.kind for each in found} == {CandidateKind.ROW}
    assert found[0].text == "North | 41 m | 1854"


def test_heading_leads_what_follows() -> None:
    found = candidates_in("Opening hours\n\nIt opens at nine.", "Museum")

    assert [(each.lead, each.words) for each in found] == [("Opening hours", "It opens at nine.")]


def test_introduction_leads_its_items() -> None:
    found = candidates_in("Bring along:\n\n- boots\n- a torch", "Cave")

    assert {each.lead for each in found if "torch" in each.words or "boots" in each.words} == {"Bring along"}


def test_a_row_that_begins_with_a_code_has_its_words_as_well() -> None:
    found = candidates_in("Code | Name | Made in\nT-1 | Pipe wrench | Ohio\nT-2 | Saw | Wigan", "Prices")
    assert [each.words for each in found][:2] == ["T-1: Name Pipe wrench", "T-1 Pipe wrench: Made in Ohio"]


def test_a_row_of_a_year_is_called_by_the_year() -> None:
    found = candidates_in("Year | Winner | Prize\n1968 | A Pratt | 10\n1969 | B Cole | 20", "Prizes")
    assert found[0].words == "1968: Winner A Pratt"


def test_notes_on_regions_are_captions_with_their_boxes() -> None:
    text = "The harbour sign\n[100, 150, 900, 600] painted by Ubbo Tammen\n❲0, 0, 10, 10❳ a gull"
    found = [(each.text, each.title, each.box) for each in captions_in(text, "", "img_1")]
    assert found == [
        ("The harbour sign", "The harbour sign", None),
        ("painted by Ubbo Tammen", "painted by Ubbo Tammen", Box(100, 150, 900, 600)),
        ("a gull", "a gull", Box(0, 0, 10, 10)),
    ]
    assert without_boxes(text) == "The harbour sign\npainted by Ubbo Tammen\na gull"


def test_a_caption_without_notes_stays_as_it_is() -> None:
    text = " [1, 2] of [3, 4, 5, 6] \n[900, 0, 100, 10] is no box\n"
    assert without_boxes(text) == text
    assert [each.text for each in captions_in(text, "Sign", "img_1")] == [text]
