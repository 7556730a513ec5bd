import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from evidence.mapping import presenting
from evidence.mapping.reading import evidence_map
from evidence.models import Condition, Intervention, Outcome, Study
from evidence.permissions import studies_seen_by
from search import asking
from search.query import SearchQuery
from tests.api_answers import queries_of, rows_of


def mapped(endpoint="", down=9, across=9):
    return evidence_map(studies_seen_by(None), endpoint=endpoint, condition_level=down, intervention_level=across)


@pytest.mark.parametrize(
    ("endpoint", "down", "across"), [("", 9, 9), ("os", 3, 2), ("orr", 2, 3), ("adverse_event", 1, 1)]
)
def test_the_number_in_a_cell_is_the_number_its_search_finds(starter_index, endpoint, down, across):
    cells = [cell for row in presenting.rows_of(mapped(endpoint, down, across)) for cell in row.cells]
    assert any(cell.studies for cell in cells)
    for cell in cells:
        query = SearchQuery.from_params(QueryDict(cell.url.partition("?")[2]))
        assert asking.ask(query, viewer=AnonymousUser()).found.count == cell.studies, cell.url


def test_all_studies_are_counted_once(starter_base):
    assert mapped().tallies[None, None].studies == Study.objects.count()


def test_the_broadest_level_holds_what_stands_below_it(starter_base):
    broad = {term.key: mapped(down=1).tallies.get((term.id, None)) for term in mapped(down=1).conditions}
    assert set(broad) >= {"liver-tumours", "neuroendocrine-tumours"}
    assert "hcc" not in broad
    assert broad["liver-tumours"].studies > Study.objects.filter(conditions__key="liver-tumours").count()


def test_umbrella_terms_are_no_rows(starter_base):
    found = mapped()
    assert not {"any-condition", "any-intervention"} & {term.key for term in found.conditions + found.interventions}


@pytest.fixture
def page(client, starter_base):
    def get(question=""):
        answer = client.get(f"/evidence-map/?{question}")
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    return get


def test_a_cell_says_how_many_of_which_design_and_how_many_participants(page):
    cell = re.search(r'<a class="cell" href="([^"]+condition=hcc&intervention=radioembolization)">.*?</a>', page())
    assert re.search(r"\d+ studies: \d+ randomized, .*; [\d,]+ participants in primary studies", cell[0])


def test_gaps_are_shown(page):
    text = page()
    gaps = text.count('<td class="gap"')
    said = re.search(r"(\d+) of (\d+) pairs of a condition and an intervention have none", text)
    assert int(said[1]) > 0
    assert gaps >= int(said[1])
    assert '0<span class="hidden"> studies</span>' in text


def test_an_endpoint_narrows_the_map_and_stays_in_its_links(page):
    text = page("endpoint=orr")
    assert "endpoint=orr" in re.search(r'<a class="cell" href="([^"]+)"', text)[1]
    assert '<option value="orr" selected>' in text


@pytest.mark.parametrize(
    "question",
    ["endpoint=nothing", "endpoint=%00", "condition_level=x", "condition_level=0", "intervention_level=9999999"],
)
def test_what_the_address_says_wrong_is_as_if_it_were_not_said(page, question):
    assert "Evidence map" in page(question)


def test_an_endpoint_without_studies_is_a_map_of_gaps(page):
    Outcome.objects.filter(endpoint="dfs").delete()
    text = page("endpoint=dfs")
    assert "0 studies;" in text
    assert 'class="cell"' not in text


def test_the_file_has_every_pair_with_its_search(client, starter_base):
    rows = rows_of(client.get("/api/v1/evidence-map/?format=csv&condition_level=1&intervention_level=1"))
    found = mapped("", 1, 1)
    assert len(rows) == (len(found.conditions) + 1) * (len(found.interventions) + 1)
    everything = rows[0]
    assert (everything["condition"], everything["intervention"]) == ("", "")
    assert int(everything["studies"]) == Study.objects.count()
    groups = ("randomized", "controlled", "uncontrolled", "reviews", "other")
    for row in rows:
        assert int(row["studies"]) == sum(int(row[group]) for group in groups)
        assert row["search"].startswith("/search/?type=study")


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("endpoint=nothing", 'endpoint: "nothing" is not one of os'),
        ("condition_level=0", "condition_level"),
        ("intervention_level=x", "intervention_level"),
        ("level=1", 'There is no parameter "level" here.'),
    ],
)
def test_the_api_refuses_what_it_does_not_understand(client, starter_base, question, detail):
    answer = client.get(f"/api/v1/evidence-map/?{question}")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(detail)


def test_queries_do_not_grow_with_the_studies(client, starter_base):
    few = queries_of(client, "/evidence-map/")
    for number in range(20):
        study = Study.objects.create(key=f"more-{number}", label=f"More {number}", design="rct")
        study.conditions.set(Condition.objects.filter(key="hcc"))
        study.interventions.set(Intervention.objects.filter(key="y90-glass"))
    assert queries_of(client, "/evidence-map/") == few
