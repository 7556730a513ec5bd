"""An invalid fixture of each kind: nothing is loaded, and the message names the file and the line."""

import pytest

from audit.models import AuditEvent
from evidence.fixture_files import FixtureError
from evidence.models import Condition, Document, LoadedRow
from policies import loading
from search.models import Change
from tests import small_fixtures

pytestmark = pytest.mark.django_db

# What is wrong: the file, what stands there, what is put in its place, the line told, the message.
INVALID = {
    "not YAML": ("studies.yaml", "  label: Ash 2020", "  label: [Ash 2020", 4, "not YAML"),
    "unknown field": (
        "studies.yaml",
        "  label: Ash 2020",
        "  titel: T\n  label: Ash 2020",
        3,
        "`titel`: there is no such field here",
    ),
    "value outside its vocabulary": ("studies.yaml", "design: rct", "design: trial", 4, "`design`: Input should be"),
    "missing required": ("doc/policy.yaml", 'number: "1"', "payer_note: None", 5, "`number`: Field required"),
    "field twice": ("studies.yaml", "design: rct", "design: rct\n  design: registry", 5, "`design` is given twice"),
    "key twice": ("shared.yaml", "key: re-tumours", "key: re-hcc", 11, '"re-hcc" stands twice among the indications'),
    "key that leads nowhere": (
        "shared.yaml",
        "intervention: re, condition: hcc",
        "intervention: rx, condition: hcc",
        10,
        'intervention: there is no "rx"',
    ),
    "arm the study does not have": (
        "doc/studies.yaml",
        "{arm: re, statistic",
        "{arm: rx, statistic",
        14,
        'the study "ash-2020" has no arm "rx"',
    ),
    "arm twice": (
        "studies.yaml",
        "  reports: [ash-2020]",
        "  - {key: tace, name: Again}\n  reports: [ash-2020]",
        10,
        '"ash-2020/tace" stands twice',
    ),
    "lineage that leads nowhere": (
        "doc/policy.yaml",
        "{key: doc/i/hcc,",
        "{key: doc/i/hcc, lineage: doc/old/hcc,",
        27,
        'lineage: no text read has a statement or criterion "doc/old/hcc"',
    ),
    "reconstructed version of no policy": (
        "doc/policy.yaml",
        "payers:\n",
        "reconstructed_versions:\n- {key: doc/old, policy: dox, label: Old, held_before: 2020, statements: [], "
        'lines: "1", note: Old.}\npayers:\n',
        3,
        'policy: there is no "dox" among the policies',
    ),
    "lines malformed": ("doc/policy.yaml", 'lines: "20"', 'lines: "20ff"', 12, '"20ff" is not a list of lines'),
    "date malformed": ("doc/policy.yaml", "on: 2024-09", "on: 9/2024", 12, '"9/2024" is not a day, month or year'),
    "day that is none": (
        "doc/policy.yaml",
        "on: 2024-09",
        "on: 2024-02-31",
        12,
        '"2024-02-31" is not a day, month or year',
    ),
    "flag that is neither yes nor no": (
        "doc/policy.yaml",
        'number: "1"',
        'number: "1"\n  prints_citations: maybe',
        8,
        "`prints_citations`: Input should be",
    ),
    "minimum above the number of children": (
        "doc/policy.yaml",
        "logic: all",
        "logic: at_least\n      minimum: 9",
        22,
        "`minimum` is 9, of 2 children",
    ),
    "month that is none": (
        "doc/policy.yaml",
        "on: 2024-09",
        "on: 2024-13",
        12,
        '"2024-13" is not a day, month or year',
    ),
    "link with two targets": (
        "doc/evidence.yaml",
        "  bearing",
        "  study: ash-2020\n  bearing",
        3,
        "exactly one of reference, study, figure",
    ),
    "link with no target": (
        "doc/evidence.yaml",
        "  figure: doc/ash-2020/os-hr\n",
        "",
        3,
        "exactly one of reference, study, figure",
    ),
    "link without indication": (
        "doc/evidence.yaml",
        "  indication: re-hcc\n",
        "",
        3,
        "from a statement and one of its indications",
    ),
    "link from a criterion and a statement": (
        "doc/evidence.yaml",
        "  bearing",
        "  criterion: doc/i/hcc\n  bearing",
        3,
        "from a criterion, or from a statement",
    ),
    "link with an indication of another statement": (
        "doc/evidence.yaml",
        "indication: re-hcc",
        "indication: re-tumours",
        4,
        'the statement "doc/i" has no indication "re-tumours"',
    ),
    "condition with children": (
        "doc/policy.yaml",
        "      logic: all\n",
        "",
        22,
        "a condition has a text and no children",
    ),
    "group without children": ("doc/policy.yaml", "text: Carcinoma,", "logic: any,", 27, "any needs children"),
    "at least without a number": (
        "doc/policy.yaml",
        "logic: all",
        "logic: at_least",
        22,
        "`minimum` goes with at_least",
    ),
    "at least with a word": (
        "doc/policy.yaml",
        "logic: all",
        "logic: at_least\n      minimum: two",
        22,
        "minimum: “two” value must be an integer",
    ),
    "exception of no statement": (
        "doc/policy.yaml",
        "exceptions: [doc/i]",
        "exceptions: [doc/x]",
        38,
        'exceptions: there is no "doc/x" among the statements',
    ),
    "value too long": (
        "studies.yaml",
        "label: Ash 2020",
        "label: " + 50 * "Ash",
        2,
        "label: Ensure this value has at most 120 characters (it has 150)",
    ),
    "number of two works": ("shared.yaml", 'pmid: "22222222"', 'pmid: "11111111"', 18, '"pmid:11111111" stands twice'),
    "address that is none": ("shared.yaml", 'pmid: "22222222"', "url: example", 18, "url: Enter a valid URL"),
    "indication of a statement twice": (
        "doc/policy.yaml",
        "- {indication: re-hcc}",
        "- {indication: re-hcc}\n    - {indication: re-hcc}",
        21,
        '"doc/i/re-hcc" stands twice',
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "line", "message"), INVALID.values(), ids=INVALID.keys())
def test_invalid_fixture_loads_nothing_and_is_told_by_file_and_line(tmp_path, name, old, new, line, message):
    folder = small_fixtures.write(tmp_path, small_fixtures.changed(name, old, new))
    with pytest.raises(FixtureError) as error:
        loading.load(folder)
    told = [str(problem) for problem in error.value.problems]
    assert any(each.startswith(f"fixtures/{name}:{line}: ") and message in each for each in told), told
    assert not any(model.objects.exists() for model in (AuditEvent, Change, Condition, Document, LoadedRow))


def test_file_that_is_not_utf8_loads_nothing(tmp_path):
    folder = small_fixtures.write(tmp_path)
    (folder / "studies.yaml").write_bytes(small_fixtures.FILES["studies.yaml"].replace("Ash", "Âsh").encode("latin-1"))
    with pytest.raises(FixtureError, match=r"fixtures/studies.yaml:3: the file is not UTF-8 text"):
        loading.load(folder)
    assert not Document.objects.exists()
