import html
import re

import pytest

from evidence.comparison.asked import MOST_STUDIES
from evidence.comparison.gathering import gathered
from evidence.models import Arm, Measurement, Outcome, Reference, Study, StudyReport
from evidence.permissions import studies_seen_by
from tests.api_answers import queries_of, rows_of

THREE = "mulcahy-2021,van-hazel-2016,wasan-2017"


@pytest.fixture
def page(client, starter_base):
    def get(question: str) -> str:
        answer = client.get(f"/compare/studies/?{question}")
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    return get


def compared(*keys: str):
    return gathered(studies_seen_by(None), keys).comparison


def test_studies_stand_side_by_side_in_the_order_asked_for(page):
    text = page(f"ids={THREE}")
    heads = re.findall(r'<th scope="col"><a href="/studies/([^"]+)/">', text)
    assert heads[:3] == THREE.split(",")


def test_a_figure_leads_to_its_place_and_names_its_document(page):
    text = page("ids=mulcahy-2021,wasan-2017")
    assert 'href="/studies/mulcahy-2021/#med140/mulcahy-2021/os-re">14.0 months (95% CI 11.8 to 15.5)</a>' in text
    assert '<a href="/documents/med140/">med140</a>, line 725' in text


def test_every_figure_of_the_studies_is_there_as_printed(starter_base):
    keys = ["mulcahy-2021", "van-hazel-2016", "king-2008", "gaba-2017-tace-outcomes"]
    told = {
        entry.figure.key: entry.text
        for row in compared(*keys).rows
        for cell in row.cells
        for entry in cell
        if entry.figure
    }
    printed = {
        figure.key: figure.as_reported
        for outcome in Outcome.objects.filter(account__study__key__in=keys)
        for figure in (*outcome.measurements.all(), *outcome.effect_estimates.all())
    }
    assert told == printed


def test_every_place_a_figure_links_to_is_on_that_page(client, page):
    text = page(f"ids={THREE}")
    for address, anchor in set(re.findall(r'<a class="num" href="(/studies/[^"#]+/)#([^"]+)"', text)):
        assert f'id="{anchor}"' in html.unescape(client.get(address).content.decode()), (address, anchor)


def test_two_lines_of_therapy_are_warned_of_at_the_row_and_at_the_top(page):
    text = page("ids=mulcahy-2021,wasan-2017")
    top, _, table = text.partition("</section>")
    assert "Different lines of therapy" in table or "Different lines of therapy" in top
    row = next(each for each in compared("mulcahy-2021", "wasan-2017").rows if each.title == "Median")
    assert {"line_of_therapy"} <= {caveat.rule for caveat in row.caveats}
    assert f'href="#{row.id}">Overall survival: median</a>' in text
    assert f'<tr id="{row.id}">' in text


def test_a_review_beside_a_trial_it_contains_is_warned_of(starter_base):
    told = [c for c in compared("wasan-2017", "van-hazel-2016").caveats if c.rule == "includes"]
    assert [caveat.studies for caveat in told] == [("wasan-2017", "van-hazel-2016")]
    assert "med140 and interventional-oncology" in told[0].message
    assert not [c for c in compared("wasan-2017", "mulcahy-2021").caveats if c.rule == "includes"]


@pytest.mark.parametrize(("one", "other"), [("king-2008", "zuckerman-2019"), ("braat-2020", "salem-2021")])
def test_response_by_recist_against_mrecist_is_warned_of(starter_base, one, other):
    told = {c.grade for c in compared(one, other).caveats if c.rule == "response_criteria" and "mRECIST" in c.message}
    assert told == {"unlike"}


def test_two_studies_that_share_a_report_may_be_one(starter_base):
    other = Study.objects.create(key="again", label="Again 2021", design="rct")
    report = StudyReport.objects.filter(study__key="mulcahy-2021").first()
    StudyReport.objects.create(key="again/1", study=other, reference=report.reference)
    told = [c for c in compared("mulcahy-2021", "again").caveats if c.rule == "shared_report"]
    assert told[0].message == f"Mulcahy 2021 (EPOCH) and Again 2021 share {report.reference.label}."
    assert Reference.objects.filter(pk=report.reference_id).exists()


def test_an_arm_that_is_a_subgroup_is_one(starter_base):
    study = Study.objects.get(key="mulcahy-2021")
    arm = Arm.objects.create(key="sub", study=study, name="KRAS mutated", role="subgroup")
    outcome = Outcome.objects.create(key="sub/o", account=study.accounts.first(), endpoint="dfs")
    Measurement.objects.create(key="sub/m", outcome=outcome, arm=arm, statistic="median", as_reported="3 months")
    told = {e.figure.key: e.figure for row in compared(study.key).rows for c in row.cells for e in c if e.figure}
    assert told["sub/m"].of_subgroup
    assert not told["med140/mulcahy-2021/os-re"].of_subgroup


def test_one_study_told_by_two_documents_names_the_document_of_each_figure(starter_base):
    row = next(r for r in compared("king-2008", "mulcahy-2021").rows if r.endpoint == "cr")
    assert [entry.document for entry in row.cells[0]] == ["med140", "el-haddad-2021"]
    assert "two_documents" in {caveat.rule for caveat in row.caveats}


def test_rows_say_in_words_whether_they_differ(page):
    text = page("ids=mulcahy-2021,van-hazel-2016")
    assert '<span aria-hidden="true">≠</span> differs' in text
    assert '<span aria-hidden="true">=</span> the same' in text
    assert "told of 1 of 2" in text


def test_only_rows_that_differ_are_shown_where_the_address_says_so(page):
    text = page(f"ids={THREE}&only=differences")
    assert '<span aria-hidden="true">=</span> the same' not in text
    assert "told of 1 of" not in text
    assert re.search(r"\d+ rows are left out", text)


def test_a_key_that_leads_nowhere_is_named_and_the_rest_compared(page):
    text = page("ids=mulcahy-2021,nothing/here,king-2008")
    assert "No study is held under “nothing/here”. The others are compared." in text
    assert "2 studies, each figure" in text


def test_more_studies_than_stand_side_by_side_are_named(page):
    keys = list(Study.objects.values_list("key", flat=True)[: MOST_STUDIES + 1])
    text = page(f"ids={','.join(keys)}")
    assert f"At most {MOST_STUDIES} studies stand side by side. Left out: {keys[-1]}." in text


@pytest.mark.parametrize("question", ["", "ids=", "ids=,,", "ids=%20", "only=differences", "ids=nothing"])
def test_without_a_study_the_page_says_how_to_choose_one(page, question):
    assert "Press “Compare” beside studies in" in page(question)


def test_one_study_alone_is_shown_and_called_so(page):
    assert "One study alone is no comparison" in page("ids=mulcahy-2021")


def test_a_study_that_nobody_tells_of_is_shown_without_rows(page):
    study = Study.objects.filter(accounts=None).first()
    assert str(study) in page(f"ids={study.key},mulcahy-2021")


def test_queries_do_not_grow_with_the_studies(client, starter_base):
    keys = list(Study.objects.filter(accounts__includes=None).values_list("key", flat=True).distinct()[:12])
    address = "/compare/studies/?ids=wasan-2017,"
    assert queries_of(client, address + "mulcahy-2021") == queries_of(client, address + ",".join(keys[:11]))


def test_the_file_has_a_line_for_every_entry_with_document_and_place(client, starter_base):
    rows = rows_of(client.get(f"/api/v1/compare/studies/?ids={THREE}&format=csv"))
    comparison = compared(*THREE.split(","))
    assert len(rows) == sum(len(cell) for row in comparison.rows for cell in row.cells)
    row = next(r for r in rows if r["figure"] == "med140/mulcahy-2021/os-re")
    assert row["as_reported"] == "14.0 months (95% CI 11.8 to 15.5)"
    assert (row["document"], row["location"], row["endpoint"]) == ("med140", "line 725", "os")
    assert row["study_label"] == "Mulcahy 2021 (EPOCH)"
    assert "Not alike: different lines of therapy" in row["warnings"]
    assert all(r["document"] and r["location"] for r in rows if r["figure"])
