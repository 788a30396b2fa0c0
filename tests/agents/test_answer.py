from agents.types import Evidence
from agents.verify.numbering import resolve

EVIDENCE = {key: Evidence(id=key, kind="text", title="Collins", file="c.md") for key in ("e1", "e2", "e3")}


def test_markers_are_numbered_in_order_of_first_use() -> None:
    answer = resolve("She flew [e3]. She commanded [e1]. Both [e3].", EVIDENCE)
    assert answer.text == "She flew [1]. She commanded [2]. Both [1]."
    assert [(c.marker, c.evidence.id) for c in answer.citations] == [(1, "e3"), (2, "e1")]


def test_one_bracket_may_name_several_pieces() -> None:
    assert resolve("Both [e1, e2].", EVIDENCE).text == "Both [1] [2]."


def test_a_marker_that_names_no_evidence_of_this_run_goes() -> None:
    answer = resolve("She flew [e9]. She landed [e1].", EVIDENCE)
    assert answer.text == "She flew. She landed [1]."


def test_a_number_that_could_be_mistaken_for_a_citation_goes() -> None:
    assert resolve("She flew [7].", EVIDENCE).text == "She flew."


def test_other_brackets_stay() -> None:
    assert resolve("She said “[the] crew” [e1].", EVIDENCE).text == "She said “[the] crew” [1]."


def test_an_answer_without_any_citation_is_not_supported() -> None:
    assert not resolve("She flew.", EVIDENCE).is_supported
