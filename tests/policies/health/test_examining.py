from policies.health.examining import IN_PART, LIST_NOT_SEEN, NO_DIAGNOSES, PRINTS_NONE, examine
from policies.health.findings import KINDS
from tests.policies.health.world import citation, code, conclusion, criterion, definition, guideline, pair, policy


def by_kind(sections):
    return {section.kind.key: section for section in sections}


def test_every_kind_is_told_found_or_not():
    sections = examine(policy())
    assert [section.kind for section in sections] == list(KINDS)
    assert not any(section.findings for section in sections)
    assert by_kind(sections)["no-evidence"].looked_at == "0 pairs of statement and indication"


def test_references_are_not_asked_of_a_version_that_prints_no_citations():
    works = [citation("1", "100")]
    assert len(by_kind(examine(policy(citations=works)))["uncited"].findings) == 1
    section = by_kind(examine(policy(citations=works, prints_citations=False)))["uncited"]
    assert (section.findings, section.not_asked) == ([], PRINTS_NONE)
    assert by_kind(examine(policy(citations=works, reference_list="not_seen")))["uncited"].not_asked == LIST_NOT_SEEN


def test_codes_are_not_asked_of_a_version_without_diagnosis_codes():
    rows = {"pairs": [pair(has_reason=True)]}
    assert by_kind(examine(policy(**rows)))["codes"].not_asked == NO_DIAGNOSES
    assert by_kind(examine(policy(**rows, codes=[code("S2095", system="HCPCS")])))["codes"].not_asked == NO_DIAGNOSES
    assert len(by_kind(examine(policy(**rows, codes=[code("C22.2", statements=[])])))["codes"].findings) == 2


def test_a_policy_read_in_part_is_charged_with_no_gap_and_with_every_contradiction():
    rows = policy(
        pairs=[pair()],
        conclusions=[conclusion()],
        codes=[code("C22.2", statements=[])],
        citations=[citation("1", "100")],
        criteria=[criterion("Diffuse disease")],
        definitions=[definition("diffuse", "Wide.", policy="q")],
        guideline_versions=[guideline(overtaken=(("replaces", pair().place),))],
    )
    sections = by_kind(examine(rows, whole=False))
    gaps = {"no-evidence", "uncontrolled", "uncited", "codes", "regulation"}
    assert {key for key, section in sections.items() if section.not_asked == IN_PART} == gaps
    assert {key for key, section in sections.items() if section.findings} == {"conclusion", "superseded"}
    assert {key for key, section in by_kind(examine(rows)).items() if section.findings} > {
        "no-evidence",
        "codes",
        "words",
    }


def test_the_gravest_comes_first():
    rows = policy(pairs=[pair(basis="rarity"), pair()], conclusions=[conclusion()])
    found = by_kind(examine(rows))["conclusion"]
    assert [finding.severity for finding in found.findings] == ["unexplained", "explained"]
    assert found.open_count == 1
