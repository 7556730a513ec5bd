"""Which side of no effect favours the intervention arm, told by measure and endpoint or by what is printed. Pure."""

from evidence.numbers import number

# Endpoints whose event is a harm, and endpoints whose event is a benefit. Of the others neither can be said.
HARMS = frozenset("mortality recurrence pd adverse_event waitlist_dropout".split())
BENEFITS = frozenset(
    "orr cr pr dcr symptom_response biochemical_response pathologic_response downstaging transplant resection".split()
)
# Times until a harm: a hazard ratio is of the harm. A ratio of proportions may count the dead or the living.
TIMES_TO_HARM = frozenset("os pfs hpfs ttp hepatic_ttp dfs dss duration_of_response".split())

LOWER, HIGHER, UNKNOWN = "lower", "higher", ""


def favourable_side(measure: str, endpoint: str, estimate: str, direction: str) -> str:
    """ "lower" where values below no effect favour the intervention arm, "higher", or "" where it cannot be said.

    `direction` is as the document states it; where it contradicts what the measure means, nothing is said.
    """
    stated = _stated_side(measure, estimate, direction)
    meant = _meant_side(measure, endpoint)
    if stated and meant and stated != meant:
        return UNKNOWN
    return meant or stated


def _meant_side(measure: str, endpoint: str) -> str:
    if endpoint in HARMS:
        return LOWER
    if endpoint in BENEFITS:
        return HIGHER
    if endpoint in TIMES_TO_HARM:
        return {"HR": LOWER, "MD": HIGHER}.get(measure, UNKNOWN)
    return UNKNOWN


def _stated_side(measure: str, estimate: str, direction: str) -> str:
    value, none = number(estimate), 1.0 if measure in ("HR", "RR", "OR") else 0.0
    if value is None or value == none or direction not in ("favours_intervention", "favours_comparator"):
        return UNKNOWN
    return LOWER if (value < none) == (direction == "favours_intervention") else HIGHER
