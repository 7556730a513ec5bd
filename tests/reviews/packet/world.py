"""A review of policy 292 near its end: searched, screened, appraised, drafted, and signed by one of two approvers.

searched    PubMed in a window, Embase without one
candidates  kuei (excluded at full text, to be looked at again), two excluded by title, lost (not retrieved),
            unused (included, linked to nothing), mulcahy (included; its study is linked), waiting (undecided)
draft       bcbsma-292/v2: one condition reworded and classed; ann approved it, bob is asked
"""

from datetime import date

from evidence.models import (
    CertaintyOfEvidence,
    EffectEstimate,
    FullText,
    GuidelineVersion,
    Indication,
    Reference,
    RiskOfBias,
    Study,
)
from policies.actions import confirm_change
from policies.drafts import actions as drafts
from policies.models import PolicyVersion
from policies.publishing.changes import predecessor
from policies.signing import actions as signing
from policies.versions import comparison
from reviews.models import (
    Assignment,
    GuidelineCheck,
    OngoingTrial,
    RequestEntry,
    ReviewCycle,
    SourceCheck,
)
from tests.policies.drafts.world import begin, conditions
from tests.reviews import world

QUESTION = "Does radioembolization improve survival?\n\n- in unresectable HCC\n- in colorectal metastases"
REWORDED = "limited to the liver on imaging"
DAY = date(2026, 11, 26)


def searched_and_screened(writer) -> ReviewCycle:
    cycle = world.opened(writer, due_on=date(2026, 12, 1))
    ReviewCycle.objects.filter(pk=cycle.pk).update(
        question=QUESTION, criteria="Trials and cohorts of 20 or more.", literature_searched_through="2026-03-02"
    )
    Assignment.objects.create(cycle=cycle, name="wanda", task="writer", assigned_by="boss")
    window = {"window_from": date(2024, 6, 1), "window_to": date(2026, 3, 2), "overlap_days": 4, "found": 812}
    world.searched(cycle, **window)
    world.searched(cycle, "embase", query="'radioembolization'/exp")
    decided = {"title_abstract": "included", "origin": "citations"}
    out = {"title_abstract": "excluded", "full_text": "not_yet", "origin": "citations"}
    kuei = {
        "full_text": "excluded",
        "excluded_because": "population",
        "excluded_note": "Children only.",
        "look_again": True,
    }
    world.candidate(
        cycle, "A registry of children", authors=["Kuei A", "Two B"], year="2025", pmid="1", **decided, **kuei
    )
    world.candidate(cycle, "A mouse model", excluded_because="population", **out)
    world.candidate(cycle, "An editorial", excluded_because="publication_type", **out)
    lost = reference("lost", "A thesis that nobody has")
    FullText.objects.create(reference=lost, state="not_retrieved", note="The library has no copy.", by="lib")
    world.candidate(cycle, lost.title, reference=lost, full_text="undecided", **decided)
    unused = reference("unused", "A cohort that is linked to nothing")
    world.candidate(cycle, unused.title, reference=unused, full_text="included", **decided)
    linked = Study.objects.get(key="mulcahy-2021").reports.first().reference
    world.candidate(cycle, linked.title, reference=linked, full_text="included", **decided)
    world.candidate(cycle, "Not judged yet", origin="website")
    return ReviewCycle.objects.get(pk=cycle.pk)


def reference(key: str, title: str) -> Reference:
    return Reference.objects.create(key=key, title=title, authors=["Somebody A"], year="2025")


def looked_elsewhere(cycle: ReviewCycle) -> None:
    fda = {"kind": "fda", "name": "Premarket approvals"}
    SourceCheck.objects.create(cycle=cycle, checked_on=DAY, by="lib", nothing_new=True, **fda)
    SourceCheck.objects.create(cycle=cycle, kind="society", name="A society", position=1)
    version = GuidelineVersion.objects.get(key="nccn-hcc/1.2024")
    told = {"standing": "replaced", "replacement": "version 2.2026", "checked_on": DAY, "by": "lib"}
    GuidelineCheck.objects.create(cycle=cycle, version=version, **told)
    OngoingTrial.objects.create(
        policy=cycle.policy,
        nct="NCT01234567",
        title="A trial under way",
        planned_size="about 360",
        expected_completion="December 2027",
        status="recruiting",
        status_as_of=DAY,
        by="lib",
    )
    asked = {"policy": cycle.policy, "by": "lib", "answered_by": "wanda"}
    RequestEntry.objects.create(
        kind="provider", asked_on=date(2026, 5, 1), question="Is Ho-166 meant too?", answer="Not named.", **asked
    )
    RequestEntry.objects.create(kind="appeal", asked_on=date(2026, 6, 1), question="Why was it denied?", **asked)


def appraised() -> None:
    study = Study.objects.get(key="mulcahy-2021")
    domains = {"randomization": {"judgement": "low", "note": ""}}
    told = {"by": "rev", "final": "some_concerns", "proposed": "some_concerns"}
    RiskOfBias.objects.create(
        key="mulcahy-2021/1", study=study, endpoint="os", instrument="rob-2-2019", domains=domains, **told
    )
    indication = Indication.objects.get(key="re-hcc")
    body = CertaintyOfEvidence.objects.create(
        key="re/hcc/os/1",
        indication=indication,
        intervention=indication.intervention,
        condition=indication.condition,
        endpoint="os",
        start="high",
        computed="low",
        final="low",
        by="rev",
        steps={"imprecision": {"step": -2, "reason": "Few patients."}},
    )
    body.studies.add(EffectEstimate.objects.filter(outcome__endpoint="os").first().outcome.account.study)


def drafted_and_signed(writer, ann, bob) -> PolicyVersion:
    draft = begin(writer)
    row = conditions()[-1]
    drafts.change_row(version=draft, part="criterion", key=row.key, by=writer, edition=0, values={"text": REWORDED})
    draft = PolicyVersion.objects.get(pk=draft.pk)
    before = predecessor(draft)
    (change,) = comparison.compared(before, draft).changes
    confirm_change(
        older=before, newer=draft, change=change.name, change_class="clarified", reason="It says how.", by=writer
    )
    signing.submit(version=draft, by=writer, approvers=[ann.get_username(), bob.get_username()])
    signing.sign(version=draft, by=ann, verdict="approved_with_comments", comments="Mind the footnote.")
    return PolicyVersion.objects.get(pk=draft.pk)


def whole_review(writer, ann, bob) -> ReviewCycle:
    cycle = searched_and_screened(writer)
    looked_elsewhere(cycle)
    appraised()
    drafted_and_signed(writer, ann, bob)
    return cycle
