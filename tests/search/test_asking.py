"""From a question to an answer, over a small index of each engine."""

import importlib

import pytest

from search import names, synonyms
from search.asking import Asking
from search.document import DRAFT_READERS, EVERYONE, SearchDocument
from search.engines.base import Pace
from search.index import ENGINES
from search.query import SearchQuery
from search.tree import Value

PUBLIC = frozenset({EVERYONE})
TOLD = {
    "1": "radioembolization of hepatocellular carcinoma with glass",
    "2": "sorafenib for HCC",
    "3": "metastases, metastatic disease of the tumour",
    "4": "survival after sorafenib",
}


def document(key, text, **values):
    return SearchDocument(type="study", key=key, title="", url=f"/{key}/", text=text, **values)


@pytest.fixture(params=ENGINES)
def asking(request, tmp_path, monkeypatch):
    monkeypatch.setattr(synonyms, "_groups", [lambda: [["HCC", "hepatocellular carcinoma"]]])
    monkeypatch.setattr(
        names, "_finders", {"design": lambda name: Value("design", ("rct",)) if name == "trial" else None}
    )
    engine = importlib.import_module(f"search.engines.{request.param}")
    writer = engine.writer(tmp_path)
    writer.put([document(key, text, facets={"design": ["rct"] if key == "2" else []}) for key, text in TOLD.items()])
    writer.put(
        [
            document("author", "", raw={"author": ["smith jb", "smithson c"]}),
            document("draft", "embargo hematoma", audience=DRAFT_READERS),
        ]
    )
    writer.put([document(f"few-{number}", f"liver word{number}") for number in range(30)])
    writer.close()
    return Asking(engine.reader(tmp_path), PUBLIC)


def keys(asking, text, **more):
    return {hit.key for hit in asking.answer(SearchQuery(text=text, page_size=100, **more)).found.hits}


def test_other_names_are_searched_and_told_until_they_are_turned_off(asking):
    answer = asking.answer(SearchQuery(text="HCC"))
    assert {hit.key for hit in answer.found.hits} == {"1", "2"}
    assert answer.also == {"HCC": ["hepatocellular carcinoma"]}
    assert keys(asking, "HCC", synonyms=False) == {"2"}


def test_spellings_agree(asking):
    assert keys(asking, "tumor") == {"3"} == keys(asking, "tumour")


def test_where_little_is_found_some_of_the_words_are_enough_and_the_query_says_so(asking):
    answer = asking.answer(SearchQuery(text="sorafenib glass"))
    assert answer.query.match == "most"
    assert "At least 1 of the 2 words" in answer.widened
    assert {hit.key for hit in answer.found.hits} == {"1", "2", "4"}
    assert keys(asking, "sorafenib glass", match="all") == set()


@pytest.mark.parametrize("typed", ["sorafenib", "sorafenib AND survival", '"glass" liver', ""])
def test_where_there_is_nothing_to_widen_the_address_does_not_say_so(asking, typed):
    answer = asking.answer(SearchQuery(text=typed, match="most"))
    assert (answer.query.match, answer.widened) == ("", "")


def test_what_holds_all_the_words_comes_first(asking):
    answer = asking.answer(SearchQuery(text="survival sorafenib"))
    assert answer.found.hits[0].key == "4"


def test_where_a_page_is_found_nothing_is_widened(asking):
    answer = asking.answer(SearchQuery(text="liver"))
    assert (answer.query.match, answer.found.count, answer.widened) == ("", 30, "")


def test_few_results_behind_a_facet_widen_nothing_where_the_words_alone_find_a_page(asking):
    answer = asking.answer(SearchQuery(text="liver liver", chosen=(("design", ("rct",)),)))
    assert (answer.query.match, answer.found.count) == ("", 0)


def test_a_sentence_is_widened_whatever_it_finds(asking):
    answer = asking.answer(SearchQuery(text="What is known of the liver and of survival?"))
    assert answer.query.match == "most"
    assert "At least 2 of the 3 words" in answer.widened or "At least 2 of the 4 words" in answer.widened


def test_a_truncation_finds_unstemmed_words(asking):
    assert keys(asking, "metasta*") == {"3"}
    assert keys(asking, "metastatics*") == set()


def test_a_truncation_is_cut_at_so_many_words_and_says_so(asking, monkeypatch):
    monkeypatch.setattr("search.resolving.MOST_EXPANSIONS", 5)
    answer = asking.answer(SearchQuery(text="word*"))
    assert answer.found.count == 5
    assert "more than 5 words" in answer.remarks[0].text


def test_many_truncations_together_stand_for_so_many_words(asking, monkeypatch):
    monkeypatch.setattr("search.resolving.MOST_TOGETHER", 6)
    answer = asking.answer(SearchQuery(text="word1* OR word2*", page_size=100))
    assert answer.found.count == 6 + 5
    assert len(answer.remarks) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [("smith[au]", True), ("smith j[au]", True), ("smith jb[au]", True), ("smith k[au]", False), ("smi[au]", False)],
)
def test_an_author_is_a_family_name_or_with_the_first_initials(asking, typed, found):
    assert keys(asking, typed) == ({"author"} if found else set())


def test_the_last_word_of_a_phrase_may_be_truncated(asking):
    assert keys(asking, '"of the tum*"') == {"3"}
    assert keys(asking, '"the tum*"[tiab]') == {"3"}
    assert keys(asking, '"disease metasta*"') == set()
    assert keys(asking, '"liver word1*"') == {f"few-{number}" for number in (1, *range(10, 20))}
    assert asking.answer(SearchQuery(text='"the tum*"')).remarks == ()


def test_a_name_that_is_not_known_finds_nothing_and_says_so(asking):
    assert keys(asking, "design:trial") == {"2"}
    answer = asking.answer(SearchQuery(text="design:rumour"))
    assert answer.found.count == 0
    assert 'no design "rumour"' in answer.remarks[0].text


def test_an_author_that_is_not_known_finds_nothing_and_says_so(asking):
    answer = asking.answer(SearchQuery(text="nobody z[au]"))
    assert answer.found.count == 0
    assert [remark.text for remark in answer.remarks] == ['There is no author "nobody z" here, so nothing matches it.']


def test_a_misspelt_word_is_mended_by_one_that_occurs(asking):
    assert asking.answer(SearchQuery(text="sorafenb survival")).did_you_mean == "sorafenib survival"
    assert asking.answer(SearchQuery(text="(sorafenb, survival?")).did_you_mean == ""
    assert asking.answer(SearchQuery(text="Sorafenb, survival?")).did_you_mean == "sorafenib, survival?"
    assert asking.answer(SearchQuery(text="sorafenib")).did_you_mean == ""


def test_nothing_is_mended_to_what_only_a_draft_holds(asking):
    assert asking.answer(SearchQuery(text="embargoo")).did_you_mean == ""
    member = Asking(asking.reader, frozenset({EVERYONE, DRAFT_READERS}))
    assert member.answer(SearchQuery(text="embargoo")).did_you_mean == "embargo"


def test_no_spelling_is_told_that_only_a_draft_holds(asking):
    assert asking.answer(SearchQuery(text="haematoma")).also == {}
    member = Asking(asking.reader, frozenset({EVERYONE, DRAFT_READERS}))
    assert member.answer(SearchQuery(text="haematoma")).also == {"haematoma": ["hematoma"]}


def test_similar_shares_telling_words_and_is_another(asking):
    assert [hit.key for hit in asking.similar("study:4", 2)] == ["2"]
    assert asking.similar("study:none", 2) == []


def test_what_is_typed_twice_is_asked_once(asking):
    assert asking.answer(SearchQuery(text="sorafenib OR sorafenib")).found.count == 2
    assert asking.answer(SearchQuery(text="liver AND liver AND liver")).found.count == 30


def test_too_much_work_is_left_out_and_told(asking, monkeypatch):
    monkeypatch.setattr(type(asking.reader), "pace", Pace(entries=10, position=2))
    answer = asking.answer(SearchQuery(text="sorafenib OR liver OR survival", page_size=100))
    assert {hit.key for hit in answer.found.hits} == {"2", "4"}  # of liver there are thirty
    assert any("1 of its parts were left out" in remark.text and "liver" in remark.text for remark in answer.remarks)
    assert asking.answer(SearchQuery(text="liver AND (liver OR liver)")).found.count == 0


def test_a_name_of_several_words_is_one_thing_and_is_not_widened(asking):
    answer = asking.answer(SearchQuery(text="hepatocellular carcinoma"))
    assert (answer.query.match, answer.widened) == ("", "")
    assert {hit.key for hit in answer.found.hits} == {"1", "2"}
    assert asking.answer(SearchQuery(text="sorafenib sorafenib")).query.match == ""
