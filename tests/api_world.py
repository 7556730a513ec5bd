"""The small world of the API's tests.

    payer ── policy ── version 2024 (published) ── statement I ── criteria: at least 1 of (HCC)
       │        │                                     ├─ hcc: links to a reference, an effect estimate, a recommendation
       │        │                                     └─ metastases: a written reason why there is no evidence
       │        │                                  statement "rest" (residual)
       │        └─ version 2025 (draft) ── statement, not medically necessary
       └─ draft policy ── version (draft) ── statement, criterion, code, link

    policy document ─┬─ tell of ── study (two arms; figures) ── report mulcahy-2021 ── cited by both documents
    review ──────────┘                                          gordon-2014: no title printed, cited by the policy

`build("-2")` makes the same world again with "-2" behind every key.
"""

from policies import models as policies
from tests.api_world_evidence import EvidenceRows


def build(suffix: str = "") -> None:
    world = World(suffix)
    world.documents_and_terms()
    world.references()
    world.study()
    world.figures()
    world.guidelines()
    world.devices()
    world.policy()
    world.evidence_links()
    world.drafts()
    world.flags()
    world.appraisals()


class World(EvidenceRows):
    def policy(self):
        self.payer = self.make(policies.Payer, "payer", name="A Payer", abbreviation="AP")
        self.topic = self.make(
            policies.Policy, "re", payer=self.payer, number="292", title="Radioembolization", reference_number="8.01.43"
        )
        version = self.version = self.make(
            policies.PolicyVersion,
            "re/2024",
            policy=self.topic,
            label="September 2024",
            status="published",
            document=self.document,
            products=["Commercial"],
            code_notes=["Not all-inclusive."],
            lines="39-117",
        )
        statement = self.statement = self.make(
            policies.Statement,
            "re/i",
            version=version,
            label="I",
            intervention=self.re,
            position="medically_necessary",
            basis="published_evidence",
            text="For HCC and metastases.",
            lines="41",
            order=1,
        )
        self.rest = self.make(
            policies.Statement,
            "re/rest",
            version=version,
            kind="residual",
            intervention=self.re,
            position="investigational",
            text="For all else.",
            scope="Radioembolization",
            covers="other_indications",
            lines="55",
            order=2,
        )
        self.rest.exceptions.add(statement)
        for position, (indication, basis, reason) in enumerate(
            ((self.for_hcc, "", ""), (self.for_metastases, "rarity", "The document reviews none."))
        ):
            self.make(
                policies.StatementIndication,
                f"re/i/{indication.key}",
                statement=statement,
                indication=indication,
                basis=basis,
                no_evidence_reason=reason,
                position=position,
            )
        self.criteria(statement)
        self.particulars(version, statement)

    def criteria(self, statement):
        root = self.make(
            policies.Criterion,
            "re/i",
            statement=statement,
            printed_label="I",
            computed_label="I",
            logic="at_least",
            minimum=1,
            lines="41-45",
        )
        self.criterion = self.make(
            policies.Criterion,
            "re/i/hcc",
            statement=statement,
            parent=root,
            printed_label="a)",
            computed_label="I.A",
            logic="condition",
            text="-HCC",
            order=1,
            lines="42",
        )
        self.criterion.conditions.add(self.hcc)
        definition = self.make(
            policies.Definition, "re/hcc", version=statement.version, term="HCC", definition="Of the liver", lines="47"
        )
        definition.criteria.add(self.criterion)

    def particulars(self, version, statement):
        code = self.make(
            policies.PolicyCode,
            "re/2024/HCPCS/S2095",
            version=version,
            system="HCPCS",
            code="S2095",
            description="Transcatheter occlusion",
            status="when_criteria_met",
            applies_with=["C22.0"],
            products=["Commercial"],
            lines="83",
        )
        code.statements.add(statement)
        group = self.make(
            policies.PatientSelection,
            "re/selection",
            version=version,
            text="Good function",
            strength="should",
            lines="57",
        )
        group.governs.add(statement)
        self.make(policies.SelectionItem, "re/selection/1", group=group, text="ECOG 0-2", lines="57")
        self.make(policies.VersionDate, "re/date", version=version, kind="last_review", on="2024-09", lines="150")
        self.make(
            policies.PriorAuthorization,
            "re/pa",
            version=version,
            setting="inpatient",
            product="All",
            requirement="required",
            lines="63",
        )
        self.make(policies.DocumentationRequirement, "re/doc", version=version, text="Notes", parts=["Labs"], lines="9")
        self.make(policies.RelatedPolicy, "re/related", version=version, title="Ablation", number="286", lines="5")
        self.make(policies.CoverageDetermination, "re/ncd", version=version, system="NCD", checked_on="2026-11-01")
        self.make(
            policies.RegulatoryFact,
            "re/fda",
            version=version,
            device=self.device,
            pathway="HDE",
            on="1999",
            labelled_use="HCC",
            reference=self.untitled,
            lines="119",
        )
        conclusion = self.make(
            policies.EvidenceConclusion,
            "re/conclusion",
            version=version,
            population="Adults with HCC",
            conclusion="sufficient_improves",
            text="Enough.",
            outcomes=["Overall survival"],
            lines="131",
        )
        conclusion.indications.add(self.for_hcc)
        conclusion.statements.add(statement)
        self.make(
            policies.HistoryEntry,
            "re/history",
            version=version,
            date_as_printed="9/2024",
            starts="2024-09",
            text="Reviewed.",
            change_class="clarified",
            lines="150",
        )

    def evidence_links(self):
        pair = {"statement": self.statement, "indication": self.for_hcc, "document": self.document}
        for order, (target, values) in enumerate(
            (
                ({"reference": self.report}, {"lines": "137", "bearing": "supports", "ground": "stated"}),
                (
                    {"effect_estimate": self.hazard},
                    {
                        "bearing": "opposes",
                        "ground": "inferred",
                        "ground_note": "By the curator.",
                        "directness": "indirect",
                        "indirect_in": ["population"],
                        "comparison": "not_shown",
                    },
                ),
                ({"recommendation": self.recommendation}, {"bearing": "context", "ground": "inferred"}),
            ),
            start=1,
        ):
            self.make(
                policies.EvidenceLink,
                f"re/link-{order}",
                order=order,
                note="What it shows.",
                **pair,
                **target,
                **values,
            )
        self.make(
            policies.EvidenceLink,
            "re/link-4",
            order=4,
            criterion=self.criterion,
            study=self.epoch,
            bearing="supports",
            ground="stated",
            note="Says who is meant.",
        )

    def drafts(self):
        """One policy that is only a draft, and a draft of the next version of the published one."""
        topic = self.make(policies.Policy, "secret", payer=self.payer, number="999", title="A secret")
        for policy, name in ((topic, "secret/1"), (self.topic, "re/2025")):
            version = self.make(policies.PolicyVersion, name, policy=policy, status="draft")
            statement = self.make(
                policies.Statement,
                f"{name}/i",
                version=version,
                intervention=self.re,
                position="not_medically_necessary",
                text="A secret.",
            )
            self.make(policies.StatementIndication, f"{name}/i/hcc", statement=statement, indication=self.for_hcc)
            self.make(
                policies.Criterion, f"{name}/i", statement=statement, computed_label="I", logic="condition", text="?"
            )
            self.make(policies.PolicyCode, f"{name}/code", version=version, system="CPT", code="37243", status="listed")
            self.make(
                policies.EvidenceLink,
                f"{name}/link",
                statement=statement,
                indication=self.for_hcc,
                reference=self.untitled,
                bearing="opposes",
                ground="stated",
                note="Secret.",
            )
