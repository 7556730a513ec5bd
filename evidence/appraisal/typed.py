"""What was typed into the form that appraises a study, or what the same person last said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.appraisal.instruments import INSTRUMENTS, Instrument, Proposal, fitting, propose
from evidence.appraisal.presenting import domain_fields, endpoints_of, proposal_told
from evidence.models import Outcome, RiskOfBias, Study


@dataclass(frozen=True)
class TypedAppraisal:
    """`instrument` is one that is known: the one asked for, else the one that fits the design best."""

    study: Study
    tool: Instrument
    endpoint: str
    judgements: Mapping[str, str]
    notes: Mapping[str, str]
    final: str = ""
    reason: str = ""

    @property
    def proposal(self) -> Proposal | None:
        known = {
            d.key: self.judgements[d.key]
            for d in self.tool.domains
            if self.judgements.get(d.key) in {each.value for each in self.tool.choices(d)}
        }
        return propose(self.tool, known)

    def given(self) -> dict:
        """As actions.appraise_study takes it."""
        return {
            "study": self.study,
            "instrument": self.tool.key,
            "endpoint": self.endpoint,
            "judgements": self.judgements,
            "notes": self.notes,
            "final": self.final,
            "reason": self.reason,
        }

    def context(self) -> dict:
        """As the form and the proposal beside it show it."""
        held = Outcome.objects.filter(account__study=self.study).order_by().values_list("endpoint", flat=True)
        return {
            "study": self.study,
            "tool": self.tool,
            "instruments": [(each, self.study.design in each.designs) for each in fitting(self.study.design)],
            "fields": domain_fields(self.tool, self.judgements, self.notes),
            "endpoints": endpoints_of(held.distinct()),
            "typed": self,
            "told": proposal_told(self.tool, self.proposal, self.judgements),
        }


def from_post(study: Study, params: Mapping[str, str]) -> TypedAppraisal:
    tool = INSTRUMENTS.get(params.get("instrument", "")) or fitting(study.design)[0]
    return TypedAppraisal(
        study=study,
        tool=tool,
        endpoint=_clean(params.get("endpoint", "")),
        judgements={d.key: _clean(params.get(f"domain-{d.key}", "")) for d in tool.domains},
        notes={d.key: _clean(params.get(f"note-{d.key}", "")) for d in tool.domains},
        final=_clean(params.get("final", "")),
        reason=_clean(params.get("reason", "")),
    )


def last_said(study: Study, params: Mapping[str, str], by) -> TypedAppraisal:
    """What `by` said last by the instrument asked for and of the outcome asked for; an empty form where nothing."""
    tool, endpoint = INSTRUMENTS.get(params.get("instrument", "")), _clean(params.get("endpoint", ""))
    own = RiskOfBias.objects.current().filter(study=study, by=by.get_username(), endpoint=endpoint).order_by("-pk")
    if tool:
        own = own.filter(instrument=tool.key)
    before = own.first()
    tool = tool or (INSTRUMENTS.get(before.instrument) if before else None) or fitting(study.design)[0]
    told = before.domains if before else {}
    final = before.final if before and before.final != before.proposed else ""
    return TypedAppraisal(
        study=study,
        tool=tool,
        endpoint=endpoint,
        judgements={key: each["judgement"] for key, each in told.items()},
        notes={key: each["note"] for key, each in told.items()},
        final=final,
        reason=before.reason if before else "",
    )


def _clean(text: str) -> str:
    """A NUL stands in no text that people type, and no database takes it."""
    return text.replace("\x00", "")
