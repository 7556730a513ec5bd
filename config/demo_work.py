"""Work in progress for the demo: a study entered from a paper and judged, and a draft that rests on it, being signed.

All of it through the actions that people use, in the name of those who would do it.
"""

import evidence.appraisal.actions as appraising
import evidence.entry.actions as entering
from evidence.appraisal import grade
from evidence.appraisal.states import fingerprint
from evidence.models import Condition, EffectEstimate, Intervention, Measurement, Study
from policies.drafts import actions as drafting
from policies.drafts import comments
from policies.models import Policy, PolicyVersion, Statement
from policies.signing import actions as signing
from policies.vocabulary import Directness, EvidenceBearing, LinkGround

People = dict[str, object]
# Garin et al., Lancet Gastroenterol Hepatol 2021;6(1):17-29, as its abstract prints it.
WORK = {
    "authors": ["Garin E", "Tselikas L", "Guiu B"],
    "title": "Personalised versus standard dosimetry approach of selective internal radiation therapy in patients with "
    "locally advanced hepatocellular carcinoma (DOSISPHERE-01)",
    "journal": "Lancet Gastroenterol Hepatol",
    "year": "2021",
    "volume": "6",
    "issue": "1",
    "pages": "17-29",
    "doi": "10.1016/S2468-1253(20)30290-9",
}
FACTS = {
    "label": "",
    "acronym": "DOSISPHERE-01",
    "design": "rct",
    "setting": "Phase 2, open label",
    "note": "",
}
PLACE = "p. 17, abstract"
SHARES = {
    "Personalised dosimetry": {
        "as_reported": "20 (71% [95% CI 51–87]) of 28",
        "value": "71",
        "events": "20",
        "ci_lower": "51",
        "ci_upper": "87",
    },
    "Standard dosimetry": {
        "as_reported": "ten (36% [19–56]) of 28",
        "value": "36",
        "events": "10",
        "ci_lower": "19",
        "ci_upper": "56",
    },
}
COMPARED = {"as_reported": "p=0·0074", "measure": "comparison", "p_comparator": "=", "p_value": "0·0074"}
STATEMENT = "bcbsma-292/hcc"  # its stable key


def entered_study(people: People) -> None:
    """By the Librarian; one figure is read again by the Reviewer, one stays to be read."""
    librarian = people["librarian"]
    study = entering.add_study(
        facts=FACTS,
        conditions=[Condition.objects.get(key="hcc")],
        interventions=[Intervention.objects.get(key="y90-glass")],
        work=WORK,
        told={"participants": "60", "evaluable": "56", "lines": PLACE},
        by=librarian,
    )
    arms = [
        entering.add_arm(study=study, facts={"name": name, "role": role}, sizes={"evaluable": "28"}, by=librarian)
        for name, role in zip(SHARES, ("intervention", "comparator"), strict=True)
    ]
    outcome = entering.add_outcome(study=study, facts={"endpoint": "orr", "lines": PLACE}, by=librarian)
    common = {"lines": PLACE, "statistic": "proportion", "unit": "percent", "participants": "28", "ci_level": "95"}
    figures: list[tuple[type, dict]] = [
        (Measurement, common | fields | {"arm": arm}) for arm, fields in zip(arms, SHARES.values(), strict=True)
    ]
    between = {"intervention_arm": arms[0], "comparator_arm": arms[1], "direction": "favours_intervention"}
    figures.append((EffectEstimate, COMPARED | between | {"lines": PLACE}))
    first = entering.add_figures(outcome=outcome, figures=figures, by=librarian)[0]
    appraising.verify_figure(figure=first, seen=fingerprint(first), by=people["reviewer"])


def appraised(people: People) -> None:
    """Risk of bias of the study entered, and the certainty that a body of evidence of two studies gives."""
    study = _entered()
    domains = ("randomization", "deviations", "missing", "measurement", "selection")
    appraising.appraise_study(
        study=study,
        instrument="rob-2-2019",
        endpoint="orr",
        judgements=dict.fromkeys(domains, "low") | {"deviations": "some_concerns"},
        notes={"deviations": "Open label."},
        by=people["reviewer"],
    )
    appraising.grade_certainty(
        body=appraising.Body(
            intervention=Intervention.objects.get(key="radioembolization"),
            condition=Condition.objects.get(key="hcc"),
            endpoint="orr",
            comparator="Standard dosimetry",
            studies=[study],
            figures=list(Measurement.objects.filter(outcome__account__study=study)),
        ),
        steps=[grade.Step("imprecision", -1, "56 patients, and wide intervals.")],
        by=people["reviewer"],
    )


def draft_in_review(people: People) -> None:
    """Of policy 292: edited, linked to the study, commented on, sent to two approvers, signed by one of them."""
    draft = _draft(people["writer"])
    statement = Statement.objects.get(version=draft, lineage=STATEMENT)
    said = comments.comment(
        version=draft,
        about=STATEMENT,
        text="Does the personalised dose belong into the criteria, or into the documentation?",
        by=people["writer"],
    )
    comments.answer(
        to=said, text="Documentation, I think: one trial of 60 is little for a criterion.", by=people["reviewer"]
    )
    signing.submit(version=draft, approvers=["approver", "second-approver"], by=people["writer"])
    signing.sign(
        version=draft,
        verdict="approved_with_comments",
        comments=f"{statement.title}: please settle the open comment before it is published.",
        by=people["approver"],
    )


def _draft(writer) -> PolicyVersion:
    policy = Policy.objects.get(key="bcbsma-292")
    draft = drafting.begin_draft(policy=policy, based_on=PolicyVersion.objects.get(key="bcbsma-292/2024-09"), by=writer)
    statement = Statement.objects.get(version=draft, lineage=STATEMENT)
    drafting.add_criterion(
        version=draft,
        statement=statement.key,
        values={"text": "The absorbed dose to tumour and liver was planned for this patient"},
        by=writer,
        edition=draft.edition,
    )
    link = {
        "statement": statement.key,
        "indication": statement.statement_indications.get().indication.key,
        "study": _entered().key,
        "bearing": EvidenceBearing.SUPPORTS,
        "directness": Directness.DIRECT,
        "ground": LinkGround.INFERRED,
        "note": "More patients responded where the dose was planned for each of them: 71% against 36%.",
    }
    drafting.add_row(version=draft, part="evidence_link", values=link, by=writer, edition=draft.edition)
    return draft


def _entered() -> Study:
    return Study.objects.get(acronym=FACTS["acronym"])
