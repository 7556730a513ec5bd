"""What comparability.py says of figures that are not alike: each rule by its name, with why it matters. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    title: str
    why: str


RULES = {
    "response_criteria": Rule(
        "Response by different criteria",
        "RECIST measures whole lesions, mRECIST and EASL the tissue that takes up contrast, WHO areas: the same "
        "patients have different numbers of responders under each.",
    ),
    "time_origin": Rule(
        "Time counted from different moments",
        "Time from diagnosis holds the months before treatment, in which nobody who was treated can have died.",
    ),
    "population": Rule(
        "Different patients analysed",
        "As-treated and matched sets leave out patients whom intention to treat counts, often those who did worse.",
    ),
    "line_of_therapy": Rule(
        "Different lines of therapy",
        "Who was treated before is later in the disease: survival and response are lower, whatever is given.",
    ),
    "subgroup": Rule(
        "A subgroup beside a whole population",
        "A part that was chosen by its prognosis, or by its result, does not stand for all who were treated.",
    ),
    "name": Rule(
        "Called by different names",
        "What is named otherwise may be another measure: in the liver alone, after transplantation, per tumor.",
    ),
    "statistic": Rule(
        "A median beside a value of no stated kind",
        "A document that prints a time alone may mean the median or the mean.",
    ),
    "unit": Rule(
        "Printed in different units",
        "The printed numbers cannot be read against each other without converting them.",
    ),
    "includes": Rule(
        "A review beside a study it includes",
        "The review's figures hold the patients of the study: the two are not independent, and must not be added up.",
    ),
    "shared_report": Rule(
        "Two entries that share a report or a registration",
        "They may be one study under two names: its patients would count twice.",
    ),
    "two_documents": Rule(
        "One study as told by two documents",
        "These are the same patients. Where the documents differ, the report itself decides.",
    ),
}
