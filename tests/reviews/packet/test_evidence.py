"""The sections on the literature and the evidence: nothing is left out, and figures stand as printed."""

from evidence.models import EffectEstimate, Study
from policies import queries
from policies.models import EvidenceLink, PolicyVersion
from policies.paper.content import Figure, Heading, Table, text_of
from reviews.models import ReviewCycle
from reviews.packet import evidence
from reviews.packet.reading import packet_of
from tests.policies.drafts.world import begin
from tests.reviews import world as reviews
from tests.reviews.packet import world
from tests.reviews.packet.told import DAY, rows, section, told


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
