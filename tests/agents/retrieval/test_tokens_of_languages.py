"""Stems and stop words of English, German and Spanish."""

import pytest

from agents.retrieval.tokens import index_tokens, parse_query, satisfies


def finds(query: str, text: str, language: str) -> bool:
    parsed, tokens = parse_query(query), set(index_tokens(text, language))
    return all(not tokens.isdisjoint(parsed.tokens(term)) for term in parsed.scored_terms)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("towers", "the tower", "en"),
        ("Türme", "ein alter Turm", "de"),
        ("Häuser", "das Haus", "de"),
        ("Leuchtturms", "die Leuchttürme", "de"),
        ("canciones", "una canción", "es"),
        ("bailando", "ella bailaba", "es"),
        ("Lincoln 1999 起重機", "Lincoln 1999 起重機", "de"),
        ("tours", "the tour", "fr"),
    ],
)
def test_another_form_of_a_word_is_found(query: str, text: str, language: str) -> None:
    assert finds(query, text, language)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [("corner", "corn", "en"), ("tower", "towing", "en"), ("number", "numb", "en"), ("Turm", "torre", "es")],
)
def test_stems_of_one_language_meet_none_of_another(query: str, text: str, language: str) -> None:
    assert not finds(query, text, language)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("What is the colour of the flag?", ("colour", "flag")),
        ("Welche Farbe hat die Flagge?", ("farb", "flagg")),
        ("¿De qué color es la bandera?", ("color", "bandera")),
        ("man in the die casting hat", ("man", "die", "cast", "hat")),
        ("der", ("der",)),
    ],
)
def test_stop_words_are_those_of_the_query(query: str, terms: tuple[str, ...]) -> None:
    assert parse_query(query).terms == terms


def test_a_phrase_is_found_in_the_language_of_its_text() -> None:
    phrase = parse_query('"der alten Türme"')
    assert satisfies(phrase, "Die Glocken der alten Türme", "de")
    assert satisfies(phrase, "Die Glocken der alten Türme", "en")
    assert not satisfies(phrase, "Die Glocken der neuen Türme", "de")
    assert not satisfies(parse_query("Glocken -Türme"), "Der Turm und die Glocken", "de")
