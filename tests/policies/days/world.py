"""Policy 292 with several published versions, around today:

    bcbsma-292/2024-09   read from its document, until thirty days ago
    bcbsma-292/v2        in force since thirty days ago: the bridge statement says more
    bcbsma-292/v3        effective in thirty days: without the statement on cholangiocarcinoma, and with the criterion
                         "limited to the liver" under the bridge statement
    bcbsma-292/v4        a draft

Drafts are begun by their action; that they are published is set by hand.
"""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from policies.drafts import actions
from policies.models import Criterion, Policy, PolicyVersion, Statement

POLICY = "bcbsma-292"
ONE, TWO, THREE, FOUR = f"{POLICY}/2024-09", f"{POLICY}/v2", f"{POLICY}/v3", f"{POLICY}/v4"
TOLD_MORE = "To bridge the time to a liver transplant, as of version two."


def today() -> date:
    return timezone.localdate()


def began() -> date:
    return today() - timedelta(days=30)


def begins() -> date:
    return today() + timedelta(days=30)


def build(writer: User) -> None:
    policy = Policy.objects.get(key=POLICY)
    one = PolicyVersion.objects.get(key=ONE)
    two = actions.begin_draft(policy=policy, by=writer, based_on=one)
    Statement.objects.filter(key=f"{TWO}/hcc-bridge").update(text=TOLD_MORE)
    publish(two, began(), closes=one, label="Version two")
    three = actions.begin_draft(policy=policy, by=writer, based_on=two)
    Statement.objects.get(key=f"{THREE}/icc").delete()
    root = Criterion.objects.get(key=f"{THREE}/hcc-bridge/root")
    Criterion.objects.filter(key=f"{THREE}/hcc/limited-to-liver").update(statement=root.statement, parent=root, order=9)
    publish(three, begins(), closes=two, label="Version three")
    actions.begin_draft(policy=policy, by=writer, based_on=three)


def publish(version: PolicyVersion, on: date, closes: PolicyVersion | None = None, **values) -> None:
    if closes:
        PolicyVersion.objects.filter(pk=closes.pk).update(superseded_on=on)
    PolicyVersion.objects.filter(pk=version.pk).update(
        status="published", effective_on=on, published_at=timezone.now(), published_by="editor", **values
    )
    version.refresh_from_db()


def take_back_what_is_to_come() -> None:
    for key in (FOUR, THREE):
        PolicyVersion.objects.filter(key=key).delete()  # the row itself refuses, being published


def day_comes(day: date, monkeypatch) -> None:
    """From now on it is that day."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: value.date() if value else day)
