"""Which reviews a list is asked for, as its address says it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from reviews.vocabulary import CycleState, CycleType

IN_PROGRESS = "in_progress"
STATES = {IN_PROGRESS: "In progress", **{state.value: str(state.label) for state in CycleState}}
TYPES = {kind.value: str(kind.label) for kind in CycleType}
DUES = {"overdue": "Overdue", "60_days": "Within 60 days", "not_stated": "Not stated"}
UNASSIGNED = "(nobody)"  # no account is called so
SOON = 60  # days


@dataclass(frozen=True)
class Asked:
    """ "" of a field: not asked. `objection` is the sentence to show for what cannot be asked."""

    state: str = ""
    type: str = ""
    writer: str = ""
    due: str = ""
    objection: str = ""

    @property
    def query(self) -> str:
        """As an address says it, without what is not asked."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "objection"}
        return urlencode({name: value for name, value in told.items() if value})


def read(params: Mapping[str, str], *, names_people: bool) -> Asked:
    """`names_people`: whether who asks may know who writes."""
    known = {"state": STATES, "type": TYPES, "due": DUES}
    told = {name: params.get(name, "") for name in (*known, "writer")}
    for name, words in known.items():
        if told[name] and told[name] not in words:
            return Asked(objection=f'{name}: "{told[name][:60]}" is none of {", ".join(words)}.')
    if told["writer"] and not names_people:
        return Asked(objection="Who writes a review is told to members. Sign in first.")
    if "\x00" in told["writer"]:
        return Asked(objection="writer: this is no name of an account.")
    return Asked(**told)
