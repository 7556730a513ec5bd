"""The packet as page, DOCX and PDF: for members only, with everything in it, and made anew only where it differs."""

import io

import docx
import pypdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from audit.roles import APPROVER, READER, WRITER
from policies.paper.content import Figure, texts
from policies.paper.files import TYPES
from reviews.models import ReviewCycle
from reviews.packet.reading import packet_of
from tests.policies.paper.papers import squeezed
from tests.policies.paper.test_docx import lines
from tests.reviews import world as reviews
from tests.reviews.packet import world

PAGES = ["packet/", "packet.docx", "packet.pdf"]
ADDRESS = "/reviews/bcbsma-292/review-1/"

pytestmark = [pytest.mark.usefixtures("starter_base"), pytest.mark.walk]


@pytest.fixture
def writer(client, account):
    user = account(WRITER)
    client.force_login(user)
    return user


@pytest.fixture
def cycle(writer, account) -> ReviewCycle:
    return world.whole_review(writer, account(APPROVER, "ann"), account(APPROVER, "bob"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["open", "closed"])
def test_only_members_read_it_even_of_a_closed_review(client, writer, account, page, state):
    reviews.opened(writer)
    if state == "closed":
        ReviewCycle.objects.update(state="closed", outcome="deferred", closed_on="2026-11-20")
    assert client.get(f"{ADDRESS}{page}").status_code == 200
    client.force_login(account(READER))
    assert client.get(f"{ADDRESS}{page}").status_code == 404
    client.logout()
    assert client.get(f"{ADDRESS}{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", ["nothing", "a%00b"])
def test_a_review_that_is_not_there_is_a_page_that_says_so(client, writer, page, key):
    assert client.get(f"/reviews/{key}/{page}").status_code == 404


def test_the_page_leads_to_its_sections_its_files_and_what_it_rests_on(client, cycle):
    page = client.get(f"{ADDRESS}packet/").content.decode()
    for anchor in ("question", "flow", "evidence", "plots", "signoffs"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    for each in PAGES[1:]:
        assert f'href="{ADDRESS}{each}"' in page
    assert '<a href="/studies/mulcahy-2021/' in page
    assert '<a href="/drafts/bcbsma-292/v2/">' in page
    assert "For members only" in page


def test_words_put_in_and_taken_away_are_marked_for_eyes_and_ears(client, cycle):
    page = client.get(f"{ADDRESS}packet/").content.decode()
    assert '<del><span class="hidden"> [taken away: </span>Limited<span class="hidden">] </span></del>' in page
    assert '<ins><span class="hidden"> [put in: </span>limited<span class="hidden">] </span></ins>' in page


def test_drawings_stand_in_the_page_light_and_dark_and_it_may_show_them(client, cycle):
    answer = client.get(f"{ADDRESS}packet/")
    page = answer.content.decode()
    assert page.count('<img src="data:image/svg+xml;base64,') == 7
    assert page.count('(prefers-color-scheme: dark)" srcset="data:image/svg+xml;base64,') == 7
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
    assert "data:" not in client.get(ADDRESS).headers["Content-Security-Policy"]


def test_every_text_stands_in_the_docx_in_order(client, cycle, writer):
    made = docx.Document(io.BytesIO(client.get(f"{ADDRESS}packet.docx").content))
    whole, at = "\n".join(lines(made)), 0
    for text in list(texts(packet_of(cycle, writer, world.DAY)))[2:]:
        if text == str(world.DAY):  # the day it is made is today
            continue
        found = whole.find(text, at)
        assert found >= at, text
        at = found


def test_the_docx_turns_for_wide_tables_lists_its_sections_and_tells_what_each_drawing_is(client, cycle, writer):
    made = docx.Document(io.BytesIO(client.get(f"{ADDRESS}packet.docx").content))
    paper = packet_of(cycle, writer, world.DAY)
    turns = [section.orientation == WD_ORIENT.LANDSCAPE for section in made.sections]
    assert turns == [leaf.is_wide for leaf in paper.leaves]
    assert turns.count(True) >= 2
    for section in made.sections:
        assert (section.page_width > section.page_height) == (section.orientation == WD_ORIENT.LANDSCAPE)
        assert section.header.paragraphs[0].text.endswith("For members only")
    listed = [link.get(qn("w:anchor")) for link in made.element.body.iter(qn("w:hyperlink"))]
    marked = [mark.get(qn("w:name")) for mark in made.element.body.iter(qn("w:bookmarkStart"))]
    assert listed == marked
    assert len(listed) == len(paper.sections)
    described = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert described == [block.alternative for block in paper.body if isinstance(block, Figure)]


def test_the_pdf_holds_every_text_on_pages_that_turn(client, cycle, writer):
    reader = pypdf.PdfReader(io.BytesIO(client.get(f"{ADDRESS}packet.pdf").content))
    whole = squeezed("".join(page.extract_text() for page in reader.pages))
    told = [text for text in texts(packet_of(cycle, writer, world.DAY)) if text != str(world.DAY)]
    lost = [text for text in told if squeezed(text) not in whole]
    # A text that runs over a page has that page's foot and head in its middle.
    torn = [text for text in lost if len(text) > 80 and all(squeezed(word) in whole for word in text.split())]
    assert [text for text in lost if text not in torn] == []
    assert len(torn) < 10
    wide = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert any(wide)
    assert not all(wide)
    assert len(reader.outline) > 0
    assert "For members only" in reader.pages[-1].extract_text()


@pytest.mark.parametrize("form", TYPES)
def test_a_file_is_named_after_its_review_and_not_made_again(client, writer, monkeypatch, form):
    reviews.opened(writer)
    answer = client.get(f"{ADDRESS}packet.{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="bcbsma-292-review-1-packet.{form}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"
    monkeypatch.setattr(f"policies.paper.{form}.{form}", None)  # to be called is to fail
    again = client.get(f"{ADDRESS}packet.{form}", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_typed_is_never_read_as_html(client, writer):
    reviews.opened(writer)
    ReviewCycle.objects.update(question="<script>x</script> & more")
    page = client.get(f"{ADDRESS}packet/").content.decode()
    assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in page
    assert "<script>x" not in page
