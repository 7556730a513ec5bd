import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.exporters.bibtex import lines
from evidence.importers.reading import SAYS_NOTHING, opened
from evidence.importers.records import FailedRecord, ParsedRecord
from evidence.vocabulary import ReferenceKind

NOT_CLOSED = "A brace, a parenthesis or a quotation mark of this BibTeX entry is not closed."
NOT_WHOLE = "This is not a whole BibTeX entry: "
LOOSE = "This text between the entries looks like one, but does not begin with @."
SOUND = "@article{sound,\n  title = {A sound one},\n  year = 2020\n}\n"


def read(text: str) -> list:
    return list(opened(text.encode()).records())


def one(text: str) -> ParsedRecord:
    (record,) = read(text)
    assert isinstance(record, ParsedRecord), record
    return record


def of(fields: str, kind: str = "article") -> ParsedRecord:
    return one(f"@{kind}{{key,\n  title = {{T}},\n{fields}\n}}\n")


# Round trip: what the exporter writes is read again.

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="<"), max_size=40
)
spaced = words.map(lambda text: " ".join(text.split()))
names = st.one_of(
    st.builds(
        "{} {}".format,
        st.sampled_from(["Ng", "van Hazel", "O'Brien", "Müller-Lüd"]),
        st.sampled_from(["A", "GA", "JFCP"]),
    ),
    st.sampled_from(["Smith JA Jr", "Food and Drug Administration", "SIRveNIB Study Group, Asia"]),
)
references = st.fixed_dictionaries(
    {
        "key": st.just("a-2020"),
        "kind": st.sampled_from([kind.value for kind in ReferenceKind]),
        "title": spaced.filter(bool),
        "authors": st.lists(names, max_size=4, unique=True),
        "authors_et_al": st.booleans(),
        "journal": spaced,
        "year": st.sampled_from(["", "1999", "2021"]),
        "online_year": st.just(""),
        "volume": spaced,
        "issue": spaced,
        "pages": st.sampled_from(["", "11-19", "e0815", "3897–3907"]),
        "publisher": spaced,
        "pmid": st.sampled_from(["", "34541864"]),
        "doi": st.sampled_from(["", "10.1200/jco.21_01839", "10.1000/a(b)c"]),
        "url": st.sampled_from(["", "https://example.org/a_b%20~c"]),
        "accessed": spaced,
        "abstract": spaced,
        "keywords": st.lists(st.sampled_from(["Liver", "Yttrium-90, glass", "5% {x}"]), max_size=3, unique=True),
    }
)
SAME = "title year volume issue pages publisher pmid doi url accessed abstract authors_et_al kind".split()


@given(st.lists(references, max_size=4))
@settings(deadline=None)
def test_what_is_exported_reads_the_same_again(works):
    found = read("% made here\n@comment{begins}\n" + "".join(lines(works)))
    assert [{name: getattr(record, name) for name in SAME} for record in found] == [
        {name: work[name] for name in SAME} for work in works
    ]
    assert [list(record.authors) for record in found] == [work["authors"] for work in works]
    for record, work in zip(found, works, strict=True):
        assert record.journal == work["journal"]
        assert list(record.keywords) == (work["keywords"] if len(work["keywords"]) != 1 else record_keywords(work))


def record_keywords(work) -> list[str]:
    """One keyword with a comma in it cannot be told from two."""
    return [part.strip() for part in work["keywords"][0].split(",")]


@given(st.text(max_size=300))
@settings(deadline=None)
def test_nothing_that_stands_between_or_in_entries_stops_the_file(garbage):
    found = read(SOUND + "\n" + garbage + "\n" + SOUND)
    assert (found[0].title, found[-1].title) == ("A sound one", "A sound one")


# Faults, each between sound neighbours.


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        (
            "@article{a, title = {no end,\n year = 2020\n",
            NOT_CLOSED,
        ),
        (
            '@article{a, author = "no end,\n',
            NOT_CLOSED,
        ),
        (
            "@article{a\n author = {no comma}}\n",
            "This is not a whole BibTeX entry: Expected comma after entry key, but found =.",
        ),
        (
            "article{a,\n author = {N},\n year = {2020}\n}\n",
            LOOSE,
        ),
        (
            "@article{a, author = {Nobody}}\n",
            SAYS_NOTHING,
        ),
    ],
)
def test_a_faulty_entry_fails_alone_with_its_line_and_text(faulty, reason):
    found = read(SOUND + faulty + SOUND)
    assert [type(record) for record in found] == [ParsedRecord, FailedRecord, ParsedRecord]
    assert found[1].reason == reason
    assert found[1].line == 5
    assert found[1].raw.strip() == faulty.strip()
    assert found[2].line == 5 + faulty.count("\n")


def test_an_entry_whose_braces_do_not_match_is_read_line_by_line_and_says_so():
    faulty = "@article{a,\n  note = {A{B},\n  title = {A {DNA} study},\n  doi = {10.1000/x.1},\n  year = 2020\n}\n"
    (_, found, _) = read(SOUND + faulty + SOUND)
    assert (found.title, found.doi, found.year, found.line) == ("A DNA study", "10.1000/x.1", "2020", 5)
    assert "not closed" in found.remarks[0]


def test_a_key_used_twice_is_no_fault():
    assert [record.title for record in read(SOUND + SOUND)] == ["A sound one", "A sound one"]


def test_a_field_said_twice_keeps_both_and_says_so():
    record = of("year = {2020}, year = {2021}")
    assert (record.year, record.more["year"]) == ("2020", ("2021",))
    assert record.remarks == ("Says more than once: year. The first is taken, the others are kept beside.",)


def test_two_entries_on_one_line_are_two():
    found = read("@article{a, title={One}} @article{b, title={Two}}\n@article{c, title={Three}}")
    assert [(record.title, record.line, record.after is None) for record in found] == [
        ("One", 1, True),
        ("Two", 1, False),
        ("Three", 2, False),
    ]


def test_abbreviations_are_put_in_and_known_when_reading_goes_on():
    text = '@string{jco = "J Clin Oncol"}\n@STRING(x = {Ex})\n' + SOUND
    text += '@article{b, title = x # {: } # "a", journal = JCO, month = mar, year = 2021}'
    whole = read(text)
    assert [(each.title, each.journal, each.published) for each in whole] == [
        ("A sound one", "", ""),
        ("Ex: a", "J Clin Oncol", "Mar 2021"),
    ]
    assert list(opened(text.encode()).records(whole[0].after)) == whole[1:]


def test_an_abbreviation_that_nobody_defined_stays_as_it_is():
    assert of("journal = stoc96").journal == "stoc96"


def test_comments_and_preambles_are_no_records():
    assert read('@comment{x}\n@preamble{"y"}\n% z\n@string{a = "b"}\n') == []


@pytest.mark.parametrize(
    ("printed", "authors"),
    [
        ("Jean C{\\'e}sar and Armstrong, R.C.", ("César J", "Armstrong RC")),
        ("van Hazel, Jr, Guy A.", ("van Hazel GA Jr",)),
        ("Ludwig van Beethoven", ("van Beethoven L",)),
        ("{Food and Drug Administration} and Zhu, X.-Y.", ("Food and Drug Administration", "Zhu XY")),
        ("{\\'C}ulafi{\\'c}, Dragana", ("Ćulafić D",)),
        ("Madonna", ("Madonna",)),
    ],
)
def test_authors(printed, authors):
    assert of(f"author = {{{printed}}}").authors == authors


def test_et_al():
    record = of("author = {Ng, A and others}")
    assert (record.authors, record.authors_et_al) == (("Ng A",), True)


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ("pages = {29--41}", "pages", "29–41"),
        ("eid = {e0815}", "pages", "e0815"),
        ("journaltitle = {Gut}, date = {2021-03-04}", "published", "2021-03-04"),
        ("date = {2021-03-04}", "year", "2021"),
        ("url = {https://doi.org/10.1000/A_b}", "doi", "10.1000/a_b"),
        ("eprint = {12345}, eprinttype = {pubmed}", "pmid", "12345"),
        ("eprint = {2101.1}, archiveprefix = {arXiv}", "identifiers", (("arxiv", "2101.1"),)),
        ("pmcid = {PMC123}", "pmcid", "PMC123"),
        ("isbn = {978-3}", "identifiers", (("isbn", "978-3"),)),
        ("keyword = {a, b}", "keywords", ("a", "b")),
        ("doi = {none}", "more", {"key": ("key",), "doi": ("none",)}),
        ("year = {in press}", "remarks", ("No year could be read in “in press”.",)),
    ],
)
def test_fields(fields, name, value):
    assert getattr(of(fields), name) == value


@pytest.mark.parametrize(("kind", "is_a"), [("online", "web"), ("book", "article"), ("TechReport", "article")])
def test_kinds(kind, is_a):
    record = of("year = 2020", kind)
    assert (record.kind, record.publication_types) == (is_a, (kind.lower(),))
