import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from config import api_reference
from config.api import ANSWERS, RESOURCES
from config.api_schema import openapi
from tests.api_answers import WRITTEN_HERE, queries_of, text_of

ADDRESS = "/api/v1/schema/page/"


@pytest.fixture
def page(client, db) -> str:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return answer.content.decode()


def resource(name: str) -> api_reference.Resource:
    return next(each for each in api_reference.contents()["resources"] if each.name == name)


def entry(name: str, path: str) -> api_reference.Entry:
    of = resource(name)
    return next(each for each in [*of.fields, *of.parameters] if each.name == path)


def test_every_resource_has_its_place_and_is_in_the_table_of_contents(page):
    for name in [*RESOURCES, *ANSWERS]:
        assert f'<section id="{name}">' in page
        assert f'<a href="#{name}">{name}</a>' in page
        assert f"GET /api/v1/{name}/</code>" in page


def test_every_link_within_the_page_leads_somewhere(page):
    places = re.findall(r'\sid="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_the_page_tells_every_parameter_and_field_of_the_schema():
    schema = openapi()
    for each in api_reference.contents()["resources"]:
        operation = schema["paths"][each.address]["get"]
        assert {entry.name for entry in each.parameters} == {told["name"] for told in operation["parameters"]}
        if each.name in RESOURCES:
            of_row = RESOURCES[each.name].serializer_class().fields
            assert [entry.name for entry in each.fields if "." not in entry.name] == list(of_row)
        assert all(entry.meaning and entry.kind.text for entry in [*each.parameters, *each.fields])


@pytest.mark.parametrize(
    ("name", "path", "kind"),
    [
        ("studies", "label", ("text", "", "")),
        ("studies", "design", ("a word of", "StudyDesign", "")),
        ("studies", "participants", ("text", "", "or null")),
        ("studies", "conditions", ("list of texts", "", "")),
        ("studies", "accounts", ("list of objects", "", "")),
        ("studies", "accounts[].arms[].evaluable", ("text", "", "")),
        ("studies", "endpoint", ("a word of", "Endpoint", "")),
        ("studies", "trial", ("key", "", "")),
        ("studies", "year", ("year", "", "")),
        ("studies", "page", ("whole number", "", "")),
        ("studies", "format", ("csv or json", "", "")),
        ("statements", "covers", ("a word of", "ResidualCovers", "or empty")),
        ("measurements", "not_reached", ("true or false", "", "")),
        ("policy-versions", "published_at", ("date and time", "", "or null")),
        ("search", "next", ("address", "", "or null")),
        ("search", "facets", ("object of objects", "", "")),
        ("search", "facets.*.values[].count", ("whole number", "", "")),
    ],
)
def test_a_kind_of_value_is_told_in_words(name, path, kind):
    assert entry(name, path).kind == api_reference.Kind(*kind)


def test_vocabularies_are_told_with_what_people_read():
    words = {vocabulary.name: dict(vocabulary.words) for vocabulary in api_reference.contents()["vocabularies"]}
    assert words["CoveragePosition"]["investigational"] == "Investigational"
    for part in openapi()["components"]["schemas"].values():
        if part.get("enum", [""]) != [""]:
            assert part["enum"] in [list(each) for each in words.values()]


def test_what_is_typed_is_set_as_code_and_nothing_is_taken_for_html():
    assert api_reference.prose("`a` < b") == "<code>a</code> &lt; b"


def test_formats_are_told(page):
    assert resource("references").formats == ["json", "bibtex", "csl-json", "csv"]
    assert resource("studies").formats == ["json", "csv"]


@pytest.mark.parametrize("name", sorted(set(api_reference.EXAMPLES) - WRITTEN_HERE))
def test_an_example_is_answered_with_rows(client, starter_index, page, account, name):
    client.force_login(account("Administrator"))  # some are not for everybody
    address = resource(name).example
    assert f"curl 'http://testserver{escape(address)}'" in page
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(text_of(answer).splitlines()) > 1 if answer.streaming else answer.json().get("count", 1) > 0


def test_the_page_asks_the_database_nothing(client, db):
    assert queries_of(client, ADDRESS) == 0


def test_every_page_of_ours_leads_to_it(client, db):
    assert f'href="{reverse("api:schema-page")}"' in client.get("/").content.decode()


def test_it_leads_to_the_page_to_try_requests_on_and_to_the_schema(page):
    assert 'href="/api/v1/schema/try/"' in page
    assert 'href="/api/v1/schema/"' in page


def test_every_write_is_told_with_its_body(page):
    paths = openapi()["paths"]
    writes = {
        (m.upper(), a) for a, operations in paths.items() for m in operations if m in ("post", "put", "patch", "delete")
    }
    assert ("POST", "/api/v1/drafts/{key}/edits/") in writes
    told = {(write.method, write.address): write for write in api_reference.contents()["writes"]}
    assert set(told) == writes
    assert [each.name for each in told["POST", "/api/v1/drafts/{key}/give-up/"].fields] == ["reason"]
    for method, address in writes:
        assert f"<code>{method} {address}</code>" in page
