"""What the page of a study tells of its appraisals, and of the second reading of its figures."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from django.urls import reverse

from evidence.appraisal.presenting import risk_tables
from evidence.appraisal.states import NOT_VERIFIED, SIGNS, Figure, FigureState, FigureStates, states_of
from evidence.models import Study
from evidence.permissions import objection_to_appraising, objection_to_verifying
from evidence.vocabulary import VerificationState as State


def states_of_study(study: Study, user) -> FigureStates:
    """Expects the study's accounts with outcomes, figures and arms prefetched. One query."""
    return states_of(_figures(study), user)


def of_study(study: Study, states: FigureStates, user) -> dict:
    """Template context: the tables of its appraisals, how many figures were read again, and where to do either."""
    appraise_url = "" if objection_to_appraising(user) else reverse("study-appraise", args=[study.key])
    return {
        "risk_tables": risk_tables(study, user),
        "appraise_url": appraise_url,
        "checked": _checked(study, states, user),
    }


def _checked(study: Study, states: FigureStates, user) -> dict | None:
    counted = Counter(states.of(figure).value for figure in _figures(study))
    if not counted:
        return None
    told = f"{counted[State.VERIFIED]} of {counted.total()} figures were read again by a second person."
    if not counted[State.VERIFIED] and counted[State.NOT_VERIFIED] == counted.total():
        told = "No figure has been read again by a second person yet."
    shown = [(_named(state), counted[state]) for state in State if counted[state] and state != State.VERIFIED]
    if counted[State.VERIFIED]:
        shown.insert(0, (_named(State.VERIFIED), counted[State.VERIFIED]))
    url = "" if objection_to_verifying(user) else f"{reverse('verification')}?study={quote(study.key)}"
    return {"told": told, "states": shown, "url": url}


def _named(state: State) -> FigureState:
    return NOT_VERIFIED if state == State.NOT_VERIFIED else FigureState(state, state.label, SIGNS[state])


def _figures(study: Study) -> Iterator[Figure]:
    for account in study.accounts.all():
        for outcome in account.outcomes.all():
            yield from outcome.measurements.all()
            yield from outcome.effect_estimates.all()
