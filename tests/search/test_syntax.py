"""What people type, as a tree: examples a reader can check, and nothing that breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.syntax import LONGEST_QUERY, MOST_TERMS, parse, written
from search.tokens import MOST_REMARKS
from search.tree import Everything, Nothing, Word, leaves

READ = {
    "": "everything",
    "radioembolization hepatocellular": "(radioembolization AND hepatocellular)",
    '"overall survival" glass': '("overall survival" AND glass)',
    "“overall survival”": '"overall survival"',
    "the effect of Y-90 in the liver": "(effect AND Y-90 AND liver)",
    "the of": "(the AND of)",
    "a1 OR b1": "(a1 OR b1)",
    "a1 OR b1 AND c1": "((a1 OR b1) AND c1)",
    "a1 OR (b1 AND c1)": "(a1 OR (b1 AND c1))",
    "liver cancer OR hepatoma": "((liver AND cancer) OR hepatoma)",
    "a1 NOT b1": "(a1 AND NOT b1)",
    "a1 AND NOT b1": "(a1 AND NOT b1)",
    "NOT b1": "NOT b1",
    "or and not": "(or AND and AND not)",
    "metasta*": "metasta*",
    '"liver metasta*"': '"liver metasta*"',
    '"liver metasta*"[tiab]': '"liver metasta*"[tiab]',
    '("liver metasta*" OR hepatoma)[ti]': '("liver metasta*"[ti] OR hepatoma[ti])',
    '"liver *"': '"liver"',
    "title:glass": "glass[ti]",
    'title:"glass spheres"': '"glass spheres"[ti]',
    "title:(glass OR resin*)": "(glass[ti] OR resin*[ti])",
    "liver cancer[ti]": "(liver[ti] AND cancer[ti])",
    "(liver OR hepat*)[tiab]": "(liver[tiab] OR hepat*[tiab])",
    "SIRT[Title/Abstract]": "SIRT[tiab]",
    "mulcahy mf[au]": 'author:"mulcahy mf"',
    "author:mulcahy": 'author:"mulcahy"',
    "journal:radiology": "radiology[ta]",
    "Cardiovasc Intervent Radiol[ta]": '"Cardiovasc Intervent Radiol"[ta]',
    "year:2015..2020": "year:2015..2020",
    "2018:2024[dp]": "year:2018..2024",
    '"2018/01/01"[Date - Publication] : "2024/06/05"[Date - Publication]': "year:2018..2024",
    "2019[dp]": "year:2019",
    "pmid:34541864": "pmid:34541864",
    "34541864[pmid]": "pmid:34541864",
    "doi:https://doi.org/10.1200/JCO.21.01839": "doi:10.1200/jco.21.01839",
    "nct:nct01483027": "nct:NCT01483027",
    "design:rct": 'design:"rct"',
    '"randomized controlled trial"[pt]': 'publication type:"randomized controlled trial"',
    '"Liver Neoplasms/radiotherapy"[Mesh]': 'keyword:"Liver Neoplasms/radiotherapy"',
    "10.1016/j.jhep: a study": "(10.1016/j.jhep AND study)",
    "liver AND english[la]": "liver",
    "english[la] AND liver OR spleen": "(liver OR spleen)",
    "#1 liver OR hepat*\n#2 cancer[ti]\n#3 #1 AND #2": "((liver OR hepat*) AND cancer[ti])",
    "1. liver\n2. cancer\n3. #1 NOT #2": "(liver AND NOT cancer)",
    # in any order, by their numbers alone, and in one line, as a box of one line makes them of several
    "#3 #1 AND #2\n#2 spleen\n#1 liver": "(liver AND spleen)",
    "1. liver\n2. spleen\n3. cancer\n4. or/1-2\n5. 3 and 4": "(cancer AND (liver OR spleen))",
    "1 liver\n2 spleen\n3 1 or 2": "(liver OR spleen)",
    "#1 liver OR hepat* #2 cancer[ti] #3 #1 and #2": "((liver OR hepat*) AND cancer[ti])",
    '#1 "a1" #2 "b1"[ti] #3 2015:2020[dp] #4 (#1 OR #2) AND #3': '(("a1" OR "b1"[ti]) AND year:2015..2020)',
    "1. liver 2. spleen 3. 1 NOT 2": "(liver AND NOT spleen)",
    "10 trials\n20 trials": "(10 AND trials AND 20 AND trials)",
    "Search: (liver) AND spleen[ti] Filters: Clinical Trial Sort by: Most Recent": "(liver AND spleen[ti])",
    # a tag belongs to the phrase before it alone, a year to nothing but its tag
    '"Y-90" "liver neoplasms"[mh]': '("Y-90" AND keyword:"liver neoplasms")',
    '"overall survival" glass[ti]': '("overall survival" AND glass[ti])',
    "liver cancer 2018:2024[dp]": "(liver AND cancer AND year:2018..2024)",
    "liver 34541864, 28777728[pmid]": "(liver AND pmid:34541864, 28777728)",
    # the parentheses of a DOI are its own
    "doi:10.1016/S1470-2045(17)30457-6": "doi:10.1016/s1470-2045(17)30457-6",
    "(10.1016/S1470-2045(17)30457-6) OR liver": "(10.1016/S1470-2045(17)30457-6 OR liver)",
    # what is left out whole stands for nothing
    "liver OR (english[la])": "liver",
    "liver NOT (comment[sb] OR english[la])": "liver",
    "liver OR (())": "liver",
    "liver AND (spleen OR cancer)[la]": "liver",
    "liver title:()": "liver",
    # what is wrong is left out, and told
    "(liver": "liver",
    "liver)": "liver",
    "liver AND": "liver",
    "OR liver": "liver",
    "liver AND OR spleen": "(liver AND spleen)",
    "() liver": "liver",
    '"overall survival': '"overall survival"',
    "[ti]": "nothing",
    "% -- (*)": "nothing",
    "wom?n": "wom*",
}


@pytest.mark.parametrize(("typed", "read"), READ.items())
def test_what_is_typed_is_read_so(typed, read):
    assert written(parse(typed).tree) == read


FAULTS = {
    "(liver": ("This parenthesis is not closed", "("),
    "liver)": ("This parenthesis closes none", ")"),
    "liver AND": ("nothing to search after AND", "AND"),
    "OR liver": ("nothing to search before OR", "OR"),
    '"overall survival': ("quotation mark is not closed", '"overall survival'),
    "[ti] liver": ("nothing before the tag [ti]", "[ti]"),
    "liver ] spleen": ("bracket ]", "]"),
    "() liver": ("nothing between these parentheses", "("),
    "-- ***": ("no word in this that can be searched", "-- ***"),
}


@pytest.mark.parametrize(("typed", "told", "place"), [(k, *v) for k, v in FAULTS.items()])
def test_a_fault_is_told_with_its_place(typed, told, place):
    faults = [remark for remark in parse(typed).remarks if remark.kind == "fault"]
    assert told in faults[0].text
    assert faults[0].place.startswith(place)


LEFT_OUT = {
    "liver AND english[la]": "[la] asks for the language",
    "systematic[sb] liver": "PubMed's own filters",
    "liver[xyz]": "no tag that is known here",
    '"liver cancer"[tiab:~3]': "how near the words stand",
    "year:soon": "no year",
    '"metasta* disease"': "Of a phrase only the last word can be truncated",
    "t*mor liver": "t*mor: only an asterisk at the end is known",
    "*liver": "*liver: only an asterisk at the end is known",
    "language:english liver": 'no field "language:"',
    'source:"liver cancer"': 'no field "source:"',
    '"Liver Neoplasms/therapy"[Mesh]': "MeSH subheadings are not held here",
    "#1 AND #2": "#1 calls on a numbered line, and there are none here",
    "liver Filters: Humans": "this was not read: Filters: Humans",
    "liver:ti,ab,kw": "syntax of Ovid or Embase",
    "exp Liver Neoplasms/ and y90.ti,ab.": "syntax of Ovid or Embase",
    "pmid:x": "no PMID",
    "#1 liver\n#2 #7 AND spleen": "#7 names no line",
}


@pytest.mark.parametrize(("typed", "told"), LEFT_OUT.items())
def test_what_cannot_be_honoured_is_named(typed, told):
    remarks = [remark.text for remark in parse(typed).remarks if remark.kind == "left out"]
    assert any(told in text for text in remarks), remarks


def test_and_and_or_without_parentheses_are_told_as_read():
    (remark,) = parse("a1 OR b1 AND c1").remarks
    assert (remark.kind, remark.text) == ("read as", "Read from left to right: ((a1 OR b1) AND c1)")
    assert parse("(a1 OR b1) AND c1").remarks == ()


def test_small_operators_are_told_as_words_but_in_a_sentence():
    (remark,) = parse("liver or spleen").remarks
    assert (remark.kind, remark.place) == ("read as", "or")
    assert parse("Is it the liver or the spleen?").remarks == ()
    assert parse("liver and spleen").remarks == ()


def test_a_text_that_is_all_faults_is_not_told_of_each():
    remarks = parse("[ti]" * 500).remarks
    assert len(remarks) == MOST_REMARKS + 1
    assert remarks[-1].text == f"Only the first {MOST_REMARKS} remarks are told."


@pytest.mark.parametrize(
    ("typed", "plain", "sentence"),
    [
        ("liver cancer", 2, False),
        ("What is the effect of sorafenib on survival?", 3, True),
        ("sorafenib improves overall survival.", 4, True),
        ("liver AND cancer", 0, False),
        ('"liver cancer"', 0, False),
        ("liver cancer*", 0, False),
        ("title:liver cancer", 0, False),
    ],
)
def test_only_plain_words_may_be_widened(typed, plain, sentence):
    parsed = parse(typed)
    assert (len(parsed.words), parsed.is_sentence) == (plain, sentence)


PIECES = st.sampled_from(
    [
        *("liver", "AND", "OR", "NOT", "(", ")", '"', "[ti]", "[", "]", "metasta*", "*", "title:", "year:2015..", ":"),
        *("2018:2024[dp]", "#1", "\n", "é", "٣", "中文", "😀", "[tiab:~3]", '"a b"[au]', "\u202e", "\x00", "x" * 70),
    ]
)


@given(
    st.one_of(
        st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
    )
)
def test_nothing_a_person_types_is_an_error(typed):
    parsed = parse(typed)
    assert isinstance(written(parsed.tree), str)
    assert all(0 <= remark.start <= remark.end for remark in parsed.remarks)
    assert all(leaf.text.strip() for leaf in leaves(parsed.tree) if isinstance(leaf, Word))


@pytest.mark.parametrize(
    "typed", ["(" * 5000, ")" * 5000, "(a1 " * 2000, "NOT " * 2000 + "x1", '"' * 4001, "a1 OR " * 1500, "[ti]" * 2000]
)
def test_long_and_deep_input_is_read_as_far_as_it_goes(typed):
    parsed = parse(typed)
    assert sum(1 for _ in leaves(parsed.tree)) <= MOST_TERMS
    assert parsed.remarks


def test_what_is_longer_than_is_read_is_told():
    assert any("characters were read" in remark.text for remark in parse("liver " * LONGEST_QUERY).remarks)
    assert any("terms were read" in remark.text for remark in parse("a1 " * (MOST_TERMS + 1)).remarks)


def test_lines_that_call_on_each_other_without_end_are_cut():
    typed = "#1 liver\n" + "\n".join(f"#{n} #{n - 1} OR #{n - 1}" for n in range(2, 40))
    assert any("too long" in remark.text for remark in parse(typed).remarks)


def test_nothing_typed_is_everything_and_signs_alone_are_nothing():
    assert parse("  ").tree == Everything()
    assert parse("-- *").tree == Nothing()
