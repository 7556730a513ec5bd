"""Study, document and policy pages carry their flags."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from evidence.models import Document, Flag, Measurement, Study
from tests.api_answers import queries_of
from tests.evidence.flag_world import accept, figure, make_flag

pytestmark = pytest.mark.walk


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_figure_of_every_flag_stands_where_its_link_leads(client, starter_base):
    pages: dict[str, str] = {}
    for flag in Flag.objects.all():
        for printed in flag.figures:
            address = urlsplit(printed["url"])
            assert address.path, (flag.rule, printed)
            page = pages.setdefault(address.path, page_of(client, address.path))
            if address.fragment:
                assert f'id="{unquote(address.fragment)}"' in page, (flag.rule, printed)


def test_a_figure_with_an_open_flag_is_marked_in_words_where_it_stands(client, starter_base):
    flagged = 0
    for flag in Flag.objects.exclude(study=None).select_related("study"):
        page = page_of(client, flag.study.get_absolute_url())
        for printed in flag.figures:
            if printed["kind"] in ("measurement", "effect"):
                cell = page[page.index(f'id="{printed["key"]}"') :]
                cell = cell[: cell.index("</td>")]
                assert f'class="flagged" href="/flags/{flag.fingerprint}/"' in cell
                assert flag.get_grade_display() in cell
                flagged += 1
    assert flagged > 20


def test_an_accepted_flag_leaves_no_mark_at_the_figure(client, starter_base):
    flag = Flag.objects.filter(rule="p_above_zero").select_related("study").first()
    address = flag.study.get_absolute_url()
    assert f'class="flagged" href="/flags/{flag.fingerprint}/"' in page_of(client, address)
    others = Flag.objects.filter(study=flag.study)
    for each in others:
        accept(each)
    page = page_of(client, address)
    assert 'class="flagged"' not in page
    assert "No open flag" in page
    assert f"{others.count()} accepted" in page


def block_of(page: str) -> str:
    return page[page.index('class="flags-in-short"') :].partition("</details>")[0]


def test_pages_count_their_open_flags_by_grade_and_lead_to_all_of_them(client, starter_base):
    document = Document.objects.get(key="med140")
    flags = Flag.objects.filter(documents=document)
    block = block_of(page_of(client, "/documents/med140/"))
    for grade in ("impossible", "unlikely", "look_again"):
        number = flags.filter(grade=grade).count()
        assert re.search(
            rf'class="grade {grade}">.*?</span>[^<]*</span>\s*<span class="num">{number}</span>', block, re.S
        )
    assert 'href="/flags/?document=med140"' in block
    assert f"All {flags.count()} open flags" in block
    assert block.count("<li>") == 4
    listed = page_of(client, "/flags/?document=med140")
    assert f"<b>{flags.count()}</b>" in listed


def test_a_policy_page_carries_the_flags_of_its_policy(client, starter_base):
    Flag.objects.all().delete()
    assert "flags-in-short" not in page_of(client, "/policies/med140/")
    make_flag("of-policy", [figure("med140", "225")], policy="med140")
    make_flag("of-another", [figure("bcbsma-292", "225")], policy="bcbsma-292")
    block = block_of(page_of(client, "/policies/med140/"))
    assert "of-policy does not fit." in block
    assert "of-another" not in block
    assert 'href="/flags/?policy=med140"' in block


@pytest.mark.parametrize("address", ["/studies/edeline-2020/", "/documents/med140/", "/policies/med140/"])
def test_the_number_of_queries_does_not_grow_with_the_flags(client, starter_base, index_folder, address):
    study = Study.objects.get(key="edeline-2020")
    keys = list(Measurement.objects.filter(outcome__account__study=study).values_list("key", flat=True))

    def more(start: int, end: int) -> None:
        for number in range(start, end):
            printed = figure("med140", "1", study=study.key, key=keys[number % len(keys)])
            make_flag(f"more{number}", [printed], study=study, policy="med140", rule="arms_add_up")
        accept(Flag.objects.get(fingerprint=f"more{start}"))

    more(0, 3)
    before = queries_of(client, address)
    more(3, 40)
    assert queries_of(client, address) == before
