"""What the tests of other sources share."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def refusal(act, **told) -> str:
    with pytest.raises(ValidationError) as refused:
        act(**told)
    return " ".join(refused.value.messages)


TRIAL = {"nct": "NCT01234567", "title": "A trial to come", "status": "recruiting"}
