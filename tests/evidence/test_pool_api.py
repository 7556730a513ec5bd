import pytest

from tests.api_answers import rows_of
from tests.evidence.test_outcomes_page import ALIKE, OPPOSITE

ADDRESS = "/api/v1/pool/"


def ask(client, keys, **params):
    return client.get(ADDRESS, {"ids": keys} | params)


def test_what_is_alike_is_pooled_with_weights_and_without_each(client, starter_base):
    told = ask(client, ALIKE, method="dl").json()
    assert told["measure"] == "HR"
    assert told["objections"] == []
    pooled = told["pooled"]
    assert pooled["k"] == 2
    assert pooled["effect_lower"] < pooled["effect"] < pooled["effect_upper"]
    assert pooled["prediction_lower"] is None
    assert [each["id"] for each in told["estimates"]] == ALIKE
    assert sum(each["weight"] for each in told["estimates"]) == pytest.approx(100)
    assert told["estimates"][0]["without"]["effect"] == pytest.approx(0.84)
    assert told["exploratory"].startswith("Exploratory")


def test_ids_may_be_joined_by_commas_and_the_last_slash_left_out(client, starter_base):
    joined = client.get("/api/v1/pool", {"ids": ",".join(ALIKE)}, follow=True)
    assert joined.json() == ask(client, ALIKE).json()


def test_each_method_and_interval_gives_its_own(client, starter_base):
    found = {
        (method, hksj): ask(client, ALIKE, method=method, **({"hksj": hksj} if hksj else {})).json()["pooled"]["se"]
        for method, hksj in [("ee", ""), ("dl", ""), ("dl", "yes"), ("pm", "adhoc"), ("reml", "")]
    }
    assert len(set(found.values())) >= 3


def test_what_is_not_alike_is_not_pooled_and_the_answer_says_why(client, starter_base):
    answer = ask(client, [*ALIKE, OPPOSITE])
    assert answer.status_code == 200
    told = answer.json()
    assert told["pooled"] is None
    assert "the comparator in the other" in told["objections"][0]
    assert told["estimates"][0]["weight"] is None


def test_an_estimate_without_an_interval_is_left_out(client, starter_base):
    told = ask(client, [*ALIKE, "med140/sorafenib-phase-3-2007/os-hr"]).json()
    assert told["left_out"][0]["id"] == "med140/sorafenib-phase-3-2007/os-hr"
    assert "no whole confidence interval" in told["left_out"][0]["why"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({}, "give the keys"),
        ({"ids": " , "}, "give the keys"),
        ({"ids": "nothing"}, 'no effect estimate with the key "nothing"'),
        ({"ids": "a\x00"}, "NUL"),
        ({"ids": [f"k{n}" for n in range(101)]}, "at most 100"),
        ({"ids": ALIKE, "method": "bayes"}, '"bayes" is not one of ee, dl, pm, reml'),
        ({"ids": ALIKE, "hksj": "maybe"}, "neither yes nor adhoc"),
        ({"ids": ALIKE, "hksj": "yes", "method": "ee"}, "common effect"),
        ({"ids": ALIKE, "page": "2"}, 'no parameter "page"'),
    ],
)
def test_what_is_not_understood_is_refused(client, starter_base, params, sentence):
    answer = client.get(ADDRESS, params)
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]


def test_the_file_is_that_of_the_page(client, starter_base):
    rows = rows_of(ask(client, ALIKE, format="csv"))
    assert [row["row"] for row in rows][:3] == ["estimate", "estimate", "pooled"]


def test_the_answer_is_as_the_schema_says(client, starter_base):
    from tests.config.test_api import misfits

    schema = client.get("/api/v1/schema/?format=json").json()
    described = schema["paths"][ADDRESS]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for keys in (ALIKE, [*ALIKE, OPPOSITE], ["med140/sorafenib-phase-3-2007/os-hr"], ALIKE[:1]):
        assert misfits(ask(client, keys).json(), described, schema["components"]["schemas"]) == []
