import re
from urllib.parse import quote

import pytest

from evidence.exporters.csv_table import NUMBER
from evidence.models import EffectEstimate
from evidence.numbers import number
from tests.api_answers import rows_of

ALIKE = ["med140/dhondt-2022/os-hr", "med140/yang-2020/os-hr-re-tace"]
OPPOSITE = "med140/mokkarala-2019/os-hr"


def page_of(client, asked: str = "") -> str:
    answer = client.get(f"/outcomes/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()


def pooling(*keys: str, more: str = "") -> str:
    return "?" + "&".join(f"pool={quote(key)}" for key in keys) + more


def test_figures_stand_as_printed_and_lead_to_their_place(client, starter_base):
    page = page_of(client, "?endpoint=os&measure=HR")
    assert 'href="/studies/mulcahy-2021/#med140/mulcahy-2021/os-hr">HR 1.07, 95% CI 0.86 to 1.32</a>' in page
    assert "lines 725-726" in page
    assert "215 / 213" in page


def test_a_time_in_another_unit_is_converted_beside_what_is_printed(client, starter_base):
    rows = rows_of(client.get("/outcomes/figures.csv?show=medians"))
    days = [row for row in rows if row["unit"] == "days"]
    assert days
    for row in days:
        assert row["computed_unit"] == "months"
        assert float(row["computed"]) == pytest.approx(number(row["value"]) / 30.4375, rel=1e-3)
    assert all(not row["computed"] for row in rows if row["unit"] == "months")


def test_the_file_holds_all_pages_with_document_and_place(client, starter_base):
    rows = rows_of(client.get("/outcomes/figures.csv?show=others"))
    page = page_of(client, "?show=others")
    assert int(re.search(r"<h2>(\d+) figures", page)[1]) == len(rows) > 50
    assert all(row["document"] and row["location"] for row in rows)


def test_alike_estimates_are_pooled_and_labelled(client, starter_base):
    page = page_of(client, pooling(*ALIKE, more="&method=dl"))
    assert "Exploratory" in page
    assert "Random effects (DerSimonian-Laird)" in page
    assert "Each estimate, its weight, and the result without it" in page
    assert "No prediction interval" in page
    assert "bands overlap" in page


def test_the_other_direction_is_refused_with_the_reason(client, starter_base):
    page = page_of(client, pooling(*ALIKE, OPPOSITE))
    assert "These are not pooled." in page
    assert "what is the intervention in one is the comparator in the other" in page
    assert "Each estimate, its weight" not in page


def test_ticks_of_other_pages_are_kept_when_more_are_ticked(client, starter_base):
    page = page_of(client, pooling(ALIKE[0], more="&endpoint=pfs"))
    assert f'<input type="hidden" name="pool" value="{ALIKE[0]}">' in page
    page = page_of(client, pooling(ALIKE[0], more="&endpoint=os"))
    assert re.search(rf'type="checkbox" name="pool" value="{ALIKE[0]}"[^>]* checked', page)


def test_a_key_that_is_not_there_is_said_so(client, starter_base):
    assert "There is no estimate with the key nothing" in page_of(client, pooling("nothing"))


def test_more_than_can_be_pooled_is_said_so(client, starter_base):
    page = page_of(client, pooling(*(f"k{n}" for n in range(101))))
    assert "at most 100 can be pooled at once" in page


def test_the_pooled_file_says_what_the_page_says(client, starter_base):
    rows = rows_of(client.get("/outcomes/pooled.csv" + pooling(*ALIKE, OPPOSITE.replace("mokkarala", "nobody"))))
    kinds = [row["row"] for row in rows]
    assert kinds[:2] == ["estimate", "estimate"]
    assert kinds.count("pooled") == 1
    assert kinds.count("pooled without it") == 2
    pooled = next(row for row in rows if row["row"] == "pooled")
    assert NUMBER.fullmatch(pooled["effect"])
    assert all(row["document"] for row in rows if row["row"] == "estimate")


@pytest.mark.parametrize("theme", ["", "&theme=dark", "&theme=none"])
@pytest.mark.parametrize(
    "asked",
    ["?", "?endpoint=os", "?show=medians", "?show=proportions", "?show=others", "?endpoint=nothing", pooling("x")],
)
def test_there_is_a_plot_of_everything_asked(client, starter_base, asked, theme):
    answer = client.get(f"/outcomes/plot.svg{asked}{theme}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"</svg>" in answer.content


def test_a_plot_is_there_as_png_to_download(client, starter_base):
    answer = client.get(f"/outcomes/plot.png{pooling(*ALIKE)}&download")
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="outcomes.png"'


def test_the_page_tells_the_size_of_its_plot_and_has_a_dark_one(client, starter_base):
    page = page_of(client, "?endpoint=os&measure=HR")
    picture = re.search(r"<picture>.*?</picture>", page, re.DOTALL)[0]
    assert 'media="screen and (prefers-color-scheme: dark)"' in picture
    width, height = re.search(r'width="(\d+)" height="(\d+)"', picture).groups()
    drawn = client.get("/outcomes/plot.svg?endpoint=os&measure=HR").content.decode()
    assert f'viewBox="0 0 {width} {height}"' in drawn


@pytest.mark.parametrize("asked", ["?endpoint=%00", "?page=%00", "?pool=%00&method=%00", "?show=1&design=zz&nobody=1"])
def test_no_parameter_breaks_the_page(client, starter_base, asked):
    for address in ("/outcomes/", "/outcomes/plot.svg", "/outcomes/figures.csv", "/outcomes/pooled.csv"):
        assert client.get(f"{address}{asked}").status_code == 200


def test_any_single_estimate_of_the_starter_base_is_pooled_or_refused(client, starter_base):
    for key in EffectEstimate.objects.exclude(measure="comparison").values_list("key", flat=True):
        told = client.get("/api/v1/pool/", {"ids": key}).json()
        assert bool(told["pooled"]) != bool(told["left_out"]), key
