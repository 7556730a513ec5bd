"""The packet holds what a committee needs; a section with nothing to tell says so; the numbers stand as printed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.roles import APPROVER, WRITER
from evidence.models import EffectEstimate, Measurement, Study
from policies import queries
from policies.models import ChangeReview, EvidenceLink, Payer, Policy, PolicyVersion
from policies.paper.content import Block, Figure, Heading, Items, Paper, Paragraph, Table, text_of, texts
from reviews.models import Candidate, ReviewCycle, SourceCheck
from reviews.packet import evidence
from reviews.packet.reading import packet_of
from tests.policies.drafts.world import begin
from tests.reviews import world as reviews
from tests.reviews.packet import world

DAY = world.DAY
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


@pytest.fixture
def writer(account):
    return account(WRITER)


@pytest.fixture
def approvers(account):
    return [account(APPROVER, name) for name in ("ann", "bob")]


@pytest.fixture
def cycle(starter_base, writer, approvers) -> ReviewCycle:
    return world.whole_review(writer, *approvers)


KEPT: dict[str, Paper] = {}


@pytest.fixture
def packet(request) -> Paper:
    """Of the whole review. A value: the first test that asks for it makes it, for all."""
    if "packet" not in KEPT:
        request.getfixturevalue("starter_base")
        KEPT["packet"] = packet_of(request.getfixturevalue("cycle"), request.getfixturevalue("writer"), DAY)
    return KEPT["packet"]


@pytest.fixture
def bare(request) -> Paper:
    """Of a review that was opened, and no more."""
    if "bare" not in KEPT:
        request.getfixturevalue("starter_base")
        writer = request.getfixturevalue("writer")
        KEPT["bare"] = packet_of(reviews.opened(writer), writer, DAY)
    return KEPT["bare"]


def section(paper: Paper, anchor: str) -> list[Block]:
    """Its blocks, the heading itself not among them."""
    found: list[Block] = []
    inside = False
    for block in paper.body:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.anchor == anchor
        elif inside:
            found.append(block)
    return found


def told(paper: Paper, anchor: str) -> str:
    lines: list[str] = []
    for block in section(paper, anchor):
        if isinstance(block, Paragraph | Heading):
            lines.append(text_of(block.runs))
        elif isinstance(block, Items):
            lines += [text_of(item.runs) for item in block.items]
        elif isinstance(block, Table):
            lines += [" | ".join(text_of(cell) for cell in row) for row in block.rows]
    return "\n".join(lines)


def rows(paper: Paper, anchor: str) -> list[list[str]]:
    tables = [block for block in section(paper, anchor) if isinstance(block, Table)]
    return [[text_of(cell) for cell in row] for table in tables for row in table.rows]


def facts(paper: Paper) -> dict[str, str]:
    return {name: text_of(runs) for name, runs in paper.facts.rows}


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
        ("sources", "No other source is on the list of this review."),
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


def test_the_flow_is_drawn_and_told_in_numbers_that_add_up(packet):
    (figure,) = [block for block in section(packet, "flow") if isinstance(block, Figure)]
    assert "The table below tells the same." in figure.alternative
    counts = {row[0].strip(): row[1:] for row in rows(packet, "flow")}
    assert counts["Records identified"] == ["0", "7", "–"]
    assert counts["Reports excluded"] == ["0", "1", "–"]
    assert counts["Reports not retrieved"] == ["0", "1", "–"]
    text = told(packet, "flow")
    assert "do not add up" not in text
    assert "Not decided yet: 1 work not decided by title and abstract." in text


def test_a_closed_review_whose_counts_are_not_stated_draws_no_flow(starter_base, writer):
    cycle = reviews.opened(writer)
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred", closed_on="2026-11-20")
    paper = packet_of(ReviewCycle.objects.get(), writer, DAY)
    assert told(paper, "flow") == "The counts of this review are not stated, so there is nothing to draw."


def test_counts_that_do_not_add_up_are_told_before_anything_else(starter_base, writer):
    cycle = reviews.opened(writer)
    reviews.candidate(cycle, "Of no record")
    paper = packet_of(cycle, writer, DAY)
    assert told(paper, "flow").startswith("The counts do not add up: ")


def test_every_study_linked_to_a_statement_stands_in_the_evidence_table_once(cycle, writer):
    packet = packet_of(cycle, writer, DAY)
    version = PolicyVersion.objects.get(key="bcbsma-292/v2")
    links = queries.links_of_version(version)
    direct = {study for link in links if (study := queries.study_of(link))}
    reported = set(Study.objects.filter(reports__reference__in=[x.reference_id for x in links if x.reference_id]))
    studies = {*Study.objects.filter(pk__in=direct), *reported}
    names = [row[0].split("\n")[0].removesuffix(" NEW") for row in rows(packet, "evidence")]
    assert sorted(names) == sorted(map(str, studies))


def test_a_linked_figure_stands_as_it_is_printed_with_its_document_and_place(packet):
    (row,) = [row for row in rows(packet, "evidence") if row[0].startswith("Dhondt 2022")]
    assert "Overall survival: HR 0.48, 95% CI 0.28 to 0.82, p=0.006 (med140, lines 480-482)" in row[5]
    assert row[4] == "DEB-TACE"


def test_a_study_with_many_figures_tells_the_first_and_how_many_more_there_are(starter_base, writer, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_FIGURES", 2)
    (row,) = [
        row
        for row in rows(packet_of(reviews.opened(writer), writer, DAY), "evidence")
        if row[0].startswith("Dhondt 2022")
    ]
    assert row[5].splitlines()[2:] == ["and 1 more on its page"]


def test_only_what_came_with_this_review_is_marked_new(packet):
    new = [row[0] for row in rows(packet, "evidence") if " NEW" in row[0]]
    assert len(new) == 1
    assert new[0].startswith("Mulcahy 2021 (EPOCH) NEW")
    assert "1 of them came with this review and is marked new" in told(packet, "evidence")


def test_a_study_that_the_text_before_did_not_rest_on_is_new(starter_base, writer):
    draft = begin(writer)
    study = Study.objects.exclude(reports__reference__in=linked_works()).filter(
        evidence_links=None, accounts__outcomes=None
    )
    added = study.first()
    statement = draft.statements.first()
    EvidenceLink.objects.create(
        key="new-link",
        statement=statement,
        indication=statement.statement_indications.first().indication,
        study=added,
        bearing="supports",
        ground="inferred",
    )
    paper = packet_of(reviews.opened(writer), writer, DAY)
    assert [row[0].split("\n")[0] for row in rows(paper, "evidence") if " NEW" in row[0]] == [f"{added} NEW"]


def linked_works():
    return EvidenceLink.objects.filter(reference__isnull=False).values("reference")


def test_a_plot_is_drawn_of_one_measure_one_endpoint_and_one_indication(packet):
    blocks = section(packet, "plots")
    figures = [block for block in blocks if isinstance(block, Figure)]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(figures) == len(tables) == 6
    for figure, table in zip(figures, tables, strict=True):
        assert table.caption == f"{figure.caption}: the estimates drawn"
        assert len(table.rows) >= 2
        measures = {text_of(row[2]).split()[0] for row in table.rows}
        assert len(measures) == 1
        assert f"Forest plot of {len(table.rows)} estimates" in figure.alternative
        for row in table.rows:
            assert f">{text_of(row[0]).split(' ')[0]} " in figure.svg


def test_every_estimate_drawn_is_linked_and_stands_as_it_is_printed(starter_base, packet):
    drawn = {row[2] for row in rows(packet, "plots")}
    assert drawn <= set(EffectEstimate.objects.values_list("as_reported", flat=True))


def test_estimates_that_share_no_indication_endpoint_and_measure_are_not_drawn(starter_base, writer):
    EvidenceLink.objects.filter(effect_estimate__isnull=False).delete()
    paper = packet_of(reviews.opened(writer), writer, DAY)
    assert "nothing is drawn" in told(paper, "plots")


def test_appraisals_tell_each_domain_and_the_whole(packet):
    (row,) = [row for row in rows(packet, "appraisals") if row[0].startswith("Mulcahy 2021")]
    assert row[0].endswith("Overall survival")
    assert "Low" in row[1]
    assert "Some concerns" in row[-1]
    (graded,) = [row for row in rows(packet, "appraisals") if row[0] == "Hepatocellular carcinoma"]
    assert graded[3] == "Low"
    assert graded[4] == "Imprecision, down two levels: Few patients."
    assert "Not appraised here: 67 of 68 studies." in told(packet, "appraisals")


def test_guidelines_are_told_indication_by_indication_with_their_verdict(packet):
    headings = [text_of(each.runs) for each in section(packet, "guidelines") if isinstance(each, Heading)]
    assert "Hepatocellular carcinoma: medically necessary Statement 1" in headings
    verdicts = [row[2] for row in rows(packet, "guidelines")]
    assert all(verdict.startswith(("Agrees", "Partly agrees", "Differs", "No verdict")) for verdict in verdicts)


def test_the_matrix_sets_what_is_proposed_beside_every_payer(packet):
    tables = [block for block in section(packet, "payers") if isinstance(block, Table)]
    names = [column.title for table in tables for column in table.columns[1:]]
    assert names[0] == "Blue Cross Blue Shield of Massachusetts, proposed"
    assert len(names) == 7
    assert all(len(table.columns) <= 7 for table in tables)
    first = tables[0].rows[0]
    assert text_of(first[1]) == f"Medically necessary with criteria\nunresectable; {world.REWORDED}"


def test_changes_are_marked_word_by_word_with_their_class_and_who_confirmed_it(packet):
    (table,) = [block for block in section(packet, "changes") if isinstance(block, Table)]
    (row,) = table.rows
    looks = [(run.text, run.look) for run in row[1]]
    assert looks == [
        ("Limited", "deleted"),
        ("limited", "inserted"),
        (" to the liver", ""),
        (" on imaging", "inserted"),
    ]
    assert text_of(row[2]).startswith("Clarified It says how.\nConfirmed by writer, 20")
    assert "every class is confirmed" in told(packet, "changes")


def test_a_change_without_a_confirmed_class_says_that_it_is_open(cycle, writer):
    ChangeReview.objects.all().delete()
    again = packet_of(cycle, writer, DAY)
    assert "Open: not classed yet. Proposed by rule:" in told(again, "changes")
    assert "1 still needs a confirmed class" in told(again, "changes")


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
    assert rows(packet, "sources") == [
        ["Premarket approvals FDA", "2026-11-26", "lib", "nothing new"],
        ["A society Professional society", "not checked yet", "–", "–"],
    ]
    assert "1 of 2 sources were checked." in told(packet, "sources")


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


def test_sign_offs_say_who_when_what_and_whether_it_holds(packet):
    (row,) = rows(packet, "signoffs")
    assert row[0] == "ann"
    assert row[2:] == ["Approved with comments", "yes", "Mind the footnote."]
    assert "1 of 2 approvals needed hold." in told(packet, "signoffs")
    assert told(packet, "signoffs").endswith("Asked to sign, without a word that holds\nbob")


def test_an_approver_who_signs_blind_finds_no_word_of_the_others(cycle, approvers, settings):
    settings.SIGNOFFS_BLIND = True
    seen = told(packet_of(cycle, approvers[1], DAY), "signoffs")
    assert "Mind the footnote." not in seen
    assert "What others signed is shown once you have signed yourself." in seen
    assert "Mind the footnote." in told(packet_of(cycle, approvers[0], DAY), "signoffs")


def test_a_closed_review_tells_of_the_version_that_came_of_it(starter_base, writer):
    cycle = reviews.opened(writer)
    version = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    ReviewCycle.objects.filter(pk=cycle.pk).update(
        state="closed", outcome="reaffirmed", closed_on="2024-09", version=version
    )
    begin(writer)
    paper = packet_of(ReviewCycle.objects.get(), writer, DAY)
    assert facts(paper)["Came of it"] == "Review of September 2024"
    assert facts(paper)["State"] == "Closed: reaffirmed"
    assert "v2" not in "\n".join(texts(paper))
    assert "No earlier text of this policy is held" in told(paper, "changes")
    assert "who approved it there is not recorded here" in told(paper, "signoffs")


def test_a_deferred_review_proposes_nothing_though_a_draft_is_open(starter_base, writer):
    cycle = reviews.opened(writer)
    ReviewCycle.objects.filter(pk=cycle.pk).update(state="closed", outcome="deferred", closed_on="2026-11-20")
    begin(writer)
    paper = packet_of(ReviewCycle.objects.get(), writer, DAY)
    assert facts(paper)["Came of it"] == "none"
    assert told(paper, "changes") == "No version came of this review: nothing was changed."


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
