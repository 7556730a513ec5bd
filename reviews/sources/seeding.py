"""The checklist a cycle begins with."""

from evidence.models import GuidelineBody
from policies.models import Payer, Policy, PolicyVersion, Statement
from policies.permissions import held_statements, in_force
from reviews.models import ReviewCycle, SourceCheck
from reviews.sources.listed import Place, checklist


def seed_sources(cycle: ReviewCycle) -> None:
    """In the transaction that opens the cycle. What is looked at is told one by one, later."""
    places = checklist(_last_year(cycle.previous), _bodies(cycle.policy), _payers(cycle.policy))
    SourceCheck.objects.bulk_create(
        SourceCheck(cycle=cycle, kind=kind, name=name, position=position)
        for position, (kind, name) in enumerate(places, 1)
    )


def _last_year(previous: ReviewCycle | None) -> list[Place]:
    return list(previous.source_checks.values_list("kind", "name")) if previous else []


def _bodies(policy: Policy) -> list[str]:
    """Those whose guidelines a document of the policy cites or tells of, or its statements rest on."""
    documents = policy.versions.filter(document__isnull=False).values("document")
    linked = Statement.objects.filter(version__policy=policy, evidence_links__recommendation__isnull=False)
    versions = "guidelines__versions__"
    rows = GuidelineBody.objects.filter(**{f"{versions}recommendations__document__in": documents})
    rows |= GuidelineBody.objects.filter(**{f"{versions}reference__citations__document__in": documents})
    rows |= GuidelineBody.objects.filter(
        **{f"{versions}recommendations__in": linked.order_by().values("evidence_links__recommendation")}
    )
    return [_named(row) for row in rows.distinct()]


def _named(body: GuidelineBody) -> str:
    named = f"{body.name} ({body.abbreviation})" if body.abbreviation else body.name
    return named if len(named) <= 200 else body.abbreviation or body.name[:200]


def _payers(policy: Policy) -> list[str]:
    """Those with a policy in force on an intervention of this one."""
    own = held_statements().filter(version__policy=policy).order_by().values("intervention")
    versions = PolicyVersion.objects.filter(in_force(), statements__intervention__in=own)
    others = versions.exclude(policy__payer=policy.payer_id).order_by().values("policy__payer")
    return list(Payer.objects.filter(pk__in=others).values_list("name", flat=True))
