import io

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.models import Policy, PolicyVersion
from policies.paper import files, pdf
from policies.paper.files import TYPES

PAGES = ["paper/", "paper.docx", "paper.pdf"]


@pytest.fixture
def draft(starter_base) -> PolicyVersion:
    policy = Policy.objects.get(key="bcbsma-292")
    return PolicyVersion.objects.create(key="bcbsma-292/next", policy=policy, label="Next", status="draft")


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_not_there_for_who_may_not_read_it(client, draft, page):
    assert client.get(f"/policies/bcbsma-292/{page}?version=bcbsma-292/next").status_code == 404
    answer = client.get(f"/policies/bcbsma-292/{page}")
    told = answer.headers.get("Content-Disposition") or answer.content.decode()
    assert "2024-09" in told
    assert "bcbsma-292/next" not in told
    assert "bcbsma-292-next" not in told


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_sees_no_draft_either(client, draft, account, page):
    client.force_login(account("Reader"))
    assert client.get(f"/policies/bcbsma-292/{page}?version=bcbsma-292/next").status_code == 404


def test_a_writer_reads_the_draft_and_every_form_says_what_it_is(client, draft, account):
    client.force_login(account("Writer"))
    address = "/policies/bcbsma-292/{}?version=bcbsma-292/next"
    assert "Draft, not in force" in client.get(address.format("paper/")).content.decode()
    word = docx.Document(io.BytesIO(client.get(address.format("paper.docx")).content))
    assert word.sections[0].header.paragraphs[0].text.endswith("Draft, not in force")
    for page in pypdf.PdfReader(io.BytesIO(client.get(address.format("paper.pdf")).content)).pages:
        assert "Draft, not in force" in page.extract_text()


@pytest.mark.parametrize("form", TYPES)
def test_a_file_is_saved_under_a_name_that_tells_its_version(client, starter_base, form):
    answer = client.get(f"/policies/med140/paper.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == TYPES[form]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="med140-undated.{form}"'
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("form", TYPES)
def test_a_file_that_the_browser_holds_is_not_made_again(client, starter_base, monkeypatch, form):
    answer = client.get(f"/policies/quartz-c-6-24/paper.{form}")
    monkeypatch.setattr(f"policies.paper.{form}.{form}", None)  # to be called is to fail
    again = client.get(f"/policies/quartz-c-6-24/paper.{form}", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_the_forms_have_tags_of_their_own(client, starter_base):
    tags = {client.get(f"/policies/quartz-c-6-24/paper.{form}").headers["ETag"] for form in TYPES}
    assert len(tags) == 2


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("version", ["nothing", "a%00b", "med140/undated", "bcbsma-292/before-2016-08"])
def test_a_version_that_is_not_there_is_a_page_that_says_so(client, starter_base, page, version):
    """Nor is another policy's, nor a reconstructed one."""
    answer = client.get(f"/policies/bcbsma-292/{page}?version={version}")
    assert answer.status_code == 404
    assert "There is no such version of this policy" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", ["nothing", "a%00b"])
def test_a_policy_that_is_not_there_is_a_page_that_says_so(client, starter_base, page, key):
    assert client.get(f"/policies/{key}/{page}").status_code == 404


def test_a_pdf_that_cannot_be_made_is_a_sentence_that_says_what_to_do(client, starter_base, monkeypatch, caplog):
    monkeypatch.setattr(pdf, "TEMPLATE", pdf.TEMPLATE.with_name("content.py"))
    answer = client.get("/policies/quartz-c-6-24/paper.pdf")
    assert answer.status_code == 500
    assert "the same document is there as a page" in answer.content.decode()
    assert "quartz-c-6-24/2021-03" in caplog.text


@pytest.mark.parametrize("form", TYPES)
def test_what_is_too_long_for_a_file_is_not_begun(client, starter_base, monkeypatch, form):
    monkeypatch.setattr(files, "MOST_TEXTS", 10)
    answer = client.get(f"/policies/quartz-c-6-24/paper.{form}")
    assert answer.status_code == 500
    assert "the same document is there as a page" in answer.content.decode()
    assert client.get("/policies/quartz-c-6-24/paper/").status_code == 200


def test_the_policy_page_leads_to_every_form(client, starter_base):
    page = client.get("/policies/bcbsma-292/").content.decode()
    for each in PAGES:
        assert f'href="/policies/bcbsma-292/{each}?version=bcbsma-292/2024-09"' in page


def test_figures_and_works_on_the_page_lead_to_where_they_stand(client, starter_base):
    page = client.get("/policies/bcbsma-292/paper/").content.decode()
    assert '<a href="/studies/mulcahy-2021/#' in page
    assert '<a href="/references/mulcahy-2021/">' in page


def test_a_text_is_never_read_as_html(client, starter_base):
    Policy.objects.filter(key="med140").update(title="<script>x</script> & more")
    PolicyVersion.objects.filter(key="med140/undated").update(label="<b>v</b>")
    page = client.get("/policies/med140/paper/").content.decode()
    assert "&lt;script&gt;x&lt;/script&gt; &amp; more" in page
    assert "<b>v</b>" not in page


def test_two_policies_of_unlike_size_take_the_same_queries_but_for_what_one_has_none_of(client, starter_base):
    def queries_of(key: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/policies/{key}/paper/").status_code == 200
        return len(captured)

    assert abs(queries_of("bcbsma-292") - queries_of("med140")) <= 1
    assert queries_of("med140") < 55


def test_the_api_tells_where_the_documents_are(client, starter_base):
    row = client.get("/api/v1/policy-versions/med140/undated/").json()
    for form in TYPES:
        assert client.get(row[form]).headers["Content-Type"] == TYPES[form]
