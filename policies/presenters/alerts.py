"""Alerts as pages show them: what the figure said, what it says now, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.presenters import in_words
from evidence.models import EffectEstimate, Measurement
from policies.models import EvidenceAlert

MODELS = {"measurement": Measurement, "effect_estimate": EffectEstimate}


@dataclass(frozen=True)
class AlertView:
    """`url` and `about` are "" where the figure is gone."""

    alert: EvidenceAlert
    changes: list[tuple[str, str, str]]  # what, before, after
    about: str
    url: str


def alert_views(alerts: Iterable[EvidenceAlert]) -> list[AlertView]:
    """In three queries at most."""
    alerts = list(alerts)
    figures = {}
    for name, model in MODELS.items():
        keys = [each.figure_key for each in alerts if each.figure_type == name]
        rows = model.objects.filter(key__in=keys) if keys else []
        for row in rows.select_related("outcome__account__study") if keys else ():
            figures[name, row.key] = row
    return [_view(each, figures.get((each.figure_type, each.figure_key))) for each in alerts]


def _view(alert: EvidenceAlert, figure) -> AlertView:
    names = dict.fromkeys([*alert.before, *alert.after])
    changes = [(in_words(name), _said(alert.before.get(name)), _said(alert.after.get(name))) for name in names]
    if figure is None:
        return AlertView(alert, changes, alert.figure_key, "")
    study = figure.outcome.account.study
    return AlertView(alert, changes, f"{study}, {figure.outcome.title}", f"{study.get_absolute_url()}#{figure.key}")


def _said(value) -> str:
    return "nothing" if value in (None, "") else str(value)
