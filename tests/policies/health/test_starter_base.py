"""What the examination finds in the two policies of the starter base, held to the documents."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Citation, GuidelineVersion, GuidelineVersionRelation
from policies import permissions
from policies.health.reading import rows_of, sections_of
from policies.models import Definition, EvidenceLink, Policy, PolicyVersion, StatementIndication

pytestmark = pytest.mark.usefixtures("starter_base")


def version_of(policy: str) -> PolicyVersion:
    return permissions.get_version_or_404(AnonymousUser(), policy)


def found(policy: str, user=None) -> dict[str, list[str]]:
    """The sentences of each kind, each after its severity; a kind that was not asked has none."""
    sections = sections_of(version_of(policy), user or AnonymousUser())
    return {
        section.kind.key: [f"{finding.severity}: {finding.sentence}" for finding in section.findings]
        for section in sections
    }


def begins(sentences: list[str]) -> list[str]:
    """Severity, statement and indication."""
    return [": ".join(sentence.split(": ")[:2]) for sentence in sentences]


def test_each_pair_of_both_policies_has_evidence_or_a_reason():
    assert found("bcbsma-292")["no-evidence"] == found("med140")["no-evidence"] == []


def test_a_pair_whose_links_and_reason_are_gone_owes_one():
    EvidenceLink.objects.filter(statement__key="bcbsma-292/icc").delete()
    StatementIndication.objects.filter(statement__key="med140/ii").update(no_evidence_reason="")
    assert begins(found("bcbsma-292")["no-evidence"]) == ["owed: Statement 6, intrahepatic cholangiocarcinoma"]
    assert begins(found("med140")["no-evidence"]) == ["owed: Statement II, any condition"]


def test_292_rests_on_uncontrolled_studies_alone_for_breast_and_icc():
    assert begins(found("bcbsma-292")["uncontrolled"]) == [
        "unexplained: Statement 4, breast cancer liver metastases",
        "unexplained: Statement 6, intrahepatic cholangiocarcinoma",
        "explained: Statement 5, pancreatic cancer liver metastases",
    ]


def test_med140_rests_on_uncontrolled_studies_alone_for_neuroendocrine_metastases_and_icc():
    assert begins(found("med140")["uncontrolled"]) == [
        "unexplained: Statement I, neuroendocrine liver metastases",
        "unexplained: Statement I, intrahepatic cholangiocarcinoma",
        "explained: Summary statement 9, breast cancer liver metastases",
        "explained: Summary statement 9, pancreatic cancer liver metastases",
    ]


def test_no_reference_is_cited_nowhere_where_the_citations_are_the_only_list():
    sections = {section.kind.key: section for section in sections_of(version_of("med140"), AnonymousUser())}
    cited = Citation.objects.filter(document__key="med140").count()
    assert (sections["uncited"].findings, sections["uncited"].looked_at) == ([], f"{cited} references")


def test_of_292_it_is_not_asked_since_it_prints_no_citations():
    sections = {section.kind.key: section for section in sections_of(version_of("bcbsma-292"), AnonymousUser())}
    assert "prints no citations" in sections["uncited"].not_asked


def test_were_292_to_cite_in_its_text_the_list_would_be_told_from_it():
    PolicyVersion.objects.filter(policy__key="bcbsma-292").update(prints_citations=True)
    # Of the 107 works three are of studies the summary gives figures of.
    assert len(found("bcbsma-292")["uncited"]) == 104


def test_292_holds_icc_breast_and_melanoma_against_its_own_conclusions_without_a_reason():
    assert begins(found("bcbsma-292")["conclusion"]) == [
        "unexplained: Statement 4, melanoma liver metastases",
        "unexplained: Statement 4, breast cancer liver metastases",
        "unexplained: Statement 6, intrahepatic cholangiocarcinoma",
    ]


def test_med140_explains_icc_by_rarity():
    (sentence,) = found("med140")["conclusion"]
    assert sentence.startswith("explained: Statement I, intrahepatic cholangiocarcinoma")
    assert sentence.endswith("Explained by: rarity without alternatives.")


def test_cited_guideline_versions_that_were_overtaken_name_the_newer_ones():
    assert [sentence for sentence in found("bcbsma-292")["superseded"] if sentence.startswith("superseded")] == [
        "superseded: NICE, selective internal radiation therapies for treating hepatocellular carcinoma, 2021 "
        "(cited as reference 102) is partly updated by NICE technology appraisal TA985, version not stated."
    ]
    assert [sentence.partition("here; that is ")[2] for sentence in found("med140")["superseded"]] == [
        "NCCN Colon Cancer, version 3.2024.",
        "NCCN Hepatocellular Carcinoma, version 1.2024.",
        "NCCN Melanoma: Uveal, version 1.2024.",
    ]


def test_older_versions_that_292_does_not_cite_but_rests_on_ask_for_a_look():
    rest = [sentence for sentence in found("bcbsma-292")["superseded"] if sentence.startswith("look again")]
    assert [sentence.partition(" (")[0] for sentence in rest] == [
        "look again: NCCN Neuroendocrine Tumors, version 2.2016",
        "look again: NCCN Neuroendocrine Tumors, version 2.2018",
    ]


def test_a_relation_that_is_entered_later_is_found():
    old, new = (GuidelineVersion.objects.get(key=key) for key in ("nice-ipg460/2013", "nice-ipg672/2020"))
    GuidelineVersionRelation.objects.create(key="new", version=new, relation="replaces", other=old)
    assert any("(cited as reference 105) is replaced by" in sentence for sentence in found("bcbsma-292")["superseded"])


def test_studies_counted_twice():
    assert [sentence for sentence in found("bcbsma-292")["counted-twice"] if sentence.startswith("counted")] == [
        "counted twice: Statement 3, neuroendocrine liver metastases: Gaba 2017, radioembolization series is linked, "
        "and so is what it includes: Kennedy 2008, King 2008.",
        "counted twice: Statement 4, colorectal liver metastases: Wasan 2017 (FOXFIRE, SIRFLOX and FOXFIRE-Global) "
        "is linked, and so is what it includes: van Hazel 2016 (SIRFLOX).",
        "counted twice: Statement 4, colorectal liver metastases: figures of Mulcahy 2021 (EPOCH) are linked as "
        "bcbsma-292 and as med140 tell them.",
        "counted twice: Statement 4, colorectal liver metastases: figures of van Hazel 2016 (SIRFLOX) are linked as "
        "interventional-oncology and as med140 tell them.",
        "counted twice: Statement 4, colorectal liver metastases: figures of Wasan 2017 (FOXFIRE, SIRFLOX and "
        "FOXFIRE-Global) are linked as interventional-oncology and as med140 tell them.",
        "counted twice: Statement 6, intrahepatic cholangiocarcinoma: figures of Edeline 2020 (MISPHEC) are linked as "
        "bcbsma-292 and as med140 tell them.",
    ]
    assert begins(found("med140")["counted-twice"]) == [
        "counted twice: Statement I, hepatocellular carcinoma",
        "counted twice: Statement I, colorectal liver metastases",
        "counted twice: Summary statement 5, colorectal liver metastases",
    ]


def test_code_gaps_of_292():
    sentences = found("bcbsma-292")["codes"]
    assert all(sentence.startswith("look again: ") for sentence in sentences)
    assert "are carcinoid only: the noncarcinoid half lacks a code" in sentences[0]
    unnamed = [sentence[12:].partition(",")[0] for sentence in sentences if "no statement names it" in sentence]
    assert unnamed == ["C22.2", "C22.3", "C22.4", "C22.7", "C22.8"]
    assert sentences[6].startswith("look again: C78.7")
    assert len(sentences) == 7


def test_med140_lists_no_diagnosis_codes():
    assert found("med140")["codes"] == []


def test_words_that_only_another_place_defines_are_notes():
    assert [sentence.partition(" and no")[0] for sentence in found("bcbsma-292")["words"]] == [
        "note: Criterion A of Statement 3 uses “neuroendocrine tumors”",
        "note: Criterion B of Statement 3 uses “diffuse”",
        "note: Criterion D of Statement 4 uses “diffuse”",
    ]
    assert [sentence.partition(" and no")[0] for sentence in found("med140")["words"]] == [
        "note: Criterion I.B.3.a.i(3) uses “symptomatic”",
        "note: Criterion I.B.3.c(4) uses “diffuse”",
    ]


def test_a_word_another_policy_defines_otherwise_is_found_in_both():
    Definition.objects.create(
        key="new", version=version_of("med140"), term="Symptomatic", definition="Symptoms of tumour bulk.", lines="36"
    )
    for policy in ("bcbsma-292", "med140"):
        assert any(sentence.startswith("look again") for sentence in found(policy)["words"])


def test_what_only_a_draft_defines_is_told_to_those_who_may_read_it(account):
    policy = Policy.objects.create(key="new", payer=Policy.objects.first().payer, number="1", title="A draft")
    draft = PolicyVersion.objects.create(key="new/1", policy=policy, status="draft")
    Definition.objects.create(key="new", version=draft, term="symptomatic", definition="Pain.")
    assert not any("Pain" in sentence for sentence in found("bcbsma-292")["words"])
    assert any("Pain" in sentence for sentence in found("bcbsma-292", account("Writer"))["words"])


def test_the_regulatory_text_of_292_stops_before_the_approval_it_cites():
    (sentence,) = found("bcbsma-292")["regulation"]
    assert "The text on TheraSphere stops at the humanitarian device exemption of 2007" in sentence
    assert "its own reference 21" in sentence
    assert "P200029, premarket approval, of 2020 or later" in sentence
    assert found("med140")["regulation"] == []


@pytest.mark.parametrize("key", ["anthem-rad-00033", "excellus-sirt", "quartz-c-6-24", "unitedhealthcare-2021t0445s"])
def test_what_is_known_in_part_is_charged_with_nothing(key):
    assert not any(found(key).values())


@pytest.mark.walk
def test_every_finding_leads_to_a_page(client):
    for policy in ("bcbsma-292", "med140"):
        for section in sections_of(version_of(policy), AnonymousUser()):
            for finding in section.findings:
                for place in (finding.place, *finding.others):
                    address, _, anchor = place.url.partition("#")
                    page = client.get(address)
                    assert page.status_code == 200, place
                    assert not anchor or f'id="{anchor}"' in page.content.decode(), place


def test_reading_takes_as_many_queries_for_a_long_policy_as_for_a_short_one():
    counts = []
    for policy in ("bcbsma-292", "med140"):
        with CaptureQueriesContext(connection) as captured:
            rows_of(version_of(policy), AnonymousUser())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 36
