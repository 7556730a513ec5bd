"""Steps of writing, signing and publishing that several of these tests take, as people click them."""

import re
from datetime import date

from playwright.sync_api import Page, expect


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="The draft").get_by_role("link", name=name, exact=True).click()


def write_in_the_editor(page: Page, was: str, text: str) -> None:
    box = page.get_by_role("textbox", name="Text of B.1.a").first
    expect(box).to_have_value(was)
    box.fill(text)
    box.blur()
    expect(page.locator("#saving")).to_contain_text("Saved")


def class_the_change(page: Page, change_class: str, why: str) -> None:
    tab(page, "Publishing")
    page.get_by_text("Class it").click()
    page.get_by_role("combobox", name="Class", exact=True).select_option(change_class)
    page.get_by_label("Why; the proposal").fill(why)
    page.get_by_role("button", name="Class", exact=True).click()
    expect(page.get_by_text(f"Classed: {change_class.lower()}.")).to_be_visible()


def send_to(page: Page, *approvers: str) -> None:
    tab(page, "Signing")
    for name in approvers:
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Send to be signed").click()
    expect(page.get_by_text(f"Sent to be signed by {', '.join(approvers)}.")).to_be_visible()


def sign(page: Page, policy: str) -> None:
    page.get_by_role("link", name="Warrant", exact=True).click()
    waiting = page.get_by_role("region", name="Waiting for your signature")
    waiting.get_by_role("link", name=re.compile(policy)).click()
    page.get_by_role("radio", name="Approved", exact=True).check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Kept: approved.")).to_be_visible()


def publish(page: Page, *, effective_on: date, next_review_on: date, history: str) -> None:
    tab(page, "Publishing")
    page.get_by_label("Takes effect on").fill(str(effective_on))
    page.get_by_label("Next review").fill(str(next_review_on))
    page.get_by_label("Row of the history").fill(history)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"Published. It is in force from {effective_on} on.")).to_be_visible()
