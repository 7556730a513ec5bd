import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.full_texts.kinds import DOCX, NotKept, is_shown, recognised
from evidence.full_texts.names import LONGEST, file_name, page_of
from tests.evidence.full_texts.files import PDF, archive, docx


@pytest.fixture
def told(tmp_path):
    def tell(content: bytes, name: str) -> str:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return recognised(path, name)

    return tell


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "paper.pdf", "application/pdf"),
        (b"\xef\xbb\xbf \n" + PDF, "Paper.PDF", "application/pdf"),
        (docx(), "paper.docx", DOCX),
        ("naïve – 90Y".encode(), "notes.txt", "text/plain; charset=utf-8"),
        ("naïve – 90Y".encode("cp1252"), "notes.txt", "text/plain; charset=windows-1252"),
        ("naïve".encode("utf-16"), "notes.txt", "text/plain; charset=utf-16"),
        (b"a" * 65535 + "é".encode(), "long.txt", "text/plain; charset=utf-8"),  # a sign cut by the end of a piece
    ],
)
def test_a_file_is_told_by_its_content(told, content, name, kind):
    assert told(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "paper.pdf", "is empty"),
        (PDF, "paper.txt", "is a PDF by its content"),
        (b"<html><script>alert(1)</script>", "paper.pdf", "is plain text by its content"),
        (b"<html></html>", "page.html", "its name must end in .txt"),
        (archive("a.txt"), "paper.docx", "is an archive"),
        (docx("word/vbaProject.bin"), "paper.docx", "holds macros"),
        (b"PK\x03\x04 and no more", "paper.docx", "is damaged"),
        (b"\x7fELF\x02\x01\x01\x00", "program.txt", "none of these"),
        (b"\xff\xfe\x00\xd8", "half.txt", "none of these"),
        (b"\x89PNG\r\n\x1a\n\x00", "figure.png", "none of these"),
        ("a\x00b".encode("utf-16"), "nul.txt", "none of these"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence(told, content, name, said):
    with pytest.raises(NotKept) as refusal:
        told(content, name)
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a"]))
def test_no_content_makes_it_fail(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("kinds") / "sent"
    path.write_bytes(content)
    try:
        kind = recognised(path, name)
    except NotKept:
        return
    if kind.startswith("text/plain"):
        assert "\x00" not in content.decode(kind.partition("charset=")[2])


def test_browsers_show_pdf_and_text_and_save_the_rest():
    assert is_shown("application/pdf")
    assert is_shown("text/plain; charset=utf-8")
    assert not is_shown(DOCX)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("paper.pdf", "paper.pdf"),
        ("C:\\papers\\a b.pdf", "a b.pdf"),
        ("../../etc/passwd", "passwd"),
        ("in\u202efdp.exe", "infdp.exe"),
        ("line\nfeed\x00.pdf", "linefeed.pdf"),
        ('quo"ted.pdf', "quo'ted.pdf"),
        ("..", "file"),
        ("", "file"),
        ("é\ud800.pdf", "é.pdf"),
    ],
)
def test_a_name_is_shown_as_its_last_part_without_what_cannot_be_seen(sent, shown):
    assert file_name(sent) == shown


@given(st.text(max_size=400))
def test_a_name_is_never_empty_never_long_and_keeps_its_ending(sent):
    name = file_name(sent)
    assert 0 < len(name) <= LONGEST
    assert file_name(name) == name
    assert file_name(f"{sent}x.pdf").endswith("x.pdf") or len(f"{sent}x") > LONGEST - 4
    assert file_name(f"{sent}x.pdf").endswith(".pdf")


@pytest.mark.parametrize(
    ("location", "page"),
    [
        ("p. 4, Table 2", 4),
        ("pp. 12-13", 12),
        ("Table 2, p.3899", 3899),
        ("page 7", 7),
        ("lines 718-720", None),
        ("Table 4", None),
        ("Supp. 4", None),
        ("", None),
    ],
)
def test_a_place_names_its_first_page(location, page):
    assert page_of(location) == page
