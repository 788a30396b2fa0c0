import pytest

from agents.questions.languages import identify
from agents.questions.weights import weights


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("who painted this", "en"),
        ("capital mongolia", "en"),
        ("wer hat das gemalt", "de"),
        ("Höhe Zugspitze", "de"),
        ("quien pinto esto", "es"),
        ("¿Y dónde está?", "es"),
        ("这是谁画的", "zh"),
        ("CPU是什么", "zh"),
        ("Old Mill Bridge 和 Pilgrims' Bridge 哪座桥更长?", "zh"),
        ("この鳥は何ですか", "ja"),
        ("이 새는 무엇입니까", "ko"),
        ("Quelle est la hauteur de la cathédrale de Chartres ?", "fr"),
        ("В каком году был построен этот мост?", "ru"),
        ("1234 ?!", "und"),
        ("", "und"),
    ],
)
def test_language_of_a_question(text: str, code: str) -> None:
    assert identify(text, weights().known) == code
