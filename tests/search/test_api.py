import pytest

from search import api, index
from search.document import FACETS
from tests import api_world
from tests.api_answers import assert_answer_is_kept, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def found_world(index_folder):
    """The API's small world, and its index."""
    api_world.build()
    index.rebuild()


@pytest.fixture
def get(client, found_world):
    return lambda asked="": client.get(f"/api/v1/search/?{asked}")


def ids(answer) -> set[tuple[str, str]]:
    return {(result["type"], result["id"]) for result in answer.json()["results"]}


def test_answers_as_kept(get):
    answer = get("q=radioembolization&condition=liver-tumours&position=investigational&position=medically_necessary")
    assert answer.status_code == 200
    assert_answer_is_kept("search", answer.json())


def test_results_lead_to_their_page_and_their_resource(client, get):
    resources = {"policy": "policies", "study": "studies"}
    results = get("page_size=500").json()["results"]
    assert {result["type"] for result in results} == {
        "policy",
        "recommendation",
        "reference",
        "statement",
        "study",
        "trial",
    }
    for result in results:
        resource = resources.get(result["type"], result["type"] + "s")
        assert client.get(f"/api/v1/{resource}/{result['id']}/").status_code == 200
        assert client.get(result["url"].partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("q=EPOCH&type=study", {("study", "epoch")}),
        ("q=%22liver+tumours%22&type=study", set()),
        ("q=34541864&type=reference", {("reference", "mulcahy-2021")}),
        ("condition=liver-tumours&type=study", {("study", "epoch")}),
        ("intervention=radioembolization&design=rct&endpoint=os&year=2020&year=2021&type=study", {("study", "epoch")}),
        ("body=nccn", {("recommendation", "review/nccn-hcc")}),
        ("position=investigational&payer=payer", {("statement", "re/rest"), ("policy", "re")}),
    ],
)
def test_what_is_asked_is_found(get, asked, expected):
    assert ids(get(asked)) == expected


def test_a_count_is_what_choosing_the_value_gives(get):
    for name, facet in get().json()["facets"].items():
        for value in facet["values"]:
            answer = get(f"{name}={value['value']}").json()
            assert answer["count"] == value["count"]
            (chosen,) = [each for each in answer["facets"][name]["values"] if each["selected"]]
            assert chosen == value | {"selected": True}


def test_pages_together_are_the_whole(client, found_world):
    address, seen = "/api/v1/search/?page_size=2", []
    while address:
        answer = client.get(address).json()
        seen += [(result["type"], result["id"]) for result in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == answer["count"]
    assert answer["previous"]
    assert client.get("/api/v1/search/?page_size=2&page=2").json()["previous"].endswith("/search/?page_size=2")


def test_a_page_after_the_last_is_empty(get):
    answer = get("page=400").json()
    assert answer["results"] == []
    assert answer["next"] is None


def test_csv_holds_every_result(client, found_world, monkeypatch):
    for name in ("LARGEST_PAGE", "PAGE_SIZE"):
        monkeypatch.setattr(api, name, 2)  # so that the file takes several pages
    answer = client.get("/api/v1/search/?format=csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="search.csv"'
    rows = rows_of(answer)
    assert list(rows[0]) == ["type", "id", "title", "snippet", "url"]
    assert len({(row["type"], row["id"]) for row in rows}) == len(rows) == index.count() - 3  # but for the drafts


def test_csv_of_a_page_is_that_page(get):
    assert len(get("format=csv&page_size=2").content.decode().splitlines()) == 3


def test_csv_of_more_than_it_can_hold_is_refused(get, monkeypatch):
    monkeypatch.setattr(api, "DEEPEST_HIT", 3)
    answer = get("format=csv")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith("and a file holds at most 3. Narrow it, or ask for a page.")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "colour=red",
            'There is no parameter "colour" here. Known are: body, condition, design, endpoint, format, '
            "intervention, match, page, page_size, payer, position, q, sort, synonyms, type, year.",
        ),
        ("design=", "design: a value is missing."),
        ("page_size=501", 'page_size: "501" is not a whole number from 1 to 500.'),
        ("page=0", 'page: "0" is not a whole number from 1 to 500.'),
        ("page=21&page_size=500", 'page: "21" is not a whole number from 1 to 20.'),
        ("q=%00", "q: a NUL character cannot be looked for."),
        ("q=" + "x" * 8001, "q: longer than 8000 characters."),
        ("sort=oldest", 'sort: "oldest" is not one of relevance, newest, level, participants.'),
        ("match=some", 'match: "some" is not one of all, most.'),
        ("&".join(f"year={year}" for year in range(1950, 2001)), "year: more than 50 values."),
        ("type=studies", 'type: there is no type "studies".'),
        ("condition=hcc&condition=gone", 'condition: there is no condition "gone".'),
        ("design=RCT&format=csv", 'design: there is no study design "RCT".'),
        ("body=nobody", 'body: there is no guideline body "nobody".'),
        ("format=xml", 'There is no format "xml" here. Known are: json, csv.'),
        (
            "format=csv&colour=red",
            'There is no parameter "colour" here. Known are: body, condition, design, endpoint, '
            "format, intervention, match, page, page_size, payer, position, q, sort, synonyms, type, year.",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(get, asked, sentence):
    answer = get(asked)
    assert (answer.status_code, answer.json()) == (400, {"detail": sentence})


@pytest.mark.parametrize("asked", ["", "format=csv"])
def test_without_an_index_the_answer_says_what_to_do(client, index_folder, asked):
    answer = client.get(f"/api/v1/search/?{asked}")
    assert answer.status_code == 503
    assert "manage.py build_index" in answer.json()["detail"]
    assert answer.headers["Retry-After"]


def test_drafts_are_found_only_by_who_may_read_them(client, found_world, account):
    answer = client.get("/api/v1/search/?page_size=500")
    assert "secret" not in answer.content.decode().lower()
    assert "not_medically_necessary" not in answer.content.decode()
    client.force_login(account("Writer"))
    assert ("policy", "secret") in ids(client.get("/api/v1/search/?q=secret"))


def test_every_facet_takes_only_values_that_have_labels(get):
    answers = {name: get(f"{name}=nothing") for name in FACETS}
    free = answers.pop("year")
    assert (free.status_code, free.json()["count"]) == (200, 0)
    for name, answer in answers.items():
        assert answer.status_code == 400
        assert answer.json()["detail"] == f'{name}: there is no {FACETS[name].lower()} "nothing".'


@pytest.mark.parametrize("years", ["2020..2015", "x..2015"])
def test_a_range_that_holds_no_year_is_refused(get, years):
    assert get(f"year={years}").status_code == 400
    assert get("year=2015..").status_code == 200


def test_the_page_for_people_takes_any_value(client, found_world):
    for name in FACETS:
        answer = client.get(f"/search/?{name}=nothing")
        assert answer.status_code == 200
        assert answer.context["found"].count == 0
