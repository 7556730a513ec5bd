"""The forms of the request log -> an action, and what to tell of it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from policies.models import Policy
from policies.publishing.days import day_of
from reviews.models import RequestEntry
from reviews.sources import requests

LONGEST_NUMBER = 18  # digits of a row's number


def log(post, *, policy: Policy, by) -> str:
    requests.log_request(policy=policy, by=by, **_told(post))
    return "The request is logged. Write the answer beside it when there is one."


def correct(post, *, policy: Policy, by) -> str:
    requests.correct_request(entry=_entry(post, policy), by=by, **_told(post))
    return "The request is corrected."


def answer(post, *, policy: Policy, by) -> str:
    day = day_of("answered_on", post.get("answered_on", ""), "Say on which day it was answered.")
    requests.answer_request(entry=_entry(post, policy), by=by, answer=post.get("answer", ""), answered_on=day)
    return "The answer is kept."


TAKES: dict[str, Callable[..., str]] = {each.__name__: each for each in (log, correct, answer)}


def take(post, *, policy: Policy, by) -> str:
    """Does what the form `do` asks, and says so. ValidationError with every sentence that stands in the way."""
    if (asked := post.get("do", "")) not in TAKES:
        raise ValidationError("This page has no such form: load it again, and send it from there.")
    return TAKES[asked](post, policy=policy, by=by)


def chosen(post) -> list[str]:
    """Keys of references: those ticked, and those written one a line."""
    return [*post.getlist("reference"), *post.get("references", "").split()]


def _told(post) -> dict:
    names = ("kind", "question", "sent_along")
    day = day_of("asked_on", post.get("asked_on", ""), "Say on which day it was asked.")
    return {name: post.get(name, "") for name in names} | {"asked_on": day, "references": chosen(post)}


def _entry(post, policy: Policy) -> RequestEntry:
    number = post.get("entry", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    entry = policy.requests.filter(pk=int(number)).first() if is_number else None
    if entry is None:
        raise ValidationError({"entry": "This request is not in the log: load the page again."})
    return entry
