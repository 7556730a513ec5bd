"""A paper whose own figures are entered, of which the PDF is kept, and everything that shows a place in it.

mulcahy-2021  of the starter base; its paper prints a ratio and a median on p. 3899, both linked to statement 292,
              metastases, and graded; it cites another work and names a trial there, and two flags are about it
"""

from evidence.entry import actions
from evidence.full_texts import actions as full_texts
from evidence.models import (
    CertaintyOfEvidence,
    Citation,
    Document,
    EffectEstimate,
    Indication,
    Measurement,
    Outcome,
    Reference,
    ReferenceFile,
    Study,
    StudyAccount,
    Trial,
)
from policies.models import EvidenceLink
from tests.evidence.entry.world import EFFECT, MEDIAN
from tests.evidence.flag_world import figure, make_flag
from tests.evidence.full_texts.files import PDF

WORK = "mulcahy-2021"
REPORT = f"{WORK}/report"
PAGE = "p. 3899"
STATEMENT = "bcbsma-292/metastases"
RATIO, MEDIAN_OF_ARM = "mulcahy-2021/os-hr", "mulcahy-2021/os-median"
CERTAINTY = "re/colorectal/os/1"


def kept(by) -> ReferenceFile:
    work = Reference.objects.get(key=WORK)
    return full_texts.add_file(reference=work, name="the paper.pdf", chunks=[PDF], by=by)


def entered(by) -> None:
    study = Study.objects.get(key=WORK)
    outcome = actions.add_outcome(study=study, facts={"endpoint": "os", "lines": PAGE}, by=by)
    StudyAccount.objects.filter(pk=outcome.account_id).update(lines=PAGE, conclusion="Survival was no longer.")
    figures = [(EffectEstimate, EFFECT | {"lines": PAGE}), (Measurement, MEDIAN | {"lines": PAGE})]
    ratio, median = actions.add_figures(outcome=outcome, figures=figures, by=by)
    assert [ratio.key, median.key] == [RATIO, MEDIAN_OF_ARM]
    linked(ratio, median)
    graded(ratio)
    report = Document.objects.get(key=REPORT)
    Citation.objects.create(
        key=f"{REPORT}/1", document=report, reference=Reference.objects.get(key="abbott-2015"), number="1", lines=PAGE
    )
    Trial.objects.filter(key="nct01483027").update(document=report, lines=PAGE)
    flagged(study)


def linked(ratio: EffectEstimate, median: Measurement) -> None:
    """The ratio supports the statement, the median is context and argues for a criterion of it, too."""
    beside = EvidenceLink.objects.get(statement__key=STATEMENT, effect_estimate__key="med140/mulcahy-2021/os-hr")
    told = {"indication": beside.indication, "ground": "inferred", "note": "From the paper itself."}
    statement = beside.statement
    EvidenceLink.objects.create(key="own-1", statement=statement, effect_estimate=ratio, bearing="supports", **told)
    EvidenceLink.objects.create(key="own-2", statement=statement, measurement=median, bearing="context", **told)


def graded(ratio: EffectEstimate) -> None:
    indication = Indication.objects.get(key="re-colorectal")
    body = CertaintyOfEvidence.objects.create(
        key=CERTAINTY,
        indication=indication,
        intervention=indication.intervention,
        condition=indication.condition,
        endpoint="os",
        start="high",
        computed="high",
        final="high",
        by="rev",
    )
    body.studies.add(ratio.outcome.account.study)
    body.effect_estimates.add(ratio)


def flagged(study: Study) -> None:
    own, other = figure(REPORT, "HR 0.69", study=WORK, key=RATIO), figure("med140", "HR 1.07", study=WORK)
    make_flag("one", [own | {"location": PAGE}], study=study)
    make_flag("two", [own | {"location": PAGE}, other], study=study)


def more_figures(number: int) -> None:
    """Of the same paper, on pages of their own."""
    outcome = Outcome.objects.get(account__document__key=REPORT)
    printed = {"as_reported": "1 mo", "statistic": "median", "value": "1"}
    rows = [Measurement(key=f"more-{n}", outcome=outcome, lines=f"p. {n}", **printed) for n in range(number)]
    Measurement.objects.bulk_create(rows)
