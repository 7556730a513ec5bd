"""What the API's lists of appraisals can be narrowed by."""

from django.db.models import Q

from evidence import vocabulary as words
from evidence.appraisal.instruments import INSTRUMENTS
from evidence.filtering import Filter, Flag, Key, Word, condition, intervention
from evidence.models import Document, Indication, Study, Verification


class Current(Flag):
    """Those that stand, or those that a later one replaced."""

    def matching(self, model, wanted):
        found = Q()
        for current in wanted:
            found |= Q(superseded_by__isnull=current)
        return found


class State(Word):
    """What was said of a figure, held against the figure as it is now."""

    def matching(self, model, wanted):
        return Q(pk__in=Verification.objects.with_state().filter(state__in=wanted).values("pk"))


def _of_figure(path: str) -> tuple[str, str]:
    return f"measurement__outcome__account__{path}", f"effect_estimate__outcome__account__{path}"


RISK_OF_BIAS: dict[str, Filter] = {
    "study": Key(Study, "study"),
    "instrument": Word(INSTRUMENTS, "instrument"),
    "endpoint": Word(words.Endpoint, "endpoint"),
    "current": Current("current", True, False),
}
CERTAINTY: dict[str, Filter] = {
    "indication": Key(Indication, "indication"),
    "intervention": intervention("intervention"),
    "condition": condition("condition"),
    "endpoint": Word(words.Endpoint, "endpoint"),
    "study": Key(Study, "studies", about="By key: one of its studies."),
    "final": Word(words.Certainty, "final"),
    "current": Current("current", True, False),
}
VERIFICATIONS: dict[str, Filter] = {
    "study": Key(Study, *_of_figure("study")),
    "document": Key(Document, *_of_figure("document")),
    "state": State(words.VerificationState, "state"),
}
