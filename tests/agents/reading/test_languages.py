from agents.reading.languages import is_foreign, is_of_other_script

ENGLISH = "The bridge was built by the monks in 1486 and has five arches."
GERMAN = "Die Brücke wurde 1486 von den Mönchen gebaut und hat fünf Bögen."
CHINESE = "这座桥是修士们在1486年建造的，有五个桥拱。"


def test_most_texts_decide() -> None:
    assert is_foreign("de", [ENGLISH, CHINESE, GERMAN])
    assert not is_foreign("de", [ENGLISH, GERMAN, GERMAN])


def test_no_texts_are_not_foreign() -> None:
    assert not is_foreign("zh", [])


def test_script_of_most_texts_decides() -> None:
    assert is_of_other_script("桥有多长？", [ENGLISH, GERMAN, CHINESE])
    assert is_of_other_script("How long is the bridge?", [CHINESE, CHINESE, ENGLISH])
    assert not is_of_other_script("Wie lang ist die Brücke?", [ENGLISH, ENGLISH])
