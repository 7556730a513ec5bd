"""The document of a version holds all of it: nothing is counted twice, nothing is left out."""

import pytest
from django.db.models import Q
from django.utils import timezone

from evidence.models import Citation, EffectEstimate, Reference, Study
from policies import queries
from policies.drafts.content import content_of
from policies.models import Criterion, EvidenceLink, PolicyVersion, PublishedContent, Statement
from policies.paper.content import Heading, Items, Table, plain, text_of, texts
from tests.policies.paper.papers import paper

KEYS = ["bcbsma-292/2024-09", "med140/undated", "quartz-c-6-24/2021-03", "anthem-rad-00033/2015-07"]
BEARINGS = ("Supports the position", "Opposes the position", "Context")


def tables(told, *captions: str) -> list[Table]:
    return [block for block in told.body if isinstance(block, Table) and block.caption in captions]


def items(told, of: str) -> list:
    return [item for block in told.body if isinstance(block, Items) and block.of == of for item in block.items]


@pytest.fixture(params=KEYS)
def version(request, starter_base) -> PolicyVersion:
    return PolicyVersion.objects.get(key=request.param)


def test_every_statement_has_its_section_and_its_row(version):
    told = paper(version.key)
    headings = [block.anchor for block in told.body if isinstance(block, Heading) and block.level == 2 and block.anchor]
    assert headings == list(version.statements.values_list("key", flat=True))
    (in_short,) = tables(told, "Statements and their positions")
    assert len(in_short.rows) == len(headings)


def test_every_criterion_stands_in_an_outline_with_its_label(version):
    outline = items(paper(version.key), "outline")
    criteria = list(Criterion.objects.filter(statement__version=version).order_by("statement__order", "order"))
    assert len(outline) == len(criteria)
    for item, criterion in zip(outline, criteria, strict=True):
        assert criterion.text in text_of(item.runs)
        if criterion.printed_label and criterion.parent_id:
            assert item.label == criterion.printed_label


def test_every_result_linked_is_told_once_as_printed(version):
    told = paper(version.key)
    rows = [row for table in tables(told, *BEARINGS) for row in table.rows]
    links = queries.links_of_version(version)
    of_version = Q(statement__version=version) | Q(criterion__statement__version=version)
    assert len(rows) == len(links) == EvidenceLink.objects.filter(of_version).count()
    figures = sorted(figure.as_reported for link in links if (figure := link.measurement or link.effect_estimate))
    printed = sorted(text_of(row[2]) for row in rows if text_of(row[2]) != "–")
    assert len(printed) == len(figures)
    for table_cell, figure in zip(printed, figures, strict=True):
        assert table_cell.startswith(figure)


def test_every_recommendation_linked_is_told_in_full_once(version):
    linked = {link.recommendation for link in queries.links_of_version(version) if link.recommendation}
    rows = [row for table in tables(paper(version.key), "What guidelines recommend") for row in table.rows]
    assert len(rows) == len(linked)
    for said in linked:
        assert any(text_of(row[2]).startswith(said.text) for row in rows)


def test_every_reference_of_the_document_is_listed_under_its_number(version):
    listed = [item.label for item in items(paper(version.key), "references")]
    printed = Citation.objects.filter(document=version.document).exclude(number="").order_by("position")
    numbers = list(printed.values_list("number", flat=True))
    assert listed[: len(numbers)] == numbers
    assert all(label.startswith("L") for label in listed[len(numbers) :])


def test_what_is_cited_is_in_the_list(starter_base):
    told = paper("bcbsma-292/2024-09")
    cited = {
        number
        for table in tables(told, *BEARINGS)
        for row in table.rows
        for run in row[0]
        if run.text.startswith(" [")
        for number in run.text.strip(" []").split(", ")
    }
    assert len(cited) > 40
    assert cited <= {item.label for item in items(told, "references")}


def test_every_code_stands_with_what_it_says_of_itself(version):
    rows = [row for table in tables(paper(version.key), "Codes and what they stand for") for row in table.rows]
    assert [text_of(row[0]) for row in rows] == list(version.codes.values_list("code", flat=True))


def test_rows_of_cpt_say_whose_label_they_carry(starter_base):
    told = paper("med140/undated")
    assert any("a short label of our own" in text for text in map(str, told.body))


def test_what_is_not_known_is_said_and_no_date_completed(starter_base):
    facts = {name: text_of(runs) for name, runs in paper("bcbsma-292/2024-09").facts.rows}
    assert facts["Last review"] == "9/2024 Month only."
    assert facts["Effective"].startswith("Not stated")
    assert paper("bcbsma-292/2024-09").dated is None
    assert str(paper("unitedhealthcare-2021t0445s/2021-08").dated) == "2021-08-01"
    of_part = {name: text_of(runs) for name, runs in paper("quartz-c-6-24/2021-03").facts.rows}
    assert of_part["Next review"] == "Not seen"


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("draft", "Draft, not in force"),
        ("in_review", "In review, not in force"),
        ("withdrawn", "Withdrawn, not in force"),
        ("published", ""),
    ],
)
def test_only_a_published_text_goes_unmarked(starter_base, status, mark):
    PolicyVersion.objects.filter(key="med140/undated").update(status=status)
    assert paper("med140/undated").mark == mark


def test_an_edit_changes_the_fingerprint(starter_base):
    before = paper("med140/undated").fingerprint
    assert paper("med140/undated").fingerprint == before
    Statement.objects.filter(key="med140/i").update(text="Other words.")
    assert paper("med140/undated").fingerprint != before


def test_what_was_published_here_keeps_its_figures_and_references_as_they_stood(starter_base):
    version = PolicyVersion.objects.get(key="bcbsma-292/2024-09")
    content = content_of(version)
    before = paper(version.key)
    EffectEstimate.objects.update(as_reported="HR 9.99")
    Study.objects.update(label="Somebody 1900")
    Reference.objects.update(title="Another title")
    assert "HR 9.99" in whole(paper(version.key))
    PublishedContent.objects.create(version=version, content=content, content_hash="x")
    PolicyVersion.objects.filter(pk=version.pk).update(published_at=timezone.now(), published_by="writer")
    after = whole(paper(version.key))
    assert "HR 9.99" not in after
    assert "Somebody 1900" not in after
    linked = content["evidence"]["reference"].values()
    assert [work["title"] for work in linked if work["title"].rstrip(".") not in after] == []
    assert [block for block in paper(version.key).body if isinstance(block, Table) and block.caption in BEARINGS] == [
        block for block in before.body if isinstance(block, Table) and block.caption in BEARINGS
    ]


def whole(told) -> str:
    return "\n".join(texts(told))


@pytest.mark.parametrize(
    ("first", "after", "told"),
    [
        ("2027-01-01", None, "from 2027-01-01"),
        ("2026-01-01", "2027-01-01", "from 2026-01-01 until the day before 2027-01-01"),
        (None, "2027-01-01", "until the day before 2027-01-01"),
    ],
)
def test_the_days_it_is_in_force_are_told_whatever_today_is(starter_base, first, after, told):
    PolicyVersion.objects.filter(key="med140/undated").update(effective_on=first, superseded_on=after)
    assert ("In force", plain(told)) in paper("med140/undated").facts.rows
