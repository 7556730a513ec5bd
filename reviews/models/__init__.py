from reviews.models.cycles import Assignment, ReviewCycle
from reviews.models.notices import CalendarFeed, Notice
from reviews.models.ordering import RelevanceOrder
from reviews.models.screening import Candidate, ScreeningDecision
from reviews.models.searching import ImportBatch, ImportRecord, SearchRun, SearchStrategy
from reviews.models.sources import GuidelineCheck, OngoingTrial, RequestEntry, SourceCheck

__all__ = [
    "Assignment",
    "CalendarFeed",
    "Candidate",
    "GuidelineCheck",
    "ImportBatch",
    "ImportRecord",
    "Notice",
    "OngoingTrial",
    "RelevanceOrder",
    "RequestEntry",
    "ReviewCycle",
    "ScreeningDecision",
    "SearchRun",
    "SearchStrategy",
    "SourceCheck",
]
