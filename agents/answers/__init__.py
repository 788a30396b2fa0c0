"""Answers without a model: composed from what the reader found, in the language of the question."""

from agents.answers.assessment import (
    Agreement,
    Answers,
    Assessment,
    DeclineReason,
    Form,
    Level,
    Nearest,
)

__all__ = ["Agreement", "Answers", "Assessment", "DeclineReason", "Form", "Level", "Nearest"]
