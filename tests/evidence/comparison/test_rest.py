import pytest

from tests.api_answers import queries_of

ADDRESS = "/api/v1/compare/studies/"


@pytest.fixture
def get(client, starter_base):
    return lambda question="": client.get(f"{ADDRESS}?{question}")


def test_it_tells_what_the_page_shows(get):
    answer = get("ids=mulcahy-2021,wasan-2017").json()
    assert [study["key"] for study in answer["studies"]] == ["mulcahy-2021", "wasan-2017"]
    row = next(r for r in answer["rows"] if (r["endpoint"], r["title"]) == ("os", "Median"))
    assert row["section"] == "outcomes"
    assert row["state"] == "differs"
    figure = row["cells"][0]["entries"][0]
    assert figure["as_reported"] == "14.0 months (95% CI 11.8 to 15.5)"
    assert figure["figure"] == "med140/mulcahy-2021/os-re"
    assert (figure["document"], figure["location"], figure["unit"]) == ("med140", "line 725", "months")
    warning = next(w for w in answer["warnings"] if w["row"] == row["id"])
    assert (warning["rule"], warning["grade"]) == ("line_of_therapy", "unlike")
    assert warning["studies"] == ["mulcahy-2021", "wasan-2017"]
    assert "med140/mulcahy-2021/os-re" in warning["figures"]
    assert warning["why"]


def test_only_what_differs_is_told_where_it_is_asked_for(get):
    answer = get("ids=mulcahy-2021,wasan-2017&only=differences").json()
    assert {row["state"] for row in answer["rows"]} == {"differs"}


def test_without_ids_there_is_nothing_to_compare(get):
    assert get().json() == {"studies": [], "rows": [], "warnings": []}


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("ids=nothing", 'ids: there is no study with the key "nothing".'),
        ("ids=" + ",".join(f"s{n}" for n in range(13)), "ids: more than 12 studies."),
        ("ids=king-2008&only=same", 'only: "same" is not differences.'),
        ("id=king-2008", 'There is no parameter "id" here. Known are: format, ids, only.'),
        ("ids=king-2008&format=xml", 'There is no format "xml" here. Known are: json, csv.'),
    ],
)
def test_what_is_not_understood_is_refused(get, question, detail):
    answer = get(question)
    assert answer.status_code == 400
    assert answer.json() == {"detail": detail}


def test_queries_do_not_grow_with_the_studies(client, starter_base):
    few = queries_of(client, f"{ADDRESS}?ids=mulcahy-2021,wasan-2017")
    many = queries_of(client, f"{ADDRESS}?ids=mulcahy-2021,wasan-2017,king-2008,van-hazel-2016,salem-2016,chen-2017")
    assert few == many
