"""The answers are written by hand: see tests/data/pubmed/README.md."""

import json
from pathlib import Path

import pytest

from reviews.searching.pubmed import answers
from reviews.searching.pubmed.answers import Hiccup

DATA = Path(__file__).parents[3] / "data" / "pubmed"


def test_a_search_says_how_many_there_are_and_what_it_left_out():
    found = answers.found((DATA / "esearch.json").read_bytes())
    assert (found.count, found.web_env, found.query_key) == (3, "MCID_0000000000000000000000aa", "1")
    assert [each.partition(":")[2] for each in found.remarks] == [" yttriumm.", " the."]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((DATA / "esearch-error.json").read_bytes(), "Search Backend failed"),
        (b"<html>busy</html>", "in no form"),
        (b"[]", "without a result"),
        (b'{"error": "API rate limit exceeded"}', "rate limit"),
        (b'{"esearchresult": {"count": "many"}}', "without the number"),
        (b'{"esearchresult": []}', "without a result"),
        (b"\xff\xfe", "in no form"),
    ],
)
def test_an_answer_that_is_none_says_so(answer, said):
    with pytest.raises(Hiccup, match=said):
        answers.found(answer)


def test_control_characters_in_an_answer_do_no_harm():
    assert answers.found(b'{"esearchresult": {"count": "1", "querytranslation": "a\x01b"}}').count == 1


@pytest.mark.parametrize("odd", [None, [], "x", {"phrasesnotfound": None}, {"phrasesnotfound": "x"}])
def test_lists_of_errors_may_be_of_any_make(odd):
    assert answers.found(json.dumps({"esearchresult": {"count": "1", "errorlist": odd}}).encode()).remarks == ()


def test_records_of_many_answers_make_one_file():
    part = answers.articles((DATA / "efetch.xml").read_bytes())
    assert answers.records_in(part) == 2
    assert part.startswith(b"<PubmedArticle>")
    assert part.endswith(b"</PubmedBookArticle>\n")


@pytest.mark.parametrize("empty", [b"<PubmedArticleSet></PubmedArticleSet>", b"<?xml?><PubmedArticleSet/>"])
def test_no_records_are_none(empty):
    assert answers.records_in(answers.articles(empty)) == 0


def test_a_refusal_is_told():
    with pytest.raises(Hiccup, match="Cannot retrieve history data"):
        answers.articles((DATA / "efetch-error.xml").read_bytes())
