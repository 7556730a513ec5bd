"""The evidence of the world that tests/api_world.py draws."""

from datetime import UTC, datetime

from evidence import models as evidence
from evidence.appraisal.states import as_it_stands

AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


class EvidenceRows:
    def __init__(self, suffix: str):
        self.suffix = suffix

    def make(self, model, key: str, **values):
        return model.objects.create(key=key + self.suffix, **values)

    def documents_and_terms(self):
        self.document = self.make(evidence.Document, "policy-text", kind="policy", title="A policy", issuer="A payer")
        self.review = self.make(
            evidence.Document, "review", kind="review_article", title="A review", doi="10.1000/review"
        )
        self.make(
            evidence.ResponseDefinition,
            "review/pr",
            document=self.review,
            criteria="WHO",
            category="PR",
            definition="A fall of 50% or more",
            lines="88",
        )
        tumours = self.make(evidence.Condition, "liver-tumours", name="Liver tumours")
        self.hcc = self.make(evidence.Condition, "hcc", name="Hepatocellular carcinoma", synonyms=["hepatoma", "HCC"])
        self.metastases = self.make(evidence.Condition, "liver-metastases", name="Liver metastases")
        self.hcc.parents.add(tumours)
        self.metastases.parents.add(tumours)
        self.re = self.make(evidence.Intervention, "radioembolization", name="Radioembolization", synonyms=["SIRT"])
        self.glass = self.make(evidence.Intervention, "y90-glass", name="Y-90 glass microspheres")
        self.glass.parents.add(self.re)
        self.for_hcc = self.make(
            evidence.Indication, "re-hcc", intervention=self.re, condition=self.hcc, purpose="bridge_to_transplant"
        )
        self.for_metastases = self.make(
            evidence.Indication,
            "re-metastases",
            intervention=self.re,
            condition=self.metastases,
            line="later",
            extent="liver_dominant",
        )

    def references(self):
        self.report = self.make(
            evidence.Reference,
            "mulcahy-2021",
            title='Glass & resin: 50% "better" {or not}',
            authors=["Mulcahy MF", "van Hazel G Jr", "American College of Radiology and Friends"],
            authors_et_al=True,
            journal="J Clin Oncol",
            published="Dec 10 2021",
            year="2021",
            online_year="2020",
            volume="39",
            issue="35",
            pages="3897-3907",
        )
        for scheme, value in (("pmid", "34541864"), ("doi", "10.1200/jco.21.01839")):
            value += self.suffix
            self.make(evidence.Identifier, f"{scheme}:{value}", reference=self.report, scheme=scheme, value=value)
        self.untitled = self.make(evidence.Reference, "gordon-2014", authors=["Gordon"], year="2014", kind="assessment")
        for document, number, reference in (
            (self.document, "74", self.report),
            (self.review, "3", self.report),
            (self.document, "3", self.untitled),
        ):
            self.make(
                evidence.Citation,
                f"{document.key}/{number}/{reference.key}",
                document=document,
                number=number,
                reference=reference,
                lines="700",
            )

    def study(self):
        self.trial = self.make(
            evidence.Trial,
            "nct01483027",
            registry="ClinicalTrials.gov",
            number="NCT01483027",
            acronym="EPOCH",
            document=self.review,
            lines="133-139",
        )
        study = self.epoch = self.make(
            evidence.Study, "epoch", label="Mulcahy 2021", acronym="EPOCH", design="rct", setting="Phase 3"
        )
        study.conditions.add(self.metastases)
        study.interventions.add(self.glass)
        study.trials.add(self.trial)
        self.make(evidence.StudyReport, "epoch/report", study=study, reference=self.report)
        self.active = self.make(evidence.Arm, "epoch/re", study=study, name="Radioembolization", position=1)
        self.active.interventions.add(self.glass)
        self.control = self.make(
            evidence.Arm, "epoch/control", study=study, name="Chemotherapy", role="comparator", position=2
        )
        # The documents agree on the total and on one arm; on the other they differ.
        self.account = self.tell(self.document, "718-726", (self.active, "215"), (self.control, "213"))
        self.other_account = self.tell(self.review, "40", (self.active, "215"), (self.control, "212"))
        self.make(
            evidence.Appraisal,
            "epoch/appraisal",
            account=self.account,
            by="policy authors",
            scale="risk of bias",
            judgement="low",
            lines="726",
        )

    def tell(self, document, lines: str, *sizes):
        account = self.make(
            evidence.StudyAccount,
            f"{document.key}/epoch",
            document=document,
            study=self.epoch,
            lines=lines,
            participants="428",
            year="2021",
        )
        for arm, participants in sizes:
            self.make(evidence.ArmSize, f"{account.key}/{arm.key}", account=account, arm=arm, participants=participants)
        return account

    def figures(self):
        os_ = self.make(
            evidence.Outcome,
            "epoch/os",
            account=self.account,
            endpoint="os",
            time_origin="randomization",
            population="itt",
            line_of_therapy="second",
            lines="718",
            position=1,
        )
        self.make(
            evidence.Measurement,
            "epoch/os/re",
            outcome=os_,
            arm=self.active,
            statistic="median",
            value="14.0",
            unit="months",
            ci_level="95",
            ci_lower="11.8",
            ci_upper="not reached",
            as_reported="14.0 (11.8-NR)",
            lines="719",
        )
        self.make(
            evidence.Measurement,
            "epoch/os/all",
            outcome=os_,
            statistic="proportion",
            bound=">",
            value="0.80",
            not_reached=True,
            as_reported=">0.80",
            position=2,
            lines="720",
        )
        self.hazard = self.make(
            evidence.EffectEstimate,
            "epoch/os/hr",
            outcome=os_,
            measure="HR",
            estimate="1.10",
            ci_level="95",
            ci_lower="0.90",
            ci_upper="1.30",
            p_comparator="=",
            p_value="0.7229",
            intervention_arm=self.active,
            comparator_arm=self.control,
            direction="no_difference",
            as_reported="HR 1.10 (0.90-1.30)",
            lines="721",
        )
        harm = self.make(
            evidence.Outcome,
            "epoch/harm",
            account=self.other_account,
            endpoint="adverse_event",
            event_term="=fatigue",
            grade="3 or higher",
            stated="More with radioembolization.",
            lines="41",
            position=2,
        )
        self.make(
            evidence.Measurement,
            "epoch/harm/re",
            outcome=harm,
            arm=self.active,
            statistic="count",
            events="9",
            participants="187",
            as_reported="9/187",
            lines="41",
        )

    def guidelines(self):
        body = self.make(evidence.GuidelineBody, "nccn", name="National Network", abbreviation="NCCN")
        guideline = self.make(evidence.Guideline, "nccn-hcc", body=body, title="Liver Cancer", aliases=["HCC"])
        earlier = self.make(evidence.GuidelineVersion, "nccn-hcc/1.2022", guideline=guideline, version="1.2022")
        later = self.make(
            evidence.GuidelineVersion,
            "nccn-hcc/2.2024",
            guideline=guideline,
            version="2.2024",
            year="2024",
            reference=self.untitled,
        )
        self.make(
            evidence.GuidelineVersionRelation,
            "nccn-hcc/2.2024/replaces",
            version=later,
            relation="replaces",
            other=earlier,
        )
        self.recommendation = self.make(
            evidence.Recommendation,
            "review/nccn-hcc",
            document=self.review,
            guideline_version=later,
            kind="option",
            text="Names radioembolization.",
            category="2A",
            category_scheme="NCCN",
            category_origin="implied",
            lines="1294-1307",
        )
        self.recommendation.conditions.add(self.hcc)
        self.recommendation.interventions.add(self.re)

    def devices(self):
        self.device = self.make(evidence.Device, "glass", name="TheraSphere", manufacturer="A maker")
        self.device.interventions.add(self.glass)
        self.make(
            evidence.DeviceCharacteristic,
            "glass/diameter",
            document=self.review,
            device=self.device,
            name="Diameter",
            value="20-30",
            unit="µm",
            lines="60",
        )
        formula = self.make(
            evidence.Formula,
            "mird",
            document=self.review,
            name="MIRD",
            expression="A = D * M / 50",
            result="A",
            unit="GBq",
            variables=[{"symbol": "D", "meaning": "Dose", "unit": "Gy"}],
            lines="123-126",
        )
        formula.devices.add(self.device)
        threshold = self.make(
            evidence.SelectionThreshold,
            "bilirubin",
            document=self.review,
            kind="exclusion",
            name="Bilirubin",
            bound=">",
            value="2",
            unit="mg/dL",
            as_reported=">2 mg/dL",
            lines="107, 110",
        )
        threshold.conditions.add(self.metastases)
        threshold.interventions.add(self.re)

    def flags(self):
        """One that is of the policy's document and accepted, and one of both documents."""
        printed = {"kind": "effect", "key": self.hazard.key, "text": self.hazard.as_reported}
        told = printed | {"about": "Overall survival", "document": self.document.key, "location": "line 721"}
        own = self.flag("interval_symmetric", [told | {"url": f"/studies/{self.epoch.key}/#{self.hazard.key}"}])
        evidence.FlagAcceptance.objects.create(
            fingerprint=own.fingerprint, rule=own.rule, reason="=Printed so in the trial's report.", by="librarian"
        )
        sizes = [
            {
                "kind": "arm_size",
                "key": f"{account.key}/{self.control.key}",
                "text": text,
                "about": "Chemotherapy",
                "document": account.document.key,
                "location": account.location,
                "url": f"/studies/{self.epoch.key}/#{account.key}",
            }
            for account, text in ((self.account, "n=213"), (self.other_account, "n=212"))
        ]
        self.flag("documents_agree", sizes, self.document, self.review, grade="look_again", position=2)

    def appraisals(self):
        """A judgement that replaced one, a grading, and three figures: read again, read otherwise, changed since."""
        told = {"study": self.epoch, "instrument": "rob-2-2019", "by": "writer"}
        domains = dict.fromkeys(("randomization", "deviations", "missing", "measurement", "selection"), "low")
        domains = {key: {"judgement": value, "note": ""} for key, value in domains.items()}
        first = self.make(
            evidence.RiskOfBias, "epoch/1", domains=domains, proposed="low", final="high", reason="Open label.", **told
        )
        self.make(
            evidence.RiskOfBias,
            "epoch/2",
            domains=domains | {"missing": {"judgement": "some_concerns", "note": "9 lost."}},
            proposed="some_concerns",
            final="some_concerns",
            supersedes=first,
            **told,
        )
        body = self.make(
            evidence.CertaintyOfEvidence,
            "radioembolization/liver-metastases/os/1",
            indication=self.for_metastases,
            intervention=self.re,
            condition=self.metastases,
            comparator="Chemotherapy",
            endpoint="os",
            start="high",
            steps={"imprecision": {"step": -1, "reason": "The interval holds benefit and harm."}},
            computed="moderate",
            final="moderate",
            by="writer",
        )
        body.studies.add(self.epoch)
        body.effect_estimates.add(self.hazard)
        median, proportion = evidence.Measurement.objects.filter(outcome=self.hazard.outcome).order_by("position")
        for figure, values in (
            ({"effect_estimate": self.hazard}, {"held_to": as_it_stands(self.hazard)}),
            ({"measurement": median}, {"held_to": as_it_stands(median), "read_instead": "14.1 (11.8-NR)"}),
            ({"measurement": proportion}, {"held_to": "something else", "extracted_by": "librarian"}),
        ):
            given = {"extracted_by": "fixtures", "verified_by": "writer", "verified_at": AT} | values
            evidence.Verification.objects.create(**figure, **given)
        for model in (evidence.RiskOfBias, evidence.CertaintyOfEvidence):
            model.objects.update(at=AT)

    def flag(self, rule: str, figures: list[dict], *documents, **values):
        one = not documents
        flag = evidence.Flag.objects.create(
            fingerprint=f"{rule}{self.suffix}",
            rule=rule,
            study=self.epoch,
            study_label=self.epoch.label,
            document=self.document if one else None,
            policy=self.topic.key if one else "",
            figures=figures,
            message=f"{' and '.join(figure['text'] for figure in figures)} do not fit.",
            expected="Figures that do.",
            **{"grade": "unlikely", "position": 1} | values,
        )
        flag.documents.set(documents or [self.document])
        return flag
