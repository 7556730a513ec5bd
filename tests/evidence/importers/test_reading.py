"""Every format in every encoding and with every line end; faults among sound neighbours; reading on from any record."""

import codecs
import io

import pytest

from evidence.importers.reading import SAYS_NOTHING, opened
from evidence.importers.records import FailedRecord, ParsedRecord
from tests.evidence.importers.files import LETTER, REVIEW, TRIAL, WORKS, WRITERS, written

FORMATS = sorted(WRITERS)
ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with its mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "cp1252": lambda text: text.encode("cp1252"),
    "utf-16, little end first": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16, big end first": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "utf-32": lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
}
LINE_ENDS = {"unix": "\n", "windows": "\r\n", "old mac": "\r"}
FIELDS = ("title", "journal", "year", "volume", "issue", "pages", "doi", "pmid", "abstract")


def records(data: bytes) -> list:
    return list(opened(data).records())


def titles(data: bytes | str) -> list[str]:
    """Of what was read; of what was not, the reason in brackets."""
    data = data.encode() if isinstance(data, str) else data
    return [record.title if isinstance(record, ParsedRecord) else f"[{record.reason}]" for record in records(data)]


@pytest.mark.parametrize("ends", LINE_ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reads_alike_in_every_encoding_and_with_every_line_end(form, encoding, ends):
    file = opened(ENCODINGS[encoding](written(form).replace("\n", LINE_ENDS[ends])))
    assert file.format == form
    found = list(file.records())
    assert [{name: getattr(record, name) for name in FIELDS} for record in found] == [
        {name: work[name] for name in FIELDS} for work in WORKS
    ]
    assert [list(record.authors) for record in found] == [work["authors"] for work in WORKS]
    assert all(record.keywords == ("Liver", "Yttrium") for record in found)
    assert all(record.remarks == () for record in found)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pubmed-xml"])
def test_a_tag_nobody_knows_is_kept(form):
    for record in records(written(form).encode()):
        assert record.more.get("ZZ", record.more.get("zz")) == ("kept",)


@pytest.mark.parametrize("ends", LINE_ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", FORMATS)
def test_reading_goes_on_from_any_record_to_the_same_end(form, encoding, ends):
    data = ENCODINGS[encoding](written(form).replace("\n", LINE_ENDS[ends]))
    whole = records(data)
    for done, record in enumerate(whole, 1):
        assert list(opened(data).records(record.after)) == whole[done:]


@pytest.mark.parametrize("form", FORMATS)
def test_a_record_knows_its_line_and_its_own_text(form):
    text = written(form)
    for record, work in zip(records(text.encode()), WORKS, strict=True):
        own = WRITERS[form](work)
        assert record.raw.strip() == own.strip()
        assert text.split("\n")[record.line - 1] == own.split("\n")[0]


@pytest.mark.parametrize("form", FORMATS)
def test_text_between_records_is_no_record(form):
    between = "\nRecord #2 of 3\nProvider: somebody\n\n"
    if form == "nbib":  # where a record ends only where the next begins
        between = "\n\n"
    assert titles(written(form, between=between)) == [work["title"] for work in WORKS]


@pytest.mark.parametrize("form", FORMATS)
def test_a_record_without_title_and_identifier_fails_alone_with_its_line(form):
    text = written(form, [TRIAL, TRIAL | {"title": "", "doi": "", "pmid": ""}, LETTER])
    if form == "nbib":
        text = text.replace("PMID- \n", "PMID- 0\n")
    found = records(text.encode())
    assert [type(record) for record in found] == [ParsedRecord, FailedRecord, ParsedRecord]
    assert (found[1].reason, found[1].line) == (SAYS_NOTHING, text[: text.index(found[1].raw)].count("\n") + 1)


@pytest.mark.parametrize("form", ["ris", "web-of-science"])
def test_a_record_that_is_not_closed_ends_where_the_next_begins(form):
    end = {"ris": "ER  - \n", "web-of-science": "ER\n"}[form]
    found = records(written(form).replace(end, "", 2).encode())
    assert [record.title for record in found] == [work["title"] for work in WORKS]
    assert [bool(record.remarks) for record in found] == [True, True, False]


@pytest.mark.parametrize("form", ["ris", "web-of-science"])
def test_a_record_without_its_first_line_is_read_and_says_so(form):
    begin = {"ris": "TY  - JOUR\n", "web-of-science": "PT J\n"}[form]
    text = written(form, [TRIAL]) + WRITERS[form](REVIEW).replace(begin, "") + WRITERS[form](LETTER)
    found = records(text.replace("EF\n", "").encode())
    assert [(record.title, bool(record.remarks)) for record in found] == [
        (TRIAL["title"], False),
        (REVIEW["title"], True),
        (LETTER["title"], False),
    ]


def test_a_file_put_together_of_two_encodings_is_read_record_by_record():
    data = written("ris", [TRIAL]).encode() + codecs.BOM_UTF8 + written("ris", [LETTER]).encode("cp1252")
    assert [record.authors[0] for record in records(data)] == ["Müller A", "Østby Q"]


def test_nul_characters_do_not_reach_what_is_kept():
    found = records(written("ris").replace("A review", "A re\0view").encode())
    assert not any("\0" in record.title + record.raw for record in found)


def test_a_record_that_never_ends_fails_and_is_not_kept_whole(monkeypatch):
    monkeypatch.setattr("evidence.importers.fields.MOST_CHARACTERS", 1_000)
    endless = TRIAL | {"abstract": "x" * 5_000}
    assert titles(written("bibtex", [REVIEW, endless, LETTER])) == [
        REVIEW["title"],
        "[This record does not end within 1,000 characters.]",
        LETTER["title"],
    ]


def test_a_fault_of_ours_fails_one_record_and_not_the_file(monkeypatch, caplog):
    from evidence.importers import ris

    read_record = ris.record_of

    def faulty(tags):
        if tags["TI"] == ["A review of it"]:
            raise IndexError
        return read_record(tags)

    monkeypatch.setattr(ris, "record_of", faulty)
    assert titles(written("ris")) == [TRIAL["title"], "[This record could not be read.]", LETTER["title"]]
    assert "a record that begins on line" in caplog.text


def test_the_file_stays_open_and_is_read_from_where_it_is_asked_to():
    handle = io.BytesIO(written("ris").encode())
    file = opened(handle)
    assert list(file.records()) == list(file.records())
    assert not handle.closed
