"""The content of a version as one JSON value: what is signed, and what is kept when it is published.

    {"parts": {"statement": {key: image}, ...}, "evidence": {"measurement": {key: columns}, ...}, "label": ..., ...}

Its hash is the SHA-256 of the value written with sorted keys and no spaces (the canonical form of RFC 8785, save that
it holds no numbers but small integers).
"""

import hashlib
import json

from django.db.models import Q

from evidence.models import Arm, EffectEstimate, Measurement, Outcome, Recommendation, Reference, Study
from policies.drafts.parts import PARTS
from policies.models import EvidenceLink, PolicyVersion

NOT_WORDS = {"id", "added_at", "position", "account"}


def content_of(version: PolicyVersion) -> dict:
    """In a number of queries that does not grow."""
    parts = {part.name: part.images(part.rows(version)) for part in PARTS}
    return {
        "parts": parts,
        "evidence": evidence_of(version),
        **of_itself(version),
    }


def of_itself(version: PolicyVersion) -> dict:
    """What is said of the version as a whole; of a review without change and a retirement it is all that is new."""
    return {
        "label": version.label,
        "products": version.products,
        "code_notes": version.code_notes,
        "purpose": version.purpose,
        "purpose_reason": version.purpose_reason,
        "replaced_by": version.replaced_by.key if version.replaced_by else "",
    }


def content_hash(content: dict) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def evidence_marks(content: dict) -> dict[str, str]:
    """A short hash of each row of the evidence, by "measurement mulcahy-2021/os": what changed can be told by it."""
    rows = {f"{kind} {key}": row for kind, of_kind in content["evidence"].items() for key, row in of_kind.items()}
    return {name: content_hash(row)[:12] for name, row in rows.items()}


def evidence_of(version: PolicyVersion) -> dict[str, dict[str, dict]]:
    """What the links of the version lead to, as it stands now."""
    links = EvidenceLink.objects.filter(Q(statement__version=version) | Q(criterion__statement__version=version))
    ids = {name: set(links.order_by().values_list(name, flat=True)) - {None} for name in TARGETS}
    measurements = Measurement.objects.filter(pk__in=ids["measurement"])
    effects = EffectEstimate.objects.filter(pk__in=ids["effect_estimate"])
    outcomes = Outcome.objects.filter(Q(measurements__in=measurements) | Q(effect_estimates__in=effects)).distinct()
    studies = Study.objects.filter(Q(pk__in=ids["study"]) | Q(accounts__outcomes__in=outcomes)).distinct()
    arms = Arm.objects.filter(
        Q(measurements__in=measurements) | Q(effects_as_intervention__in=effects) | Q(effects_as_comparator__in=effects)
    ).distinct()
    references = Reference.objects.filter(Q(pk__in=ids["reference"]) | Q(reports__study__in=studies)).distinct()
    return {
        "measurement": _columns(measurements),
        "effect_estimate": _columns(effects),
        "outcome": _columns(outcomes, account__document__key="document", account__study__key="study"),
        "arm": _columns(arms),
        "study": _columns(studies),
        "reference": _columns(references),
        "recommendation": _columns(Recommendation.objects.filter(pk__in=ids["recommendation"])),
    }


TARGETS = ("reference", "study", "measurement", "effect_estimate", "recommendation")


def _columns(rows, **more: str) -> dict[str, dict]:
    """The columns of the rows by key; other rows by their keys."""
    fields = [field for field in rows.model._meta.concrete_fields if field.name not in {*NOT_WORDS, "key"}]
    columns = {field.name: f"{field.name}__key" if field.is_relation else field.name for field in fields}
    columns |= {name: path for path, name in more.items()}
    found = rows.order_by().values("key", *columns.values())
    return {row["key"]: {name: row[column] for name, column in columns.items()} for row in found}
