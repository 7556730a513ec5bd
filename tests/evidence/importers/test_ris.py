import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.importers.reading import opened
from evidence.importers.records import ParsedRecord
from tests.evidence.importers.files import TRIAL, ris


def read(text: str) -> list:
    return list(opened(text.encode(), "x.ris").records())


def of(*lines: str, kind: str = "JOUR") -> ParsedRecord:
    (record,) = read("\n".join([f"TY  - {kind}", "TI  - T", *lines, "ER  - ", ""]))
    return record


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda word: "<" not in word
)
titles = st.lists(words, min_size=1, max_size=6).map(" ".join)
works = st.fixed_dictionaries(
    {
        "title": titles,
        "authors": st.lists(st.sampled_from(["Ng A", "van Hazel GA", "Łukasz Q"]), max_size=3, unique=True),
        "journal": titles,
        "year": st.sampled_from(["1999", "2021"]),
        "volume": st.sampled_from(["", "39"]),
        "issue": st.sampled_from(["", "4"]),
        "pages": st.sampled_from(["11-19", "e8"]),
        "doi": st.sampled_from(["", "10.1000/x"]),
        "pmid": st.sampled_from(["", "123"]),
        "abstract": titles,
        "keywords": st.lists(st.sampled_from(["Liver", "A/b", "c, d"]), max_size=3, unique=True),
    }
)


@given(st.lists(works, min_size=1, max_size=4))
@settings(deadline=None)
def test_what_is_written_reads_the_same_again(written):
    found = read("".join(ris(work) for work in written))
    names = "title year volume issue pages doi pmid abstract".split()
    assert [{name: getattr(record, name) for name in names} for record in found] == [
        {name: work[name] for name in names} for work in written
    ]
    assert [(list(record.authors), list(record.keywords)) for record in found] == [
        (work["authors"], work["keywords"]) for work in written
    ]


@given(st.text(max_size=300))
@settings(deadline=None)
def test_nothing_between_records_stops_the_file(garbage):
    found = read(ris(TRIAL) + garbage + "\n" + ris(TRIAL))
    assert (found[0].title, found[-1].title) == (TRIAL["title"], TRIAL["title"])


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        # Embase
        (["A1  - Adler D.G.", "A1  - Liu R."], "authors", ("Adler DG", "Liu R")),
        (["DB  - Embase", "C5  - 12345"], "pmid", "12345"),
        (["N2  - What was found."], "abstract", "What was found."),
        # Ovid
        (["SP  - No", "EP  - Specified"], "pages", ""),
        (["DO  - http://dx.doi.org/10.1002/CPP.2398"], "doi", "10.1002/cpp.2398"),
        (["Y1  - 2019//"], "year", "2019"),
        # Scopus
        (["C7  - 104501"], "pages", "104501"),
        (["UR  - https://www.scopus.com/x?eid=2-s2.0-850745&doi=1"], "identifiers", (("scopus", "2-s2.0-850745"),)),
        # EndNote
        (["DP  - NLM", "AN  - 21553931"], "pmid", "21553931"),
        (["SP  - 349-69"], "pages", "349-69"),
        (
            ["KW  - Animals", "Humans", "Disease Models, Animal"],
            "keywords",
            ("Animals", "Humans", "Disease Models, Animal"),
        ),
        (["C2  - PMC5442267"], "pmcid", "PMC5442267"),
        # Zotero
        (["DA  - 2019/10//undefined", "PY  - 2019"], "published", "2019/10//undefined"),
        (["T2  - Techniques in coloproctology", "J2  - Tech Coloproctol"], "journal", "Techniques in coloproctology"),
        # ProQuest
        (["L2  - http://dx.doi.org/10.1002/jts.22387"], "doi", "10.1002/jts.22387"),
        (["KW  - one; two"], "keywords", ("one", "two")),
        # others
        (["UR  - https://pubmed.ncbi.nlm.nih.gov/34541864/"], "pmid", "34541864"),
        (["SN  - 1128-045X 1123-6337"], "identifiers", (("issn", "1128-045X"), ("issn", "1123-6337"))),
        (["AU  - Ng, A", "AU  - et al."], "authors_et_al", True),
        (["PY  - 10 15"], "remarks", ("No year could be read in “10 15”.",)),
        (["A1\t- Ng, A"], "authors", ("Ng A",)),
        (["M3  - Guideline"], "kind", "guideline"),
        (["AB  - first,", "ER then second", "the last"], "abstract", "first, ER then second the last"),
        (["XX  - a", "XX  - b", "JP  - c"], "more", {"XX": ("a", "b"), "JP": ("c",)}),
        (["TI"], "title", "T TI"),
    ],
)
def test_dialects(lines, name, value):
    assert getattr(of(*lines), name) == value


def test_a_web_page():
    assert of(kind="ELEC").kind == "web"


def test_what_ovid_writes_behind_a_record_is_no_record():
    tail = "NL  - Clin Psychol\n\nLink to the Ovid Full Text: https://example.org\n\n2.\n"
    assert len(read(ris(TRIAL) + tail + ris(TRIAL))) == 2


def test_the_title_in_another_tag():
    (record,) = read("TY  - JOUR\nT1  - One\nT2  - Gut\nER  -\n")
    assert (record.title, record.journal) == ("One", "Gut")
