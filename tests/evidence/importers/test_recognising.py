import gzip
import io
import zipfile

import pytest

from evidence.importers.reading import opened
from evidence.importers.recognising import WHAT_TO_DO
from evidence.importers.records import NotALiteratureFile
from tests.evidence.importers.files import WRITERS, written


def zipped(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "text")  # without the time, which would name another test each time
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b" \r\n\r\n", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b"%PDF-1.7\n", "This is a PDF."),
        (zipped("word/document.xml"), "This is a Word document."),
        (zipped("xl/workbook.xml"), "This is an Excel workbook."),
        (zipped("results.ris"), "This is a zip archive: unpack it first."),
        (gzip.compress(b"TY  - JOUR\n", mtime=0), "This is a compressed file (gzip): unpack it first."),
        (b"{\\rtf1 TY  - JOUR", "This is a formatted text (RTF)."),
        (b"<!DOCTYPE html>\n<html>\nTY  - JOUR\nER  - \n</html>", "This is a web page (HTML), not the file it offers."),
        (b'<?xml version="1.0"?><xml><records></records></xml>', "This is EndNote's XML: choose RIS there."),
        (b'<?xml version="1.0"?><studies/>', "This is XML, but not PubMed's."),
        (b'{"protocolSection": {}}', "This is JSON."),
        (b"34541864\n29459515\n", "This is a list of numbers: in PubMed, save in the format PubMed."),
        (b"%0 Journal Article\n%T A title\n", "This is EndNote's own export (enw): choose RIS there."),
        (b"PMID,Title,Authors\n1,A,B\n", "This is a table (CSV)."),
        (bytes(range(256)) * 40, "This is no text file."),
        (b"Dear colleague, here are the results.\n", "No record of a format that is read here stands in this file."),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_what_to_do(data, said):
    with pytest.raises(NotALiteratureFile, match="Export the search results") as refusal:
        opened(data)
    assert str(refusal.value) == f"{said} {WHAT_TO_DO}"


@pytest.mark.parametrize("form", sorted(WRITERS))
@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.nbib", "a.xml", "a.pdf", ""])
def test_the_content_counts_and_not_the_name(form, name):
    assert opened(written(form).encode(), name).format == form


def test_the_name_helps_to_say_what_is_missing():
    with pytest.raises(NotALiteratureFile, match="The name says RIS, but no record of that format"):
        opened(b"nothing\n", "results.RIS")


def test_tagged_lines_without_a_first_line_are_ris():
    assert opened(b"AU  - Ng, P\nTI  - A title\nPY  - 2020\nER  - \n").format == "ris"


def test_pubmed_xml_without_an_article_holds_no_record():
    assert list(opened(b"<?xml version='1.0'?><PubmedArticleSet></PubmedArticleSet>").records()) == []
