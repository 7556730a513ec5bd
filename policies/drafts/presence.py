"""Who has a draft open, and what others did to it since a page was made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.timesince import timesince

from policies import permissions
from policies.models import DraftEdit, DraftPresence, PolicyVersion

HERE_WITHIN = timedelta(seconds=60)  # a page tells of itself every 20 seconds


@dataclass(frozen=True)
class Others:
    """`edit` is the last edit that somebody else made after the edition of the page; None where there is none."""

    names: list[str]
    edit: DraftEdit | None
    at: datetime

    @property
    def ago(self) -> str:
        """How long the edit lies back: "12 s", "3 min", then as Django says it."""
        seconds = int((self.at - self.edit.at).total_seconds()) if self.edit else 0
        if seconds < 60:
            return f"{seconds} s"
        return f"{seconds // 60} min" if seconds < 3600 else timesince(self.edit.at, self.at)


def be_present(*, version: PolicyVersion, by, edition: int) -> Others:
    """Notes that `by` has the draft open, and tells of the others. No edit, so it is not audited."""
    if objection := permissions.objection_to_writing(by):
        raise PermissionDenied(objection)
    now, name = timezone.now(), by.get_username()
    DraftPresence.objects.update_or_create(version=version, name=name, defaults={"seen_at": now})
    return others(version, name, edition)


def others(version: PolicyVersion, name: str, edition: int) -> Others:
    now = timezone.now()
    present = version.presences.filter(seen_at__gte=now - HERE_WITHIN).exclude(name=name).order_by("name")
    newer = version.edits.filter(number__gt=edition).exclude(by=name).order_by("-number")
    return Others(list(present.values_list("name", flat=True)), newer.first(), now)
