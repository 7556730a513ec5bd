"""A whole year of one policy, as its people click it: from "due" to the committee's packet, and into the next year."""

import io
import re
from datetime import date, timedelta

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import accessibility_faults
from tests.browser.steps import class_the_change, publish, send_to, sign, tab, write_in_the_editor
from tests.processes import wait_until

POLICY = "Radioembolization with Yttrium-90 Microspheres"
KEY = "quartz-c-6-24"
REVIEW, NEXT = f"{KEY}/review-1", f"{KEY}/review-2"
TODAY = date.today()
EFFECT, NEXT_DUE = TODAY + timedelta(days=90), TODAY + timedelta(days=365)
RESIN, GLASS = "Resin microspheres in colorectal metastases", "Glass microspheres in hepatocellular carcinoma"
SURGERY, SERIES, COSTS = "Resection of liver metastases", "Twelve cases of holmium microspheres", "Costs of two centres"
# MEDLINE as PubMed exports it; the first work stands in it twice.
RECORDS = [("91000001", RESIN), ("91000002", GLASS), ("91000003", SURGERY), ("91000004", SERIES), ("91000005", COSTS)]
WAS, IS = "Unresectable", "Unresectable, as a tumour board finds"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def medline() -> bytes:
    records = [
        f"PMID- {pmid}\nOWN - NLM\nDP  - 2025 Mar\nTI  - {title}.\nAB  - Of the liver, with microspheres.\n"
        f"FAU - Reader, Anna\nAU  - Reader A\nLA  - eng\nPT  - Journal Article\nJT  - Journal of Livers\n"
        for pmid, title in [*RECORDS, RECORDS[0]]
    ]
    return "\n".join(records).encode()


@pytest.fixture(scope="module")
def site(own_site):
    return own_site


def to(page: Page, name: str) -> None:
    """Another page of the review."""
    page.get_by_role("navigation", name="The review").get_by_role("link", name=name, exact=True).click()


def open_the_review(page: Page) -> None:
    page.goto(f"/policies/{KEY}/")
    page.get_by_role("link", name="Open a review").click()
    page.get_by_label("Due on").fill(str(TODAY + timedelta(days=60)))
    page.get_by_role("button", name="Open the review").click()
    page.get_by_role("link", name="Write it, and the due date").click()
    page.get_by_label("Question").fill("Does radioembolization lengthen life in liver tumours?")
    page.get_by_label("What is included and excluded").fill("Comparative studies of adults.")
    page.get_by_label("Terms to mark").fill("microspheres")
    page.get_by_label("two; the second sees nothing of the first").check()
    page.get_by_role("button", name="Keep").click()
    for name, task in (("wilma", "Writer"), ("rhea", "Reader"), ("rolf", "Reader"), ("wilma", "Third reader")):
        asking = page.locator("form", has=page.get_by_role("button", name="Ask them"))
        asking.locator("[name=name]").select_option(name)
        asking.locator("[name=task]").select_option(label=task)
        asking.get_by_role("button", name="Ask them").click()
    assert accessibility_faults(page) == []


def search_the_literature(page: Page) -> None:
    to(page, "Literature")
    page.get_by_text("Add a strategy", exact=True).click()
    adding = page.locator("details.adding", has_text="Add a strategy")
    adding.locator("[name=source]").select_option("PubMed")
    adding.get_by_label("Query").fill("radioembolization[tiab] OR SIRT[tiab]")
    adding.get_by_role("button", name="Add the strategy").click()
    strategy = page.locator("article.strategy")
    strategy.get_by_text("Record a search").click()
    strategy.get_by_label("Found, as the database told").fill("6")
    strategy.get_by_role("button", name="Record the search").click()
    page.get_by_role("link", name=re.compile("^Import a file")).click()
    page.get_by_label("File that the database exported").set_input_files(
        {"name": "pubmed.nbib", "mimeType": "text/plain", "buffer": medline()}
    )
    page.get_by_role("button", name="Import the file").click()
    wait_until(lambda: page.reload() and page.get_by_text("records in the file").count(), what="the worker's import")
    expect(page.locator("main")).to_contain_text("6 records in the file: 5 new, 1 known")


def judge(page: Page, stage: str, words: dict[str, str]) -> None:
    """`words`: what is said of each work, by its title: Include, or the reason for which it is excluded."""
    page.goto(f"/reviews/{REVIEW}/screening/?stage={stage}&show=mine&order=found")
    page.get_by_role("link", name="Judge these").click()
    for _ in words:
        title = page.get_by_role("heading", level=1).inner_text().removesuffix(".")
        word = words[title]
        if word == "Include":
            page.get_by_role("button", name="Include").click()
        else:
            page.locator("details.exclude > summary").click()
            page.get_by_role("button", name=word).click()
        expect(page.locator("main")).to_contain_text(f"“{title}")


def screen(rhea: Page, rolf: Page, wilma: Page) -> None:
    wilma.goto(f"/reviews/{REVIEW}/")
    wilma.get_by_role("button", name="Begin screening").click()
    same = {RESIN: "Include", GLASS: "Include", SURGERY: "Wrong intervention", COSTS: "Include"}
    judge(rhea, "title_abstract", same | {SERIES: "Include"})
    judge(rolf, "title_abstract", same | {SERIES: "Wrong study design"})
    wilma.goto("/reviews/mine/")
    expect(wilma.locator("main")).to_contain_text("1 conflict")
    wilma.goto(f"/reviews/{REVIEW}/screening/?show=conflicts")
    row = wilma.get_by_role("row", name=re.compile(SERIES))
    expect(row).to_contain_text("rhea: Include")
    expect(row).to_contain_text("rolf: Exclude, wrong study design")
    row.get_by_role("link").first.click()
    wilma.get_by_text("Note, look again").click()
    wilma.get_by_label("Look again next year").check()
    wilma.locator("details.exclude > summary").click()
    wilma.get_by_role("button", name="Wrong study design").click()


def read_full_texts(rhea: Page, rolf: Page, wilma: Page) -> None:
    wilma.goto(f"/reviews/{REVIEW}/full-texts/")
    for title in (RESIN, GLASS, COSTS):
        row = wilma.get_by_role("row", name=re.compile(title))
        row.locator("input[type=file]").set_input_files(
            {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    wilma.get_by_role("button", name="Add the chosen files").click()
    expect(wilma.get_by_role("row", name=re.compile(RESIN))).to_contain_text("Obtained")
    words = {RESIN: "Include", GLASS: "Include", COSTS: "No outcome of interest"}
    judge(rhea, "full_text", words)
    judge(rolf, "full_text", words)


def the_flow_adds_up(page: Page) -> None:
    page.goto(f"/reviews/{REVIEW}/")
    page.get_by_role("button", name="End screening, begin drafting").click()
    to(page, "Flow")
    counts = page.request.get(f"/api/v1/review-cycles/{REVIEW}/").json()["flow"]
    searched = counts["searched"]
    assert [source["count"] for source in searched["identified"]] == [6]
    assert {name: count for name, count in searched["removed"].items() if count} == {"duplicates": 1}
    assert (searched["screened"], searched["excluded"], searched["sought"]) == (5, 2, 3)
    assert (searched["assessed"], searched["reasons"], searched["included"]) == (3, {"outcome": 1}, 2)
    assert counts["new"]["reports"] == counts["total"]["reports"] == 2
    expect(page.locator("main")).to_contain_text("No outcome of interest")
    assert accessibility_faults(page) == []


def check_other_sources(page: Page) -> None:
    to(page, "Other sources")
    checklist = page.locator("#checklist")
    expect(checklist.get_by_role("button", name="Nothing new today").first).to_be_visible()
    while (buttons := checklist.get_by_role("button", name="Nothing new today")).count():
        left = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)
    total = checklist.get_by_role("button", name="Undo").count()
    expect(page.locator("#checklist-title")).to_contain_text(f"{total} of {total} checked")
    assert total > 3


def say_why_there_is_no_evidence(page: Page, *statements: str) -> None:
    for name in statements:
        tab(page, "Evidence")
        page.get_by_role("table").get_by_role("link", name=name, exact=True).click()
        reasons = page.locator("form.reason-form", has=page.locator("[name=reason]"))
        for number in range(reasons.count()):
            reasons.nth(number).get_by_role("textbox").fill("The payer names none.")
            with page.expect_response(lambda answer: "/evidence/reason/" in answer.url):
                reasons.nth(number).get_by_role("button").click()
        expect(reasons.last.get_by_role("textbox")).to_have_value("The payer names none.")


def write_and_publish(page: Page, ada: Page, alan: Page) -> None:
    page.goto(f"/reviews/{REVIEW}/")
    page.get_by_role("link", name="What the review brings").click()
    page.get_by_role("button", name="Write the draft").click()
    expect(page.get_by_text("The draft of this review is begun.")).to_be_visible()
    page.goto(f"/drafts/{KEY}/v2/")
    write_in_the_editor(page, WAS, IS)
    say_why_there_is_no_evidence(page, "Statement 1", "Statement 2")
    class_the_change(page, "Tightened", "A board has to find it.")
    send_to(page, "ada", "alan")
    page.goto(f"/reviews/{REVIEW}/")
    page.get_by_role("button", name="Put to the committee").click()
    sign(ada, POLICY)
    sign(alan, POLICY)
    page.goto(f"/drafts/{KEY}/v2/publishing/")
    publish(page, effective_on=EFFECT, next_review_on=NEXT_DUE, history="Reviewed; a board is asked for.")


def read_the_packet(page: Page) -> None:
    page.goto(f"/reviews/{REVIEW}/packet/")
    packet = page.locator("article.paper")
    for told in ("lengthen life", "radioembolization[tiab]", COSTS, "No outcome of interest", "tumour board", "ada"):
        expect(packet).to_contain_text(told)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save for Word").click()
    found = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    told = "\n".join([each.text for each in found.paragraphs] + cells_of(found))
    assert COSTS in told
    assert "Tightened" in told


def cells_of(document) -> list[str]:
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def close_and_open_the_next(page: Page) -> None:
    page.goto(f"/reviews/{REVIEW}/close/")
    closing = page.locator("form", has=page.locator("input[name=how][value=close]"))
    expect(closing).to_contain_text("Revised")
    closing.get_by_label("Next review due on").fill(str(NEXT_DUE))
    closing.get_by_label("Open the next annual review at once").check()
    closing.get_by_role("button", name="Close the review").click()
    page.goto(f"/reviews/{NEXT}/")
    expect(page.locator("main")).to_contain_text("2 included, 3 excluded; 1 to be looked at again this time")
    expect(page.locator("main")).to_contain_text(str(NEXT_DUE))
    to(page, "Screening")
    row = page.get_by_role("row", name=re.compile(SERIES))
    expect(row).to_contain_text(f"Excluded in {TODAY.year}: wrong study design")


def test_from_due_to_the_packet_and_into_the_next_year(site, page, new_page, sign_in):
    people = {"rhea": "Reviewer", "rolf": "Reviewer", "ada": "Approver", "alan": "Approver"}
    pages = {name: new_page() for name in people}
    sign_in(page, "Writer", "wilma")
    for name, role in people.items():
        sign_in(pages[name], role, name)
    open_the_review(page)
    search_the_literature(page)
    screen(pages["rhea"], pages["rolf"], page)
    read_full_texts(pages["rhea"], pages["rolf"], page)
    the_flow_adds_up(page)
    check_other_sources(page)
    write_and_publish(page, pages["ada"], pages["alan"])
    read_the_packet(page)
    close_and_open_the_next(page)
    ended = page.request.get(f"/api/v1/review-cycles/{REVIEW}/").json()
    assert (ended["state"], ended["outcome"], ended["next_due_on"]) == ("closed", "revised", str(NEXT_DUE))
