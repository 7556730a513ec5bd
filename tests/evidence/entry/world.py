"""A study as it is entered by hand, through the actions."""

from evidence.entry import actions
from evidence.models import Condition, Intervention, Outcome, Study

WORK = {
    "authors": ["Mulcahy MF", "Mahvash A"],
    "title": "Radioembolization with chemotherapy",
    "journal": "J Clin Oncol",
    "year": "2021",
    "pmid": "34541864",
    "doi": "10.1200/JCO.21.01839",
}
FACTS = {"label": "", "acronym": "EPOCH", "design": "rct", "setting": "Phase 3", "note": ""}
EFFECT = {
    "as_reported": "HR 0.69 (95% CI 0.54-0.88; P=.0013)",
    "lines": "p. 3897, Table 2",
    "measure": "HR",
    "estimate": "0.69",
    "ci_level": "95",
    "ci_lower": "0.54",
    "ci_upper": "0.88",
    "p_comparator": "=",
    "p_value": ".0013",
}
MEDIAN = {"as_reported": "8.0 months", "lines": "p. 3897", "statistic": "median", "value": "8.0", "unit": "months"}


def enter_study(by, **changes) -> Study:
    conditions = [Condition.objects.get_or_create(key="crc", name="Colorectal liver metastases")[0]]
    interventions = [Intervention.objects.get_or_create(key="re", name="Radioembolization")[0]]
    told = {"facts": FACTS, "work": WORK, "conditions": conditions, "interventions": interventions, "by": by}
    return actions.add_study(**told | changes)


def enter_outcome(study: Study, by, **facts) -> Outcome:
    return actions.add_outcome(study=study, facts={"endpoint": "pfs", "lines": "p. 3897"} | facts, by=by)
