"""The document as plain values."""

import json
from dataclasses import replace
from datetime import date

import pytest

from policies.paper.content import Facts, Heading, Item, Items, Paragraph, Run, plain, texts
from policies.paper.plain import plain_paper
from tests.policies.paper.papers import SMALL, TURNING


def told(paper, absolute=str) -> dict:
    return json.loads(json.dumps(plain_paper(paper, absolute)))


def all_texts(value) -> list[str]:
    """Every text of the answer, without its pieces, in no particular order."""
    if isinstance(value, dict):
        return [each for name, inner in value.items() if name != "pieces" for each in all_texts(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in all_texts(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("paper", [SMALL, TURNING])
def test_every_text_of_the_document_is_told(paper):
    unlike = {"A flat one", "A tall one", "stays wentcame"}  # drawings are told by what they show
    assert set(texts(paper)) - unlike <= set(all_texts(told(paper)))


def test_what_stands_under_a_heading_is_a_section():
    sections = told(TURNING)["sections"]
    assert [(each["name"], each["title"]) for each in sections] == [
        ("upright", "Upright"),
        ("side", "On its side"),
        ("still", "Still on its side"),
        ("again", "Upright again"),
    ]
    assert [block["kind"] for each in sections for block in each["blocks"]] == [
        "paragraph",
        "figure",
        "figure",
        "paragraph",
    ]
    assert sections[1]["blocks"][0]["text"] == "What the flat one shows & where."


def test_a_table_has_a_text_for_every_column():
    (table,) = [block for block in told(SMALL)["sections"][0]["blocks"] if block["kind"] == "table"]
    assert (table["text"], table["columns"]) == ("Figures", ["Study", "As printed"])
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["X 2020", "HR 0.80"]]


def test_words_taken_away_are_among_the_pieces_alone():
    (block,) = told(TURNING)["sections"][0]["blocks"]
    assert block["text"] == "stays came"
    assert [(each["text"], each["look"]) for each in block["pieces"]] == [
        ("stays ", ""),
        ("went", "deleted"),
        ("came", "inserted"),
    ]


def test_addresses_lead_there_from_anywhere():
    item = Item("1.", 1, (Run("a study", href="/studies/x/"), Run(" of")))
    body = (Heading(1, plain("One"), "one"), Items("outline", (item,)), Paragraph(plain("two", "/two/")))
    paper = replace(SMALL, dated=date(2026, 11, 26), facts=Facts((("Of", plain("x", "/x/")),)), body=body)
    found = told(paper, lambda address: f"http://here{address}")
    assert found["dated"] == "2026-11-26"
    assert found["facts"][0]["pieces"][0]["address"] == "http://here/x/"
    (outline, paragraph) = found["sections"][0]["blocks"]
    assert [each["address"] for each in outline["items"][0]["pieces"]] == ["http://here/studies/x/", ""]
    assert (outline["items"][0]["label"], outline["items"][0]["depth"]) == ("1.", 1)
    assert paragraph["pieces"][0]["address"] == "http://here/two/"
