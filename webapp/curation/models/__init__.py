"""What curators do and decide: jobs, changes that can be undone, imports, duplicates, test queries."""

from webapp.curation.models.changes import Change, ChangeItem
from webapp.curation.models.duplicates import DuplicatePair
from webapp.curation.models.imports import Import
from webapp.curation.models.jobs import CurationJob
from webapp.curation.models.measuring import Judgement, QualityMeasure, TestQuery
from webapp.curation.models.saved_filters import SavedFilter

__all__ = [
    "Change",
    "ChangeItem",
    "CurationJob",
    "DuplicatePair",
    "Import",
    "Judgement",
    "QualityMeasure",
    "SavedFilter",
    "TestQuery",
]
