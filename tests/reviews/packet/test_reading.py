"""Every section is there; one with nothing to tell says so; what was recorded stands as it was."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Measurement
from policies.models import EvidenceLink, Payer, Policy, PolicyVersion
from policies.paper.content import text_of
from reviews.models import Candidate, ReviewCycle, SourceCheck
from reviews.packet.reading import packet_of
from tests.reviews.packet.told import DAY, facts, rows, section, told

SECTIONS = [
    "Question and criteria",
    "Search strategy",
    "Flow of works",
    "Evidence table",
    "Forest plots",
    "Appraisals",
    "Guideline agreement",
    "Payer matrix",
    "Changes",
    "Health list",
    "Considered, not cited",
    "Other sources",
    "Guideline versions",
    "Ongoing trials",
    "Requests",
    "Sign-offs",
]


@pytest.mark.parametrize("which", ["packet", "bare"])
def test_every_section_is_there_in_order_whether_it_has_something_to_tell_or_not(request, which):
    paper = request.getfixturevalue(which)
    assert [text_of(heading.runs) for heading in paper.sections] == SECTIONS
    assert all(section(paper, heading.anchor) for heading in paper.sections)


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("question", "No question is written down for this review."),
        ("question", "No criteria are written down for this review."),
        ("strategy", "No search is recorded."),
        ("appraisals", "No study that the statements rest on has been appraised here."),
        ("appraisals", "No body of evidence for an indication of this policy has been graded here."),
        ("changes", "No new version is proposed yet: nothing is changed."),
        ("considered", "No work was brought to this review to be judged."),
        ("trials", "No ongoing trial is recorded."),
        ("requests", "No request is recorded up to 2026-11-26."),
        ("signoffs", "No new version is proposed, so nobody is asked to sign."),
    ],
)
def test_a_section_with_nothing_to_tell_says_so(bare, anchor, said):
    assert said in told(bare, anchor)


def test_a_policy_without_any_text_has_a_packet_too(db, writer):
    policy = Policy.objects.create(key="p/new", payer=Payer.objects.create(key="p", name="P"), title="New", number="1")
    cycle = ReviewCycle.objects.create(key="p/new/review-1", policy=policy, type="new_policy")
    paper = packet_of(cycle, writer, DAY)
    assert [text_of(heading.runs) for heading in paper.sections] == SECTIONS
    assert "has no text yet" in told(paper, "evidence")
    assert "has no text yet" in told(paper, "guidelines")
    assert "has no text yet" in told(paper, "health")
    assert told(paper, "sources") == "No other source is on the list of this review."


def test_the_front_says_what_it_is_of_and_where_it_stands(packet):
    assert facts(packet) == {
        "Payer": "Blue Cross Blue Shield of Massachusetts",
        "Policy": "Radioembolization for Primary and Metastatic Tumors of the Liver no. 292",
        "Review": "Annual review, review-1",
        "Due on": "2026-12-01",
        "Opened on": facts(packet)["Opened on"],
        "Writer": "wanda",
        "State": "Open",
        "Literature": "searched through 2026-03-02",
        "Version proposed": "bcbsma-292/v2 in review, not in force",
        "Set against": "Review of September 2024",
        "Packet made on": "2026-11-26",
    }
    assert packet.mark == "For members only"


def test_question_criteria_and_searches_stand_as_they_were_typed(packet):
    assert told(packet, "question").splitlines()[:3] == [
        "Does radioembolization improve survival?",
        "in unresectable HCC",
        "in colorectal metastases",
    ]
    assert rows(packet, "strategy") == [
        ["PubMed", "radioembolization[tiab]", "2026-03-02", "2024-06-01 and 2026-03-02, 4 days of overlap", "812", "0"],
        ["Embase", "'radioembolization'/exp", "2026-03-02", "no window", "–", "0"],
    ]


def test_considered_works_are_told_with_their_reasons_and_add_up(packet):
    text = told(packet, "considered")
    assert "Not decided yet: 1 by title and abstract." in text
    assert (
        "Kuei et al. A registry of children. 2025. PMID 1 | Wrong population Children only. To be looked at again "
        "in the next review." in text
    )
    assert "A thesis that nobody has. The library has no copy." in text
    assert "A cohort that is linked to nothing." in text
    assert "Wrong population | 1\nWrong kind of publication | 1\nTogether | 2" in text
    assert "EPOCH" not in text


def test_other_sources_say_what_was_found_and_what_is_still_to_be_checked(packet):
    told_of = [row for row in rows(packet, "sources") if row[0].startswith(("Premarket", "A society"))]
    assert told_of == [
        ["Premarket approvals FDA", "2026-11-26", "lib", "nothing new"],
        ["A society Professional society", "not checked yet", "–", "–"],
    ]
    assert told(packet, "sources").startswith(f"1 of {len(rows(packet, 'sources'))} sources were checked.")


def test_guideline_versions_that_were_not_checked_are_named(packet):
    text = told(packet, "guideline-versions")
    assert "NCCN Hepatocellular Carcinoma, version 1.2024 | Replaced by version 2.2026 | 2026-11-26 | –" in text
    assert "Cited, and not checked in this review:\n" in text
    assert text.count("NCCN Hepatocellular Carcinoma, version 1.2024") == 1


def test_trials_and_requests_stand_as_recorded_and_no_one_is_named(packet):
    assert rows(packet, "trials") == [
        ["NCT01234567 A trial under way", "about 360", "December 2027", "Recruiting\nas of 2026-11-26", "–"]
    ]
    assert rows(packet, "requests") == [
        ["2026-05-01", "Provider", "Is Ho-166 meant too?", "Not named."],
        ["2026-06-01", "Appeal", "Why was it denied?", "not answered yet"],
    ]
    assert "2 requests up to 2026-11-26: provider 1, appeal 1." in told(packet, "requests")
    assert "wanda" not in told(packet, "requests")


def test_the_same_review_is_the_same_document_on_the_same_day(cycle, writer):
    packet = packet_of(cycle, writer, DAY)
    assert packet_of(cycle, writer, DAY).fingerprint == packet.fingerprint
    assert packet_of(cycle, writer, date(2026, 11, 27)).fingerprint != packet.fingerprint
    SourceCheck.objects.filter(checked_on=None).update(checked_on=DAY, by="lib", nothing_new=True)
    assert packet_of(cycle, writer, DAY).fingerprint != packet.fingerprint


def test_hundreds_of_links_and_candidates_take_no_more_queries(cycle, writer):
    before = queries_of(cycle, writer)
    version = PolicyVersion.objects.get(key="bcbsma-292/v2")
    statement = version.statements.first()
    indication = statement.statement_indications.first().indication
    given = {"statement": statement, "indication": indication, "bearing": "context", "ground": "inferred"}
    figures = Measurement.objects.all()[:300]
    EvidenceLink.objects.bulk_create(
        EvidenceLink(key=f"more-{figure.pk}", measurement=figure, **given) for figure in figures
    )
    Candidate.objects.bulk_create(
        Candidate(
            key=f"{cycle.key}/m-{n}",
            cycle=cycle,
            position=1000 + n,
            title=f"Work {n}",
            title_abstract="included",
            full_text="excluded",
            excluded_because="design",
        )
        for n in range(300)
    )
    SourceCheck.objects.bulk_create(SourceCheck(cycle=cycle, kind="other", name=f"Source {n}") for n in range(50))
    assert len(figures) > 100
    assert queries_of(cycle, writer) <= before + 2
    assert len(rows(packet_of(cycle, writer, DAY), "considered")) > 300


def queries_of(cycle: ReviewCycle, user) -> int:
    cycle = ReviewCycle.objects.get(pk=cycle.pk)
    with CaptureQueriesContext(connection) as captured:
        packet_of(cycle, user, DAY)
    return len(captured)
