"""What two people changed at the same time, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from policies.drafts.editing import Clash
from policies.drafts.parts import BY_NAME


@dataclass(frozen=True)
class TheirChange:
    """What somebody else wrote into a field that one was changing too."""

    field: str
    text: str
    by: str
    at: datetime


def told(clashes: Iterable[Clash]) -> list[TheirChange]:
    return [_told(each) for each in clashes]


def _told(clash: Clash) -> TheirChange:
    if not clash.field:
        text = "The whole row was removed." if clash.theirs is None else "The whole row was added."
        return TheirChange("Removed" if clash.theirs is None else "Added", text, clash.by, clash.at)
    name = clash.field.replace("_", " ").capitalize()
    return TheirChange(name, _said(clash), clash.by, clash.at)


def _said(clash: Clash) -> str:
    fields = {field.name: field for field in BY_NAME[clash.part].fields}
    labels = dict(fields[clash.field].choices or ()) if clash.field in fields else {}
    if isinstance(clash.theirs, list):
        return ", ".join(map(str, clash.theirs)) or "none"
    return str(labels.get(clash.theirs, clash.theirs)) if clash.theirs not in (None, "") else "empty"
