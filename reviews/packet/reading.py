"""The packet of a review, put together from its sections in the order a committee reads them."""

from collections.abc import Iterator
from datetime import date

from policies.paper.content import Block, Paper
from reviews.models import ReviewCycle
from reviews.packet import front
from reviews.packet.appraisals import appraisals
from reviews.packet.changes import changes
from reviews.packet.considered import considered
from reviews.packet.evidence import evidence
from reviews.packet.flow import flow
from reviews.packet.guidelines import guidelines
from reviews.packet.health import health
from reviews.packet.payers import payers
from reviews.packet.plots import plots
from reviews.packet.requests import requests
from reviews.packet.signoffs import signoffs
from reviews.packet.sources import guideline_checks, sources, trials
from reviews.packet.strategy import strategy
from reviews.packet.studies import evidence_of
from reviews.packet.subject import Subject, subject_of

MARK = "For members only"


def packet_of(cycle: ReviewCycle, user, made_on: date) -> Paper:
    """As this user may see it: approvers who sign blind find no word of the others in it."""
    subject = subject_of(cycle, user, made_on)
    policy = cycle.policy
    return Paper(
        key=f"{cycle.key}-packet",
        payer=policy.payer.name,
        title=f"{cycle.get_type_display()}: {policy.title}",
        numbered=policy.numbered[:1].upper() + policy.numbered[1:],
        version_name=f"packet of {cycle.number}",
        mark=MARK,
        dated=made_on,
        facts=front.facts(subject),
        body=tuple(_body(subject)),
        is_watermarked=False,
        has_contents=True,
    )


def _body(subject: Subject) -> Iterator[Block]:
    found = evidence_of(subject)
    yield from front.question(subject)
    yield from strategy(subject)
    yield from flow(subject)
    yield from evidence(subject, found)
    yield from plots(subject)
    yield from appraisals(subject, found)
    yield from guidelines(subject)
    yield from payers(subject)
    yield from changes(subject)
    yield from health(subject)
    yield from considered(subject, found)
    yield from sources(subject)
    yield from guideline_checks(subject)
    yield from trials(subject)
    yield from requests(subject)
    yield from signoffs(subject)
