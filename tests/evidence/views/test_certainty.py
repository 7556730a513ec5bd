import pytest

from evidence.appraisal.grade import Step
from evidence.models import CertaintyOfEvidence, Measurement, Outcome, Study, StudyAccount
from tests.api_answers import queries_of, rows_of
from tests.evidence.appraisal.test_actions import body, certainty
from tests.evidence.appraisal.world import make_world

pytestmark = pytest.mark.django_db
NEW = "/certainty/new/?indication=y90-hcc&endpoint=os"
FORM = {
    "study": ["trial"],
    "figure": ["effect_estimate/doc/trial/hr"],
    "comparator": "TACE",
    "step-imprecision": "-1",
    "reason-imprecision": "The interval holds both.",
}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def writer(client, account):
    user = account("Writer")
    client.force_login(user)
    return user


def page_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_reads_what_is_graded_and_no_names(client, world, account):
    row = certainty(world, account("Writer", name="mary-ann"), Step("imprecision", -1, "Wide."))
    for address in ("/certainty/", row.get_absolute_url()):
        page = page_of(client, address)
        assert "⊕⊕⊕◯" in page
        assert "Moderate" in page
        assert "Imprecision, down one level: Wide." in page
        assert "mary-ann" not in page
    assert 'href="/studies/trial/#doc/trial/hr">HR 0.91 (0.57-1.45)</a>' in page
    assert 'href="/documents/doc/"' in page
    assert "/grade/" not in page


@pytest.mark.parametrize("role", ["", "Reader", "Approver", "Administrator"])
def test_who_may_not_grade_is_told_who_does(client, world, account, role):
    row = certainty(world, account("Writer"))
    if role:
        client.force_login(account(role))
    for address in ("/certainty/new/", f"{row.get_absolute_url()}grade/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Writers, Reviewers and Librarians appraise studies and grade" in answer.content.decode()
        assert client.post(address, FORM).status_code == (403 if role else 302)
    assert CertaintyOfEvidence.objects.count() == 1


def test_a_writer_grades_a_body_of_evidence(client, world, writer):
    assert "y90-hcc" in page_of(client, "/certainty/new/")
    page = page_of(client, NEW)
    assert "Salem 2016" in page
    assert "Kulik 2008" in page
    answer = client.post(NEW, FORM, follow=True)
    assert answer.redirect_chain == [("/certainty/y90/hcc/os/1/", 302)]
    page = answer.content.decode()
    assert "⊕⊕⊕◯" in page
    assert "by writer" in page
    row = CertaintyOfEvidence.objects.get()
    assert (row.comparator, row.computed, row.final) == ("TACE", "moderate", "moderate")


def test_a_figure_brings_its_study(client, world, writer):
    client.post(NEW, {"figure": "measurement/doc/series/median"})
    row = CertaintyOfEvidence.objects.get()
    assert list(row.studies.all()) == [world.series]
    assert row.final == "low"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"study": [], "figure": []}, "Choose the studies"),
        ({"reason-imprecision": ""}, "Imprecision: say why it moves the certainty."),
        ({"step-imprecision": "many"}, "Choose each step from those offered."),
        ({"step-imprecision": "1"}, "Imprecision: 1 is not a step from -2 to 0."),
        ({"step-large_effect": "1", "reason-large_effect": "x"}, "What starts high is not raised"),
        ({"final": "low"}, "Say why the final certainty is another"),
        ({"start": "low"}, "starts elsewhere"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(client, world, writer, changed, sentence):
    answer = client.post(NEW, FORM | changed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert 'value="TACE"' in page
    if "study" not in changed:
        assert 'value="trial" checked' in page
        assert 'value="effect_estimate/doc/trial/hr" checked' in page
    if "reason-imprecision" not in changed:
        assert "The interval holds both.</textarea>" in page
    assert not CertaintyOfEvidence.objects.exists()


def test_htmx_is_told_what_is_computed_and_nothing_is_kept(client, world, writer):
    for given, told in (
        (FORM, "⊕⊕⊕◯"),
        (FORM | {"study": [], "figure": []}, "Choose the studies first."),
        (FORM | {"step-large_effect": "1"}, "What starts high is not raised"),
        (FORM | {"step-imprecision": "many"}, "Choose each step from those offered."),
        (FORM | {"start": "low"}, "set by hand; by the designs it would be high"),
        (FORM | {"step-imprecision": "-2", "reason-imprecision": ""}, "⊕⊕◯◯"),  # the reason is still to come
    ):
        page = client.post(NEW, given, headers={"HX-Request": "true"}).content.decode()
        assert page.strip().startswith('<div id="computed"')
        assert told in page
    assert "<form" in client.post(NEW, FORM | {"propose": "1"}).content.decode()
    assert not CertaintyOfEvidence.objects.exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("?endpoint=mood&indication=y90-hcc", "Choose the outcome."),
        ("?indication=y90-hcc", "Choose the outcome."),
        ("?endpoint=os", "Choose an indication, or an intervention and a condition."),
        ("?endpoint=os&intervention=y90", "Choose an indication, or an intervention and a condition."),
        ("?endpoint=os&indication=nothing", "There is no indication of that name here."),
        ("?endpoint=os&indication=%00", "There is no indication of that name here."),
        ("?endpoint=os&intervention=y90&condition=gout", "There is no condition of that name here."),
    ],
)
def test_a_question_that_leads_nowhere_is_told(client, world, writer, asked, sentence):
    for answer in (client.get(f"/certainty/new/{asked}"), client.post(f"/certainty/new/{asked}", FORM)):
        assert answer.status_code == 400
        assert sentence in answer.content.decode()


def test_a_form_without_a_question_is_refused(client, world, writer):
    answer = client.post("/certainty/new/", FORM)
    assert (answer.status_code, "Choose first what" in answer.content.decode()) == (400, True)


def test_terms_may_be_asked_without_an_indication(client, world, writer):
    client.post("/certainty/new/?intervention=y90&condition=hcc&endpoint=os", FORM)
    assert CertaintyOfEvidence.objects.get().indication is None


def test_an_outcome_that_no_study_tells_says_what_to_do(client, world, writer):
    assert "Choose a broader term" in page_of(client, "/certainty/new/?indication=y90-hcc&endpoint=pfs")


def test_a_grading_is_replaced_and_leads_to_the_newer(client, world, writer):
    old = certainty(world, writer, Step("imprecision", -1, "Wide."), final="low", reason="One trial.")
    page = page_of(client, f"{old.get_absolute_url()}grade/")
    assert "Wide.</textarea>" in page
    assert "One trial.</textarea>" in page
    assert 'value="trial" checked' in page
    answer = client.post(f"{old.get_absolute_url()}grade/", FORM | {"step-imprecision": "-2"}, follow=True)
    assert answer.redirect_chain == [("/certainty/y90/hcc/os/2/", 302)]
    page = page_of(client, old.get_absolute_url())
    assert "A newer grading replaces this one" in page
    assert "/grade/" not in page
    assert page_of(client, "/certainty/").count('scope="row"') == 1
    answer = client.post(f"{old.get_absolute_url()}grade/", FORM)
    assert (answer.status_code, "replaced meanwhile" in answer.content.decode()) == (400, True)


def test_both_pages_are_files_too_with_document_and_place(client, world, writer):
    row = certainty(world, writer, body=body(world, figures=[world.hazard, world.median]))
    (line,) = rows_of(client.get("/certainty/?format=csv"))
    assert (line["final"], line["participants_computed"], line["studies"]) == ("High", "45", "Salem 2016")
    assert line["figures"] == "Salem 2016: HR 0.91 (0.57-1.45); Salem 2016: 18.6 months (median)"
    assert (line["documents"], line["places"]) == ("doc; doc", "line 9; line 9")
    lines = rows_of(client.get(f"{row.get_absolute_url()}?format=csv"))
    assert [each["as_printed"] for each in lines] == ["HR 0.91 (0.57-1.45)", "18.6 months (median)"]
    assert {(each["document"], each["place"]) for each in lines} == {("doc", "line 9")}


def test_what_is_not_there_is_404(client, world, writer):
    for address in ("/certainty/nothing/", "/certainty/nothing/grade/", "/certainty/%00/"):
        assert client.get(address).status_code == 404
    assert client.post("/certainty/nothing/grade/", FORM).status_code == 404


def test_more_gradings_and_studies_take_no_more_queries(client, world, writer):
    both = body(world, studies=[world.trial, world.series], figures=[world.hazard, world.median, world.series_median])
    row = certainty(world, writer, body=both)
    pages = ("/certainty/", row.get_absolute_url(), f"{row.get_absolute_url()}grade/", NEW)
    before = [queries_of(client, page) for page in pages]
    for n in range(4):
        study = Study.objects.create(key=f"more-{n}", label=f"More {n}", design="rct")
        study.conditions.add(world.indication.condition)
        study.interventions.add(world.indication.intervention)
        account = StudyAccount.objects.create(key=f"doc/{study.key}", document=world.document, study=study)
        outcome = Outcome.objects.create(key=f"doc/{study.key}/os", account=account, endpoint="os")
        figure = Measurement.objects.create(
            key=f"f{n}", outcome=outcome, arm=world.median.arm, statistic="median", as_reported="1 mo"
        )
        row.studies.add(study)
        row.measurements.add(figure)
        certainty(world, writer, body=both)
    assert [queries_of(client, page) for page in pages] == before
