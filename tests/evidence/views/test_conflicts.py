import pytest

from evidence.models import Flag
from tests.api_answers import queries_of, rows_of
from tests.evidence.flag_world import figure, make_flag, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def flags():
    return make_world()


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_sees_documents_side_by_side_with_differences_marked(client, flags):
    page = page_of(client, "/conflicts/")
    assert '<a href="/studies/s0/">Study 0</a>' in page
    assert '<th scope="col">first</th><th scope="col">second</th><th scope="col">third</th>' in page
    assert "<mark>4.0</mark>" in page
    assert "<mark>4.1</mark>" in page
    assert "lines 10-12" in page
    assert 'href="/flags/f04/"' in page
    assert "f01" not in page  # of one document


def test_what_documents_print_alike_is_not_marked(client, flags):
    study = flags[1].study
    texts = ("8.0 months (7.2 to 9.2)", "8.0 months (7.2 to 9.3)")
    make_flag("pair", [figure("first", texts[0]), figure("second", texts[1])], study=study)
    page = page_of(client, "/conflicts/?study=s1")
    assert "8.0 months (7.2 to<mark> 9.2)</mark>" in page
    assert page.count("<mark>") == 2


def test_a_pair_of_documents_narrows_the_list(client, flags):
    page = page_of(client, "/conflicts/?between=second~third")
    assert "first" not in page[page.index("<table") : page.rindex("</table>")]
    assert "No conflict fits" in page_of(client, "/conflicts/?between=second~nowhere")


def test_the_file_has_a_line_for_each_figure(client, flags):
    answer = client.get("/conflicts/?state=all&format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="conflicts.csv"'
    rows = rows_of(answer)
    assert len(rows) == 2 * Flag.objects.filter(document=None).count()
    first = next(row for row in rows if row["url"] == "/flags/f04/")
    assert first["study_label"] == "Study 0"
    assert (first["as_printed"], first["document"], first["place"]) == ("4.0", "second", "lines 10-12")


def test_nothing_to_show_says_so(client, flags):
    Flag.objects.all().delete()
    assert "No documents disagree" in page_of(client, "/conflicts/")
    assert "No conflict is accepted" in page_of(client, "/conflicts/?state=accepted")


def test_the_number_of_queries_does_not_grow_with_the_conflicts(client, flags):
    before = queries_of(client, "/conflicts/?state=all")
    for number in range(30):
        make_flag(f"more{number}", [figure("first", "1"), figure("third", "2")], study=flags[number % 4 + 1].study)
    assert queries_of(client, "/conflicts/?state=all") == before
    assert before <= 16
