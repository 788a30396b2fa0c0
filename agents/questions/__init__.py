"""Understanding a question: what it asks, about what, and what an answer must hold."""

from agents.questions.types import PLACE, AnswerType, Ask, Dimension, Intent, Understanding

__all__ = ["PLACE", "AnswerType", "Ask", "Dimension", "Intent", "Understanding"]
