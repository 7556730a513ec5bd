"""The committee's packet: from a review to one document, on the page, in Word and as PDF."""

import docx
import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, accessibility_faults

PACKET = "/reviews/bcbsma-292/review-1/packet/"
MAKE_REVIEW = """
from django.contrib.auth.models import Group, User
from tests.reviews.packet import world
def account(name, role):
    user, _ = User.objects.get_or_create(username=name)
    user.groups.add(Group.objects.get(name=role))
    return user
world.whole_review(account("wanda", "Writer"), account("ann", "Approver"), account("bob", "Approver"))
"""


@pytest.fixture(scope="module")
def site(own_site):
    own_site.manage("shell", "-v0", "-c", MAKE_REVIEW)
    return own_site


def test_from_a_review_to_its_packet_to_what_a_figure_rests_on(page, sign_in):
    sign_in(page, "Reviewer")
    page.goto("/reviews/bcbsma-292/review-1/")
    page.get_by_role("navigation", name="The review").get_by_role("link", name="Packet").click()
    expect(page.get_by_text("For members only")).to_be_visible()
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Forest plots").click()
    expect(page.get_by_role("heading", name="Forest plots")).to_be_in_viewport()
    drawing = page.get_by_role("img", name="Forest plot of 5 estimates")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("each => each.complete && each.naturalWidth") > 0
    expect(page.get_by_role("group", name="Changes with their classes").locator("ins").last).to_contain_text(
        "on imaging"
    )
    page.get_by_role("link", name="HR 0.48, 95% CI 0.28 to 0.82, p=0.006").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dhondt 2022")


def test_one_click_saves_it_for_word_and_one_as_pdf(page, sign_in, tmp_path):
    sign_in(page, "Reviewer")
    page.goto(PACKET)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save for Word").click()
    assert saving.value.suggested_filename == "bcbsma-292-review-1-packet.docx"
    saving.value.save_as(tmp_path / "packet.docx")
    headings = [p.text for p in docx.Document(tmp_path / "packet.docx").paragraphs if p.style.name == "Heading 1"]
    assert (headings[0], headings[-1]) == ("Question and criteria", "Sign-offs")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save as PDF").click()
    assert saving.value.suggested_filename == "bcbsma-292-review-1-packet.pdf"
    saving.value.save_as(tmp_path / "packet.pdf")
    assert "Page 1 of" in pypdf.PdfReader(tmp_path / "packet.pdf").pages[0].extract_text()


def test_a_reader_is_told_nothing_of_it(page, sign_in):
    sign_in(page, "Reader")
    page.goto(PACKET)
    expect(page.get_by_text("it is not for you to see")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, NARROW])
def test_the_packet_is_fit_for_everybody(new_page, sign_in, size, scheme):
    page = new_page(color_scheme=scheme, **({"viewport": size} if size else {}))
    sign_in(page, "Reviewer")
    page.goto(PACKET)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
