"""What the checks find on the starter base, as a file that a medical writer can read and correct."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from evidence.checks.running import all_rules
from evidence.models import Flag, FlagAcceptance, Study

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_base")]
EXPECTED = yaml.safe_load((Path(__file__).parents[2] / "data" / "starter-flags.yaml").read_text(encoding="utf-8"))
SPARED = EXPECTED.pop("spared")


def test_exactly_the_flags_of_the_list_are_raised():
    expected = Counter(
        (grade, rule, entry["about"], tuple(entry["documents"]), tuple(entry["figures"]))
        for grade, rules in EXPECTED.items()
        for rule, entries in rules.items()
        for entry in entries
    )
    raised = Counter(
        (flag.grade, flag.rule, flag.study_label, documents_of(flag), tuple(figure["text"] for figure in flag.figures))
        for flag in Flag.objects.all()
    )
    assert {"not raised": expected - raised, "not in the list": raised - expected} == {
        "not raised": Counter(),
        "not in the list": Counter(),
    }


def documents_of(flag) -> tuple[str, ...]:
    return tuple(sorted({figure["document"] for figure in flag.figures}))


def test_what_looks_wrong_and_is_right_has_no_flag():
    """A number of a citation that serves two works is the document's slip, and no study's."""
    labels = {str(study) for study in Study.objects.all()}
    assert SPARED.keys() <= labels
    flagged = Flag.objects.exclude(rule="one_number_one_work").values_list("study_label", flat=True)
    assert SPARED.keys() & set(flagged) == set()


def test_every_flag_names_figures_that_lead_to_their_place():
    for flag in Flag.objects.prefetch_related("documents"):
        assert flag.figures
        assert flag.message
        assert flag.expected
        assert sorted(document.key for document in flag.documents.all()) == list(documents_of(flag))
        assert (flag.document is None) == (len(documents_of(flag)) > 1)
        for figure in flag.figures:
            assert figure["url"].startswith("/")
            assert figure["location"].startswith("line")
            assert figure["text"]


def test_the_gravest_come_first_and_a_policy_s_flags_say_whose_they_are():
    grades = list(Flag.objects.values_list("grade", flat=True))
    assert grades == sorted(grades, key=["impossible", "unlikely", "look_again"].index)
    policies = Flag.objects.filter(rule="position_agrees_with_conclusion").values_list("policy", flat=True)
    assert set(policies) == {"bcbsma-292", "med140"}


def test_none_is_accepted_and_every_rule_is_known():
    assert not FlagAcceptance.objects.exists()
    assert set(Flag.objects.values_list("rule", flat=True)) <= all_rules().keys()


def test_no_rule_names_a_study_or_a_document():
    keys = {*Study.objects.values_list("key", flat=True), "med140", "bcbsma-292", "el-haddad", "gaba-2017"}
    for path in (Path(__file__).parents[3] / "evidence" / "checks").glob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        assert [key for key in keys if key in text] == [], path.name


def test_a_flag_opens_at_its_figure(client):
    """The fragment of each address is the id of an element of the page."""
    addresses = {figure["url"] for flag in Flag.objects.all() for figure in flag.figures}
    pages: dict[str, str] = {}
    missing = []
    for address in sorted(addresses):
        page, _, anchor = address.partition("#")
        if page not in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
            pages[page] = answer.content.decode()
        if anchor and f'id="{anchor}"' not in pages[page]:
            missing.append(address)
    assert missing == []
