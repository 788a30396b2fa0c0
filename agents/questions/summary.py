"""An understanding in one English line each ask, for prompts and logs."""

from agents.questions.types import AnswerType, Understanding


def summary(understanding: Understanding) -> str:
    """All asks: "fact, number (length), about Tay Bridge, before 1900; ...", and what words count."""
    told = []
    for ask in understanding.asks:
        expected = "" if ask.expects is AnswerType.ANY else ask.expects.value
        if ask.dimension:
            expected += f" ({ask.dimension.value})"
        about = f"about {', '.join(ask.about)}" if ask.about else ""
        pictured = "about what the picture shows" if ask.points_at_picture else ""
        also = (f"also search for “{wording}”" for wording in ask.rewrites or ())
        parts = (ask.intent.value.replace("_", " "), expected, about, pictured, *ask.constraints, *also)
        told.append(", ".join(filter(None, parts)))
    told += [f"“{each.term}” counts {each.weight:g} times" for each in understanding.weights]
    return "; ".join(told)
