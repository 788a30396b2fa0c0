"""The reader: which of the things that were found answers what is asked, and with what words."""

from agents.reading.types import Candidate, CandidateKind, Finding, Reader

__all__ = ["Candidate", "CandidateKind", "Finding", "Reader"]
