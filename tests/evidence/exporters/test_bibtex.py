import bibtexparser
import pytest
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from evidence.exporters.bibtex import author, entry_key, escape, lines
from evidence.vocabulary import ReferenceKind

EMPTY = {
    "key": "a-2020",
    "kind": "article",
    "title": "",
    "authors": [],
    "authors_et_al": False,
    "journal": "",
    "year": "",
    "online_year": "",
    "volume": "",
    "issue": "",
    "pages": "",
    "publisher": "",
    "pmid": "",
    "doi": "",
    "url": "",
    "accessed": "",
    "abstract": "",
    "keywords": [],
}


def latex_reader() -> LatexNodes2Text:
    """Of LaTeX's own names of signs, the library does not know two, and takes the third for an accent."""
    context = get_default_latex_context_db()
    names = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in names.items()]
    context.add_context_category("names of signs", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context)


plain = latex_reader().latex_to_text


def read(text: str) -> list:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    assert library.comments == []
    return library.entries


def names_in(field: str) -> list[str]:
    """The names of an author field as reference lists print them: family, initials, suffix."""
    names = []
    for name in split_multiple_persons_names(field):
        parts = parse_single_name_into_parts(name)
        family = " ".join([*parts.von, *parts.last]).removeprefix("{").removesuffix("}")
        names.append(" ".join(plain(part) for part in (family, *parts.first, *parts.jr)))
    return names


def normal(text: str) -> str:
    return " ".join(text.split())


def test_an_article():
    reference = EMPTY | {
        "key": "mulcahy-2021",
        "title": "Glass & resin: 50% {or not}, p_1 < $5 #2 ~ ^ \\",
        "authors": ["Mulcahy MF", "van Hazel GA Jr", "Food and Drug Administration"],
        "authors_et_al": True,
        "journal": "J Clin Oncol",
        "year": "2021",
        "volume": "39",
        "issue": "35",
        "pages": "3897--3907",
        "pmid": "34541864",
        "doi": "10.1200/a_b",
        "url": "https://example.org/a_b%20{c}",
    }
    assert "".join(lines([reference])) == (
        "@article{mulcahy-2021,\n"
        "\tauthor = {Mulcahy, MF and van Hazel, Jr, GA and {Food and Drug Administration} and others},\n"
        "\ttitle = {Glass \\& resin: 50\\% \\textbraceleft{}or not\\textbraceright{}, p\\_1 < \\$5 \\#2 "
        "\\textasciitilde{} \\textasciicircum{} \\textbackslash{}},\n"
        "\tjournal = {J Clin Oncol},\n"
        "\tyear = {2021},\n"
        "\tvolume = {39},\n"
        "\tnumber = {35},\n"
        "\tpages = {3897-{}-3907},\n"
        "\tpmid = {34541864},\n"
        "\tdoi = {10.1200/a_b},\n"
        "\turl = {https://example.org/a_b%20%7Bc%7D}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("values", "kind_of_entry", "fields"),
    [
        ({"journal": "Lancet"}, "article", {"journal": "Lancet"}),
        ({}, "misc", {}),
        ({"kind": "guideline", "journal": "Lancet"}, "article", {"journal": "Lancet", "type": "Guideline"}),
        ({"kind": "web", "accessed": "June 5, 2024"}, "misc", {"type": "Web page", "urldate": "June 5, 2024"}),
        (
            {"kind": "assessment", "publisher": "AHRQ"},
            "techreport",
            {"institution": "AHRQ", "type": "Technology assessment"},
        ),
        ({"online_year": "2020"}, "misc", {"year": "2020"}),
        ({"year": "2021", "online_year": "2020"}, "misc", {"year": "2021"}),
    ],
)
def test_each_kind_of_work(values, kind_of_entry, fields):
    (found,) = read("".join(lines([EMPTY | values])))
    assert (found.entry_type, {field.key: field.value for field in found.fields}) == (kind_of_entry, fields)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Mulcahy MF", "Mulcahy, MF"),
        ("van Hazel GA", "van Hazel, GA"),
        ("Muñoz FMG", "Muñoz, FMG"),
        ("Smith J III", "Smith, III, J"),
        ("Lau W-Y", "Lau, W-Y"),
        ("Soydal Ç", "Soydal, Ç"),
        ("Gordon", "{Gordon}"),
        ("others", "{others}"),
        ("Food and Drug Administration", "{Food and Drug Administration}"),
        ("Surgery and Medicine AB", "{Surgery and Medicine AB}"),
        ("Smith, John", "{Smith, John}"),
        ("O'Neil {X} AB", r"O'Neil \textbraceleft{}X\textbraceright{}, AB"),
    ],
)
def test_names_of_people_and_of_groups(name, written):
    assert author(name) == written


def test_no_references_are_an_empty_file():
    assert "".join(lines([])) == ""


def test_keys_stay_apart_and_readable():
    assert entry_key("mulcahy-2021") == "mulcahy-2021"
    assert entry_key("a/b.c") == "a/b.c"
    assert len({entry_key(key) for key in ("a b", "a_b", "a,b", "a_20_b", "a{b")}) == 5
    (found,) = read("".join(lines([EMPTY | {"key": "a, {b}=", "title": "T"}])))
    assert found.key == entry_key("a, {b}=")


@given(st.text())
def test_escaped_text_reads_back(text):
    assert plain(escape(text)) == normal(text)


TEXT = st.text().map(normal)
FAMILY = st.from_regex(r"(van |de |O')?[A-ZÀ-Ý][a-zà-ÿ]{1,8}(-[A-Z][a-z]{1,5})?", fullmatch=True)
PERSON = st.builds(
    "{} {}{}".format, FAMILY, st.from_regex("[A-Z]{1,3}", fullmatch=True), st.sampled_from(["", " Jr", " III"])
)
GROUP = st.from_regex(r"[A-Z][a-z]{1,8}( and| of| &|,| \{x\})? [A-Z][a-z]{1,8}", fullmatch=True)
REFERENCE = st.fixed_dictionaries(
    {
        "key": st.from_regex(r"[a-z0-9][a-z0-9.\-/]*", fullmatch=True),
        "kind": st.sampled_from(ReferenceKind.values),
        "authors": st.lists(PERSON | GROUP, max_size=4),
        "authors_et_al": st.booleans(),
        "year": st.from_regex("[0-9]{4}|", fullmatch=True),
        "online_year": st.just(""),
        "doi": st.from_regex(r"10\.[0-9]{4}/[A-Za-z0-9._;()/-]{1,20}|", fullmatch=True),
        "url": st.from_regex(r"https://[a-z]{1,9}\.org/[A-Za-z0-9_%#~&=?,-]{0,20}|", fullmatch=True),
        **dict.fromkeys(
            ("title", "journal", "volume", "issue", "pages", "publisher", "pmid", "accessed", "abstract"), TEXT
        ),
        "keywords": st.lists(st.sampled_from(["Liver", "5% {x}"]), max_size=2),
    }
)
FIELDS = {
    "title": "title",
    "journal": "journal",
    "year": "year",
    "volume": "volume",
    "number": "issue",
    "pages": "pages",
    "pmid": "pmid",
    "urldate": "accessed",
    "abstract": "abstract",
}


@given(st.lists(REFERENCE, max_size=3, unique_by=lambda reference: reference["key"]))
def test_what_is_written_reads_back(references):
    found = read("".join(lines(references)))
    assert [entry.key for entry in found] == [reference["key"] for reference in references]
    for entry, reference in zip(found, references, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        for name, source in FIELDS.items():
            assert plain(fields.get(name, "")) == reference[source]
        publisher = "institution" if entry.entry_type == "techreport" else "publisher"
        assert plain(fields.get(publisher, "")) == reference["publisher"]
        assert (fields.get("doi", ""), fields.get("url", "")) == (reference["doi"], reference["url"])
        others = ["others"] if reference["authors_et_al"] else []
        assert names_in(fields.get("author", "")) == reference["authors"] + others
