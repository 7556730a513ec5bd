import json

import pytest
from drf_spectacular.drainage import GENERATOR_STATS

from config import api_schema
from config.api import RESOURCES
from search import index
from tests import api_world
from tests.api_answers import WRITTEN_HERE, rows_of

pytestmark = pytest.mark.django_db

PROMISED = (
    "documents references studies trials arms outcomes measurements effect-estimates conditions interventions "
    "indications guidelines recommendations devices formulas thresholds payers policies policy-versions statements "
    "criteria codes evidence-links search impact policy-health compare/versions compare/policies policy-guidelines "
    "coverage-matrix flags pool drafts compare/studies evidence-map "
    "risk-of-bias certainty-of-evidence verifications history alerts "
    "review-cycles candidates review-imports search-strategies search-runs ongoing-trials requests"
)


@pytest.fixture
def schema(client) -> dict:
    answer = client.get("/api/v1/schema/?format=json")
    assert answer.status_code == 200
    return answer.json()


def test_the_schema_is_generated_without_a_complaint():
    GENERATOR_STATS.reset()
    api_schema.generate()
    assert not GENERATOR_STATS


def test_everything_promised_has_its_address(client):
    addresses = client.get("/api/v1/").json()
    assert set(addresses) == {*PROMISED.split(), "schema", "schema-page", "schema-try"}
    for address in addresses.values():
        assert client.get(address).status_code in (200, 400, 401, 503)  # some ask for a parameter, or a person


def test_what_is_not_there_is_told_in_json(client):
    answer = client.get("/api/v1/study/")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith('There is no "study" here.')


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client):
    assert client.get("/api/v1/studies").headers["Location"] == "/api/v1/studies/"


def test_the_schema_tells_of_every_resource_and_parameter(schema):
    for name, view in RESOURCES.items():
        operation = schema["paths"][f"/api/v1/{name}/"]["get"]
        told = {parameter["name"] for parameter in operation["parameters"]}
        assert told == {*view.filters, "page", "page_size", "format"}
        assert operation["description"]
        assert all(parameter["description"] for parameter in operation["parameters"])
        assert f"/api/v1/{name}/{{key}}/" in schema["paths"]
    assert "bibtex" in json.dumps(schema["paths"]["/api/v1/references/"])


def test_the_schema_names_vocabularies_as_we_do(schema):
    assert schema["components"]["schemas"]["StudyDesign"]["enum"][0] == "review_of_rcts"
    made_up = {name for name in schema["components"]["schemas"] if name.endswith("Enum")}
    assert made_up == {"BlankEnum", "TargetTypeEnum"}


@pytest.mark.parametrize("name", [*RESOURCES, "search", "coverage-matrix"])
def test_answers_are_as_the_schema_says(client, schema, index_folder, name):
    api_world.build()
    index.rebuild()
    content = schema["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]
    answer = client.get(f"/api/v1/{name}/").json()
    assert misfits(answer, content["application/json"]["schema"], schema["components"]["schemas"]) == []
    assert content["text/csv"]["schema"] == {"type": "string"}


@pytest.mark.parametrize("name", RESOURCES)
def test_the_starter_base_is_as_the_schema_says(client, schema, starter_base, name):
    content = schema["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]
    answer = client.get(f"/api/v1/{name}/?page_size=500").json()
    assert bool(answer["results"]) == (name not in WRITTEN_HERE)
    assert misfits(answer, content["application/json"]["schema"], schema["components"]["schemas"]) == []


# Which resource the key in a field of another resource leads to.
LEADS = {
    ("studies", "conditions"): "conditions",
    ("studies", "interventions"): "interventions",
    ("studies", "trials"): "trials",
    ("studies", "references"): "references",
    ("arms", "study"): "studies",
    ("outcomes", "study"): "studies",
    ("flags", "study"): "studies",
    ("flags", "documents"): "documents",
    ("flags", "policy"): "policies",
    ("outcomes", "measurements"): "measurements",
    ("outcomes", "effect_estimates"): "effect-estimates",
    ("measurements", "document"): "documents",
    ("measurements", "arm_key"): "arms",
    ("effect-estimates", "intervention_arm_key"): "arms",
    ("recommendations", "guideline"): "guidelines",
    ("formulas", "devices"): "devices",
    ("policies", "payer"): "payers",
    ("policies", "versions"): "policy-versions",
    ("statements", "policy"): "policies",
    ("statements", "criteria"): "criteria",
    ("statements", "codes"): "codes",
    ("statements", "evidence_links"): "evidence-links",
    ("criteria", "statement"): "statements",
    ("criteria", "parent"): "criteria",
    ("codes", "statements"): "statements",
    ("evidence-links", "statement"): "statements",
    ("evidence-links", "indication"): "indications",
}


def test_every_key_of_the_starter_base_leads_somewhere(client, starter_base):
    """From a statement one comes to its evidence, whatever it is, and on to the document that prints it."""
    rows = {name: csv_rows(client, name) for name in RESOURCES}
    known = {name: {row["key"] for row in rows[name]} for name in RESOURCES}
    for (name, field), target in LEADS.items():
        keys = {key for row in rows[name] for key in row[field].split("; ") if key}
        assert keys, (name, field)
        assert keys <= known[target], (name, field)
    targets = {"study": "studies"}
    for link in rows["evidence-links"]:
        resource = targets.get(link["target_type"], link["target_type"].replace("_", "-") + "s")
        assert link["target"] in known[resource]


def csv_rows(client, name: str) -> list[dict]:
    return rows_of(client.get(f"/api/v1/{name}/?format=csv"))


TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def misfits(value, schema: dict, components: dict, path: str = "answer") -> list[str]:
    """Where the value is not as its schema says: its type, its words, its fields, no more and no fewer."""
    if value is None and schema.get("nullable"):
        return []
    if "$ref" in schema:
        return misfits(value, components[schema["$ref"].rpartition("/")[2]], components, path)
    if parts := schema.get("allOf"):
        return misfits(value, parts[0], components, path)
    if parts := schema.get("oneOf"):
        tried = [misfits(value, part, components, path) for part in parts]
        return [] if [] in tried else tried[0]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{path} is {value!r}"]
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{path} is {value!r}, no {schema['type']}"]
    if schema["type"] == "array":
        parts = [misfits(item, schema["items"], components, f"{path}[]") for item in value]
    elif "properties" in schema:
        if set(value) != set(schema["required"]) or set(value) != set(schema["properties"]):
            return [f"{path} has the fields {sorted(value)}"]
        parts = [
            misfits(value[name], part, components, f"{path}.{name}") for name, part in schema["properties"].items()
        ]
    elif "additionalProperties" in schema:
        parts = [misfits(item, schema["additionalProperties"], components, f"{path}.*") for item in value.values()]
    else:
        parts = []
    return [misfit for part in parts for misfit in part]


def test_the_schema_says_what_every_field_means(schema):
    silent = [
        f"{name}.{field}"
        for name, part in schema["components"]["schemas"].items()
        if not name.startswith("Paginated")
        for field, described in part.get("properties", {}).items()
        if not described.get("description")
    ]
    assert silent == []


def test_the_page_to_try_it_out_needs_nothing_but_us(client):
    page = client.get("/api/v1/schema/try/")
    assert page.status_code == 200
    policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    text = page.content.decode()
    assert "://" not in text
    script = client.get("/api/v1/schema/try/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert 'url: "/api/v1/schema/"' in script.content.decode().replace("\\u002D", "-")


def test_no_other_answer_relaxes_the_policy(client):
    for address in ("/api/v1/", "/api/v1/schema/page/"):
        assert "img-src" not in client.get(address).headers["Content-Security-Policy"]
