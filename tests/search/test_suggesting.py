"""What is offered while one types."""

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import facets, synonyms
from search.asking import Asking
from search.document import DRAFT_READERS, EVERYONE, SearchDocument
from search.index import ENGINES
from search.suggesting import named, suggestions

NAMES = ["Hepatocellular carcinoma", "HCC", "Hepatic vein embolization", "Overall survival"]
TITLES = {
    "1": "Glass spheres for the liver",
    "2": "Glass spheres for metastases",
    "3": "Resin or glass",
    "4": "Glass " + "very " * 30,
}


@pytest.fixture(params=ENGINES)
def asking(request, tmp_path, monkeypatch):
    monkeypatch.setattr(synonyms, "_groups", [lambda: [["HCC", "hepatocellular carcinoma"]]])
    monkeypatch.setattr(facets, "_labels", {"endpoint": lambda: {"os": "Overall survival"}})
    engine = importlib.import_module(f"search.engines.{request.param}")
    writer = engine.writer(tmp_path)
    writer.put([SearchDocument(type="study", key=key, title=title, url="/") for key, title in TITLES.items()])
    writer.put([SearchDocument(type="study", key="draft", title="Glassy secret", url="/", audience=DRAFT_READERS)])
    writer.put([SearchDocument(type="study", key="text", title="", url="/", text="metastases, metastatic disease")])
    writer.close()
    return Asking(engine.reader(tmp_path), frozenset({EVERYONE}))


def test_the_last_word_is_completed(asking):
    assert suggestions("survival metast", asking) == ["survival metastases", "survival metastatic"]
    assert suggestions("m", asking) == [] == suggestions("", asking) == suggestions('"open meta', asking)


def test_names_are_completed_from_wherever_they_begin(asking):
    assert suggestions("hepatoc", asking)[0] == "hepatocellular carcinoma"
    assert suggestions("glass hepatocellular car", asking)[0] == "glass hepatocellular carcinoma"
    assert suggestions("overall surv", asking)[0] == "Overall survival"


def test_titles_that_hold_what_was_typed_are_offered_but_none_that_is_too_long(asking):
    found = suggestions("spheres gla", asking)
    assert set(found) == {"spheres glass", TITLES["1"], TITLES["2"]}
    assert TITLES["4"] not in suggestions("very gla", asking)


def test_nothing_of_a_draft_is_offered(asking):
    assert "Glassy secret" not in suggestions("glas", asking)
    assert "glassy" not in suggestions("glas", asking)
    member = Asking(asking.reader, frozenset({EVERYONE, DRAFT_READERS}))
    assert {"Glassy secret", "glassy"} <= set(suggestions("glassy", member))


@given(st.text(max_size=40))
def test_whatever_is_typed_the_names_begin_with_what_stood_before(typed):
    for found in named(typed, NAMES):
        assert any(found == " ".join([*typed.split()[:at], name]) for name in NAMES for at in range(len(typed.split())))


def test_a_longer_match_comes_before_a_shorter_one():
    assert named("hepatic ve", NAMES) == ["Hepatic vein embolization"]
    assert named("he", NAMES) == ["Hepatocellular carcinoma", "Hepatic vein embolization"]
