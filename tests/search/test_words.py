"""Words, spellings, synonyms, telling words and marks: the pure parts of search."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import marking, spelling
from search.synonyms import Thesaurus, widened
from search.syntax import parse
from search.telling import telling_words
from search.tree import All, Any, Most, Not, Phrase, Word
from search.words import stem, words


def test_words_are_runs_of_letters_and_digits_in_small_letters_without_accents():
    assert words("Y-90 (Löfberg's) 95% CI_2, " + "x" * 60) == ["y", "90", "lofberg", "s", "95", "ci", "2"]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("tumour", "tumor"),
        ("embolisation", "embolization"),
        ("randomised", "randomized"),
        ("haemorrhage", "hemorrhage"),
        ("oesophageal", "esophageal"),
        ("anaemia", "anemia"),
        ("diarrhoea", "diarrhea"),
        ("paediatric", "pediatric"),
        ("oedema", "edema"),
        ("centre", "center"),
        ("analyse", "analyze"),
        ("ischaemia", "ischemia"),
        ("leukaemia", "leukemia"),
    ],
)
def test_british_and_american_spellings_lead_to_each_other(british, american):
    assert american in spelling.variants(british)
    assert british in spelling.variants(american)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.data())
def test_near_misses_are_one_change_away_and_lead_back(word, data):
    near = data.draw(st.sampled_from(sorted(spelling.near_misses(word)) or [word]))
    assert near == word or word in spelling.near_misses(near)
    assert abs(len(near) - len(word)) <= 1


KNOWN = Thesaurus.of(
    [["HCC", "hepatocellular carcinoma"], ["SIRT", "radioembolization", "TARE"], ["OS", "overall survival"]]
)


def searched(typed, occurring=()):
    found = widened(parse(typed).tree, KNOWN, lambda word: word in occurring)
    return found.tree, found.also


def test_a_name_is_searched_with_the_others_of_its_group():
    tree, also = searched("HCC")
    assert tree == Any((Word("HCC"), Phrase("hepatocellular carcinoma")))
    assert also == {"HCC": ["hepatocellular carcinoma"]}


def test_words_side_by_side_are_looked_up_together():
    tree, also = searched("glass hepatocellular carcinoma sirt")
    assert tree == All(
        (
            Word("glass"),
            Any((All((Word("hepatocellular"), Word("carcinoma"))), Phrase("HCC"))),
            Any((Word("sirt"), Phrase("radioembolization"), Phrase("TARE"))),
        )
    )
    assert set(also) == {"hepatocellular carcinoma", "sirt"}


def test_a_phrase_is_widened_and_what_is_asked_of_one_field_is_not():
    assert searched('"overall survival"')[0] == Any((Phrase("overall survival"), Phrase("OS")))
    assert searched("HCC[ti]")[1] == {}


def test_spellings_are_searched_where_they_occur():
    assert searched("tumour glass", {"tumor"})[0] == All((Any((Word("tumour"), Word("tumor"))), Word("glass")))
    assert searched("tumour[ti]", {"tumor"})[0] == Any((Word("tumour", ("title",)), Word("tumor", ("title",))))
    assert searched("tumour")[1] == {}


def test_widening_reaches_every_part_of_a_tree():
    (tree, _) = searched("(HCC OR glass) NOT sirt")
    assert tree.children[0].children[0] == Any((Word("HCC"), Phrase("hepatocellular carcinoma")))
    assert isinstance(tree.children[1], Not)
    assert isinstance(tree.children[1].child, Any)
    most = widened(Most((Word("HCC"), Word("glass")), 1), KNOWN, lambda word: False).tree
    assert most == Most((Any((Word("HCC"), Phrase("hepatocellular carcinoma"))), Word("glass")), 1)


def test_a_telling_word_is_frequent_here_and_rare_elsewhere():
    frequency = {"radioembol": 3, "patient": 900, "glass": 2}
    found = telling_words(
        ["radioembolization of patients", "radioembolized patients with glass", "patients"],
        tokens=lambda text: [(word, stem(word)) for word in words(text)],
        frequency=lambda token: frequency.get(token, 500),
        total=1000,
        most=3,
    )
    assert found[0] == ("radioembolization", 1.0)
    assert [word for word, _ in found] == ["radioembolization", "patients"]  # one text alone tells nothing


@given(st.text(max_size=300), st.sets(st.sampled_from(["liver", "glass", "b"]), max_size=3), st.integers(5, 80))
def test_marked_text_is_the_text(said, wanted, length):
    def plain(html):
        return re.sub("</?b>", "", html)

    import html

    assert html.unescape(plain(marking.marked(said, wanted))) == said
    assert html.unescape(plain(marking.snippet(said, wanted, length))).removesuffix(" …") in said


def test_a_fragment_grows_to_whole_figures():
    said = "RR 0.90, 95% CI 0.85 to 0.96. Hazard ratio 0.69 (95% CI"
    assert marking.around(said, "90, 95% CI 0.85 to 0.96. Hazard ratio 0.6", {"hazard"}) == (
        "0.90, 95% CI 0.85 to 0.96. <b>Hazard</b> ratio 0.69"
    )
    assert marking.around(said, "", {"hazard"}) == ""


def test_a_snippet_is_where_the_most_is_and_cuts_no_word():
    said = (
        "Background of no interest at all. " * 5
        + "Sorafenib prolonged survival by 2.8 months; HR 0.69. "
        + "More. " * 30
    )
    found = marking.snippet(said, {stem("sorafenib"), stem("survival")}, 60)
    assert "<b>Sorafenib</b> prolonged <b>survival</b>" in found
    assert found.split(" ")[0] in said.split(" ")
