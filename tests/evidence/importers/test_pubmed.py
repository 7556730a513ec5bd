"""PubMed's two formats and Web of Science's."""

import pytest

from evidence.importers.nbib import record_of
from evidence.importers.reading import opened
from evidence.importers.records import FailedRecord, ParsedRecord
from tests.evidence.importers.files import LETTER, TRIAL, WORKS, pubmed_xml, written


def xml(inside: str) -> ParsedRecord:
    (record,) = opened(f"<PubmedArticleSet>{inside}</PubmedArticleSet>".encode()).records()
    return record


def article(inside: str = "", behind: str = "") -> ParsedRecord:
    return xml(
        f"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>{inside}</Article></MedlineCitation>{behind}</PubmedArticle>"
    )


@pytest.mark.parametrize(
    ("inside", "name", "value"),
    [
        ("<ArticleTitle>TNF-<i>α</i> &amp; H<sub>2</sub>O</ArticleTitle>", "title", "TNF-α & H2O"),
        (
            "<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Titel</VernacularTitle>",
            "title",
            "Titel",
        ),
        (
            "<Abstract><AbstractText Label='AIM'>To see.</AbstractText>"
            "<AbstractText Label='RESULT'>Seen.</AbstractText></Abstract>",
            "abstract",
            "AIM: To see. RESULT: Seen.",
        ),
        ("<AuthorList><Author><CollectiveName>A Group</CollectiveName></Author></AuthorList>", "authors", ("A Group",)),
        (
            "<AuthorList><Author><LastName>Ng</LastName><Initials>A</Initials><Suffix>Jr</Suffix></Author></AuthorList>",
            "authors",
            ("Ng A Jr",),
        ),
        ('<AuthorList CompleteYN="N"></AuthorList>', "authors_et_al", True),
        ('<ELocationID EIdType="doi" ValidYN="N">10.1/x</ELocationID>', "doi", ""),
        (
            "<Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue>"
            "</Journal>",
            "year",
            "1998",
        ),
        (
            "<PublicationTypeList><PublicationType>Practice Guideline</PublicationType></PublicationTypeList>",
            "kind",
            "guideline",
        ),
        (
            "<DataBankList><DataBank><AccessionNumberList><AccessionNumber>NCT01482442</AccessionNumber>"
            "</AccessionNumberList></DataBank></DataBankList>",
            "identifiers",
            (("nct", "NCT01482442"),),
        ),
    ],
)
def test_xml_articles(inside, name, value):
    assert getattr(article(inside), name) == value


def test_xml_identifiers_are_the_articles_own_and_not_those_it_cites():
    ids = (
        "<ArticleIdList><ArticleId IdType='doi'>{}</ArticleId><ArticleId IdType='pmc'>PMC{}</ArticleId></ArticleIdList>"
    )
    cited = f"<ReferenceList><Reference>{ids.format('10.1000/cited', 8)}</Reference></ReferenceList>"
    record = article(behind=f"<PubmedData>{cited}{ids.format('10.1000/own', 7)}</PubmedData>")
    assert (record.doi, record.pmcid) == ("10.1000/own", "PMC7")


def test_xml_book_and_chapter():
    book = "<Book><BookTitle>The Book</BookTitle><PubDate><Year>2015</Year></PubDate><Isbn>9780309376662</Isbn></Book>"
    whole = xml(f"<PubmedBookArticle><BookDocument><PMID>5</PMID>{book}</BookDocument></PubmedBookArticle>")
    part = xml(
        f"<PubmedBookArticle><BookDocument>{book}<ArticleTitle>A part</ArticleTitle></BookDocument></PubmedBookArticle>"
    )
    assert (whole.title, whole.journal, whole.year, whole.identifiers) == (
        "The Book",
        "",
        "2015",
        (("isbn", "9780309376662"),),
    )
    assert (part.title, part.journal) == ("A part", "The Book")


def test_xml_retractions_are_kept():
    notice = "<RefSource>Gut 2020</RefSource><PMID>9</PMID>"
    notice = f"<CommentsCorrections RefType='RetractionIn'>{notice}</CommentsCorrections>"
    record = xml(
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><CommentsCorrectionsList>"
        f"{notice}</CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )
    assert record.more == {"RetractionIn": ("Gut 2020 9",)}


@pytest.mark.parametrize(
    "faulty",
    [
        pubmed_xml(TRIAL).replace("</ArticleTitle>", ""),
        pubmed_xml(TRIAL).replace("</PubmedArticle>", ""),
        pubmed_xml(TRIAL).replace("better", "better &nothing;"),
        "<PubmedArticle></PubmedArticle>\n",
    ],
)
def test_an_element_that_is_not_whole_fails_alone_with_its_line(faulty):
    text = written("pubmed-xml", [LETTER, LETTER]).replace("</PubmedArticle>\n<", f"</PubmedArticle>\n{faulty}<", 1)
    found = list(opened(text.encode()).records())
    assert [type(record) for record in found] == [ParsedRecord, FailedRecord, ParsedRecord]
    assert text.split("\n")[found[1].line - 1] == faulty.split("\n")[0]


def test_an_entity_of_the_files_own_opens_nothing(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>\n<PubmedArticleSet>'
    text = head + pubmed_xml(TRIAL).replace("better", "&e;") + "</PubmedArticleSet>"
    assert "a secret" not in str(list(opened(text.encode()).records()))


@pytest.mark.parametrize("longest", [7, 50, 333, 100_000])
def test_a_file_on_one_line_is_read_in_pieces_of_any_size(longest, monkeypatch):
    monkeypatch.setattr("evidence.importers.text.LONGEST_LINE", longest)
    data = written("pubmed-xml").replace("\n", " ").encode()
    whole = list(opened(data).records())
    assert [record.title for record in whole] == [work["title"] for work in WORKS]
    assert list(opened(data).records(whole[0].after)) == whole[1:]


@pytest.mark.parametrize(
    ("tags", "name", "value"),
    [
        ({"BTI": ["A book"]}, "title", "A book"),
        ({"AU": ["Ng A"], "CN": ["A Group"]}, "authors", ("Ng A", "A Group")),
        ({"FAU": ["Ng, Ann"]}, "authors", ("Ng Ann",)),
        ({"DP": ["2002 Sep"]}, "year", "2002"),
        ({"AID": ["S1 [pii]", "10.1000/X [doi]"]}, "doi", "10.1000/x"),
        ({"PMC": ["PMC1373603"]}, "pmcid", "PMC1373603"),
        ({"SI": ["ClinicalTrials.gov/NCT01482442"]}, "identifiers", (("nct", "NCT01482442"),)),
        ({"MH": ["*Liver/drug effects"], "OT": ["Y-90"]}, "keywords", ("Liver/drug effects", "Y-90")),
        ({"PT": ["Journal Article", "Guideline"]}, "kind", "guideline"),
    ],
)
def test_nbib(tags, name, value):
    assert record_of(tags)[name] == value


def test_web_of_science_identifiers():
    text = "FN X\nVR 1.0\nPT J\nTI T\nUT WOS:000221\nSN 0006-2960\nEI 1520-4995\nPD JUN 8\nPY 2004\nER\n\nEF\n"
    (record,) = opened(text.encode()).records()
    assert record.identifiers == (("issn", "0006-2960"), ("issn", "1520-4995"), ("wos", "000221"))
    assert (record.published, record.year) == ("JUN 8 2004", "2004")
