"""An understanding in one English line each ask, for prompts and logs."""

from agents.questions.types import AnswerType, Ask, Understanding


def told(understanding: Understanding) -> str:
    """All asks: "fact, number (length), about Tay Bridge, before 1900; ..."."""
    return "; ".join(map(_told, understanding.asks))


def _told(ask: Ask) -> str:
    expected = "" if ask.expects is AnswerType.ANY else ask.expects.value
    if ask.dimension:
        expected += f" ({ask.dimension.value})"
    about = f"about {', '.join(ask.about)}" if ask.about else ""
    pictured = "about what the picture shows" if ask.points_at_picture else ""
    parts = (ask.intent.value.replace("_", " "), expected, about, pictured, *ask.constraints)
    return ", ".join(filter(None, parts))
