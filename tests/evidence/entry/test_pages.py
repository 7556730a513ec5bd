"""The pages of entering: who sees them, the whole way from a paper to its figures, and that nothing typed is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from evidence.entry import actions
from evidence.models import EffectEstimate, Measurement, Reference, Study
from tests.evidence.entry.world import EFFECT, MEDIAN, WORK, enter_outcome, enter_study

pytestmark = pytest.mark.django_db
KEY = "mulcahy-2021"
PAPER = {f"work-{name}": value for name, value in WORK.items() if name != "authors"}
PAPER |= {"work-authors": "Mulcahy MF\nMahvash A", "acronym": "EPOCH", "design": "rct", "told-participants": "428"}
FIGURE = {f"f0-{name}": value for name, value in EFFECT.items()} | {"f0-kind": "effect", "f0-take": "1", "add": "1"}
FIGURE |= {"f0-direction": "not_stated"}


@pytest.fixture
def writer(account, client):
    user = account("Writer")
    client.force_login(user)
    return user


@pytest.fixture
def outcome(writer):
    return enter_outcome(enter_study(writer), writer)


def page_of(answer) -> str:
    return answer.content.decode()


def figures_address(outcome, **asked) -> str:
    query = "&".join(f"{name}={value}" for name, value in ({"outcome": outcome.key} | asked).items())
    return f"{reverse('study-figures', args=[KEY])}?{query}"


def addresses(figure) -> list[tuple[str, str]]:
    names = ("study-edit", "study-arm", "study-outcome", "study-figures", "study-facts")
    return [
        ("study-new", reverse("study-new")),
        *((name, reverse(name, args=[KEY])) for name in names),
        ("figure-correct", reverse("figure-correct", args=[figure.key])),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_sign_in_and_a_reader_is_told_who_enters(client, account, method):
    librarian = account("Librarian")
    (figure,) = actions.add_figures(
        outcome=enter_outcome(enter_study(librarian), librarian), figures=[(EffectEstimate, EFFECT)], by=librarian
    )
    for name, address in addresses(figure):
        answer = getattr(client, method)(address)
        assert answer.headers["Location"].startswith("/accounts/login/"), name
    client.force_login(account("Reader"))
    for name, address in addresses(figure):
        answer = getattr(client, method)(address)
        if not (method == "get" and name in ("study-arm", "study-outcome")):
            assert answer.status_code == 403, name
            assert "Librarians" in page_of(answer), name


def test_a_writer_is_offered_to_enter_and_a_reader_is_not(client, account, outcome):
    for address in ("/studies/", f"/studies/{KEY}/"):
        assert "/studies/new/" in page_of(client.get(address)) or "/edit/" in page_of(client.get(address))
    client.force_login(account("Reader"))
    for address in ("/studies/", f"/studies/{KEY}/"):
        page = page_of(client.get(address))
        assert "/studies/new/" not in page
        assert "/edit/" not in page


def test_from_a_paper_to_its_figures(client, writer):
    assert client.post("/studies/new/", PAPER).headers["Location"] == f"/studies/{KEY}/edit/"
    edit = f"/studies/{KEY}/edit/"
    for name, role in (("TARE and chemotherapy", "intervention"), ("Chemotherapy", "comparator")):
        assert client.post(f"{edit}arms/", {"arm-name": name, "arm-role": role}).status_code == 302
    answer = client.post(f"{edit}outcomes/", {"outcome-endpoint": "pfs"})
    page = page_of(client.get(f"{answer.headers['Location']}&text=HR+0.69+(95%25+CI+0.54-0.88;+P=.0013)&place=p.+7"))
    assert 'name="f0-estimate" value="0.69"' in page
    assert 'name="f0-p_value" value=".0013"' in page
    assert "Taken as TARE and chemotherapy against Chemotherapy" in page
    assert "The checks find nothing against it." in page
    outcome = re.search(r'name="outcome" value="([^"]+)"', page)[1]
    arms = {"f0-intervention_arm": f"{KEY}/tare-and-chemotherapy", "f0-comparator_arm": f"{KEY}/chemotherapy"}
    assert client.post(f"{edit}figures/", FIGURE | arms | {"outcome": outcome}).status_code == 302
    figure = EffectEstimate.objects.get()
    assert (figure.key, figure.as_reported) == (f"{KEY}/pfs-hr", EFFECT["as_reported"])
    assert figure.comparator_arm.name == "Chemotherapy"
    study = page_of(client.get(f"/studies/{KEY}/"))
    assert EFFECT["as_reported"] in study
    assert "p. 3897, Table 2" in study
    assert "428" in study
    assert AuditEvent.objects.get(event="figure.entered").by == "writer"
    paper = page_of(client.get(figure.outcome.account.document.get_absolute_url()))
    assert "What was entered by hand" in paper


def test_two_arms_are_read_into_two_forms_and_added_together(client, outcome, writer):
    for name in ("TARE", "Chemo"):
        actions.add_arm(study=outcome.account.study, facts={"name": name, "role": "subgroup"}, by=writer)
    page = page_of(client.get(figures_address(outcome, text="median PFS 8.0 vs 7.2 mo", place="p. 2")))
    assert "Arm 2 in the order of the sentence, Chemo: is it so?" in page
    posted = {"outcome": outcome.key, "add": "1"}
    for number, value in enumerate(("8.0", "7.2")):
        fields = {"kind": "measurement", "take": "1", "statistic": "median", "value": value, "unit": "months"}
        fields |= {"as_reported": value, "lines": "p. 2"}
        posted |= {f"f{number}-{name}": value for name, value in fields.items()}
    assert client.post(reverse("study-figures", args=[KEY]), posted).status_code == 302
    assert list(Measurement.objects.values_list("value", flat=True)) == ["8.0", "7.2"]


def test_several_lines_are_read_each_for_itself(client, outcome):
    page = page_of(client.get(figures_address(outcome, text="HR 0.69, P=.03%0AECOG 0%0A29/44 (66%25)")))
    assert page.count('<fieldset class="part figure-entry">') == 2
    assert "Numbers not read: “ECOG 0”" in page


def test_the_checks_speak_while_typing(client, outcome):
    wrong = FIGURE | {"f0-estimate": "0.96", "outcome": outcome.key}
    del wrong["add"]
    answer = client.post(reverse("study-figures", args=[KEY]), wrong, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'id="said-0" role="status" hx-swap-oob="true"' in page_of(answer)
    assert "Interval contains the estimate" in page_of(answer)
    assert "Not in the printed form: Estimate." in page_of(answer)
    whole = page_of(client.post(reverse("study-figures", args=[KEY]), wrong | {"check": "1"}))
    assert "Interval contains the estimate" in whole
    assert 'value="0.96"' in whole
    assert not EffectEstimate.objects.exists()


def test_what_is_doubtful_stands_beside_its_field(client, outcome):
    page = page_of(client.get(figures_address(outcome, text="OS 28 months")))
    assert "A median, a mean or a single value?" in page
    assert "The sentence tells of overall survival; this outcome is progression-free survival." in page


def test_a_figure_can_be_entered_by_hand_alone(client, outcome):
    page = page_of(client.get(figures_address(outcome, text="nearly tripled", kind="effect", place="p. 9")))
    assert 'name="f0-as_reported" value="nearly tripled"' in page
    assert 'name="f0-lines" value="p. 9"' in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"f0-lines": ""}, "Say where in the paper it stands"),
        ({"f0-lines": "3897"}, "“p. 3897”"),
        ({"f0-measure": "hazard"}, "Select a valid choice"),
        ({"f0-estimate": "9" * 31}, "at most 30 characters"),
        ({"f0-estimate": "0\x0069"}, "Null characters are not allowed"),
        ({"f0-intervention_arm": "nobody"}, "Select a valid choice"),
        ({"f0-take": ""}, "No figure is ticked"),
    ],
)
def test_a_refused_figure_comes_back_as_it_was_typed(client, outcome, changes, said):
    answer = client.post(reverse("study-figures", args=[KEY]), FIGURE | {"outcome": outcome.key} | changes)
    assert answer.status_code == 400
    page = page_of(answer)
    assert said in page
    if "f0-take" not in changes:
        assert f'value="{EFFECT["as_reported"]}"' in page
        assert 'value="0.54"' in page
    assert not EffectEstimate.objects.exists()


def test_a_refused_study_comes_back_as_it_was_typed_with_a_link_to_what_is_here(client, outcome):
    answer = client.post("/studies/new/", PAPER | {"work-pmid": "PMID 34541864", "acronym": "EPOCH <2>"})
    assert answer.status_code == 400
    page = page_of(answer)
    assert 'href="/references/mulcahy-2021/"' in page
    assert 'value="EPOCH &lt;2&gt;"' in page
    assert "Mulcahy MF\nMahvash A" in page
    assert (Study.objects.count(), Reference.objects.count()) == (1, 1)
    answer = client.post("/studies/new/", PAPER | {"design": "", "work-year": "20211"})
    assert page_of(answer).count('class="fault"') == 2
    page = page_of(client.post("/studies/new/", {"design": "rct", "reference": "nowhere"}))
    assert "No report called “nowhere” is here" in page


def test_a_study_of_a_report_that_is_here_is_entered_by_its_pmid(client, writer):
    reference = Reference.objects.create(key="xu-2020", title="Known", authors=["Xu Y"], year="2020")
    reference.identifiers.create(key="pmid:5", scheme="pmid", value="5")
    assert "Xu 2020: Known" in page_of(client.get("/studies/new/?reference=xu-2020"))
    assert client.post("/studies/new/", {"design": "rct", "reference": "PMID 5"}).status_code == 302
    again = client.post("/studies/new/", {"design": "rct", "reference": "5"})
    assert 'href="/studies/xu-2020/"' in page_of(again)
    assert client.post("/studies/new/", {"design": "rct", "reference": "5", "another": "on"}).status_code == 302
    assert Study.objects.count() == 2


def test_a_refused_arm_or_outcome_comes_back_as_it_was_typed(client, outcome):
    edit = f"/studies/{KEY}/edit/"
    client.post(f"{edit}arms/", {"arm-name": "TARE", "arm-role": "single"})
    answer = client.post(f"{edit}arms/", {"arm-name": "tare", "arm-role": "single", "arm-participants": "77"})
    assert answer.status_code == 400
    assert "already has an arm called tare" in page_of(answer)
    assert 'value="77"' in page_of(answer)
    answer = client.post(f"{edit}outcomes/", {"outcome-endpoint": "x", "outcome-timepoint": "3 years"})
    assert answer.status_code == 400
    assert 'value="3 years"' in page_of(answer)


def test_a_librarian_corrects_a_figure_with_a_reason(client, account, outcome, writer):
    (figure,) = actions.add_figures(outcome=outcome, figures=[(EffectEstimate, EFFECT)], by=writer)
    address = reverse("figure-correct", args=[figure.key])
    assert client.get(address).status_code == 403
    client.force_login(account("Librarian"))
    page = page_of(client.get(address))
    assert 'value="0.69"' in page
    fields = EFFECT | {
        "direction": "not_stated",
        "estimate": "0.68",
        "seen": re.search(r'name="seen" value="(\w+)"', page)[1],
    }
    refused = client.post(address, fields | {"reason": " "})
    assert refused.status_code == 400
    assert "Say why it is corrected" in page_of(refused)
    assert 'value="0.68"' in page_of(refused)
    assert client.post(address, fields | {"reason": "Table 2"}).status_code == 302
    event = AuditEvent.objects.get(event="figure.corrected")
    assert (event.before, event.after, event.why) == ({"estimate": "0.69"}, {"estimate": "0.68"}, "Table 2")
    late = client.post(address, fields | {"estimate": "0.7", "reason": "Late"})
    assert "in the meantime" in page_of(late)
    assert "figure corrected" in page_of(client.get(reverse("history", args=["figure", figure.key]))).lower()


def test_a_correction_leaves_the_arm_as_it_was(client, account, outcome, writer):
    arm = actions.add_arm(study=outcome.account.study, facts={"name": "TARE", "role": "single"}, by=writer)
    (figure,) = actions.add_figures(outcome=outcome, figures=[(Measurement, MEDIAN | {"arm": arm})], by=writer)
    client.force_login(account("Librarian"))
    address = reverse("figure-correct", args=[figure.key])
    assert f'<option value="{arm.key}" selected>' in page_of(client.get(address))
    client.post(address, MEDIAN | {"arm": arm.key, "value": "8.1", "reason": "A slip."})
    assert AuditEvent.objects.get(event="figure.corrected").after == {"value": "8.1"}


def test_a_librarian_corrects_the_facts_of_a_study(client, account, outcome):
    client.force_login(account("Librarian"))
    address = reverse("study-facts", args=[KEY])
    assert 'value="EPOCH"' in page_of(client.get(address))
    facts = {"label": "Mulcahy 2021", "acronym": "EPOCH", "design": "rct", "setting": "Phase 3, multicenter"}
    terms = {"conditions": ["crc"], "interventions": ["re"]}
    assert client.post(address, facts | terms | {"reason": "Named so."}).status_code == 302
    assert AuditEvent.objects.get(event="study.corrected").after == {"setting": "Phase 3, multicenter"}


@pytest.mark.parametrize("asked", ["", "?outcome=nothing", "?outcome=a%00b", "?outcome=" + "9" * 400])
def test_an_outcome_that_is_not_there_is_a_page_that_says_so(client, outcome, asked):
    answer = client.get(reverse("study-figures", args=[KEY]) + asked)
    assert answer.status_code == 404
    assert "There is no such outcome" in page_of(answer)


def test_an_outcome_told_by_another_document_takes_no_figures(client, account, starter_base):
    client.force_login(account("Writer"))
    address = reverse("study-figures", args=[KEY])
    assert client.get(f"{address}?outcome=med140/mulcahy-2021/pfs-1").status_code == 404


@pytest.mark.parametrize("text", ["%00", "a" * 3000, "((((" * 200, "9" * 400, "<script>alert(1)</script> 5%25"])
def test_whatever_is_pasted_is_answered(client, outcome, text):
    answer = client.get(figures_address(outcome, text=text))
    assert answer.status_code == 200
    assert "<script>alert" not in page_of(answer)


def test_the_number_of_queries_does_not_grow_with_the_figures(client, outcome, writer):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def grow():
        actions.add_arm(
            study=outcome.account.study, facts={"name": f"Arm {outcome.account.study.arms.count()}"}, by=writer
        )
        for each in (outcome, enter_outcome(outcome.account.study, writer)):
            arm = outcome.account.study.arms.first()
            actions.add_figures(
                outcome=each, figures=[(Measurement, MEDIAN | {"arm": arm}), (EffectEstimate, EFFECT)], by=writer
            )

    edit, read = f"/studies/{KEY}/edit/", figures_address(outcome, text="HR 0.69, P=.03%0A28 months")
    grow()
    before = queries(edit), queries(read)
    grow()
    grow()
    assert (queries(edit), queries(read)) == before
    assert queries(figures_address(outcome, text="%0A".join(["28 months"] * 9))) == before[1]
