"""What a payer says of an indication, on small texts: every kind of cell, and who answers where several could."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.coverage.as_of import AsOf, is_stale, latest
from policies.coverage.cells import Asked, Elsewhere, Pair, PolicyText, Said, Words, cell
from policies.coverage.clauses import Broader, Clause, Cutting, branch, in_short, leaves, requirements
from policies.coverage.matrix import GuidelineSaid, Payer, arranged, is_of, matrix, rows_of
from policies.vocabulary import Coverage

ABOVE = {
    "any": set(),
    "liver": {"any"},
    "primary": {"liver", "any"},
    "hcc": {"primary", "liver", "any"},
    "icc": {"primary", "liver", "any"},
    "icc-resectable": {"icc", "primary", "liver", "any"},
    "metastases": {"liver", "any"},
    "breast": {"metastases", "liver", "any"},
    "colorectal": {"metastases", "liver", "any"},
    "elsewhere": {"any"},
}
WORDS = Words(
    Broader({term: frozenset(above) for term, above in ABOVE.items()}),
    Broader({"re": frozenset(), "y90": frozenset({"re"}), "tace": frozenset()}),
)
MN, INV, NMN, NOT_STATED = "medically_necessary", "investigational", "not_medically_necessary", "not_stated"


def leaf(text: str, *conditions: str, excludes: str = "", purpose: str = "") -> Clause:
    shut_out = frozenset(excludes.split())
    return Clause(text, text=text, conditions=frozenset(conditions), excludes=shut_out, purpose=purpose)


def node(logic: str, *children: Clause) -> Clause:
    return Clause(logic, logic=logic, children=children)


def pair(condition: str, by_name: bool = True, purpose: str = "treatment", intervention: str = "re") -> Pair:
    return Pair(f"{intervention}-{condition}-{purpose}", Asked(intervention, condition, purpose), by_name)


def said(key: str, position: str, *pairs: Pair, intervention: str = "re", **more) -> Said:
    return Said(key, key, position, pairs, intervention=intervention, **more)


def rest(key: str, position: str, scope: str, covers: str = "other_indications", kind: str = "residual", *pairs: Pair):
    return said(key, position, *pairs, kind=kind, covers=covers, scope=(scope,))


def text(*statements: Said, is_whole: bool = True, elsewhere: tuple = (), as_of: AsOf | None = None) -> PolicyText:
    return PolicyText("policy", "Policy", "document", is_whole, as_of, statements, elsewhere)


def found(condition: str, *texts: PolicyText, purpose: str = "treatment", intervention: str = "re"):
    return cell(Asked(intervention, condition, purpose), texts, WORDS)


UNRESECTABLE = node("all", leaf("HCC", "hcc"), leaf("Unresectable"))
OTHER = Elsewhere("TACE", "634", frozenset({"tace"}))


@pytest.mark.parametrize(
    ("kind", "condition", "intervention", "of"),
    [
        (Coverage.WITH_CRITERIA, "hcc", "re", text(said("a", MN, pair("hcc"), clause=UNRESECTABLE))),
        (Coverage.WITH_CRITERIA, "hcc", "re", text(said("a", MN, pair("hcc")), is_whole=False)),
        (Coverage.ANY_INDICATION, "hcc", "re", text(said("a", MN, pair("any"), clause=leaf("Any", "any")))),
        (Coverage.ANY_INDICATION, "hcc", "re", text(said("a", MN, pair("hcc")))),
        (Coverage.BY_NAME, "breast", "re", text(said("a", INV, pair("breast")))),
        (Coverage.BY_NAME, "breast", "re", text(said("a", INV, pair("metastases")))),
        (Coverage.BY_NAME, "breast", "re", text(rest("a", INV, "metastases", "both", "summary", pair("breast")))),
        (Coverage.BY_RESIDUAL, "breast", "re", text(rest("a", INV, "metastases"))),
        (Coverage.BY_RESIDUAL, "breast", "re", text(rest("a", INV, "metastases", "both", "residual", pair("breast")))),
        (Coverage.BY_RESIDUAL, "breast", "re", text(rest("a", INV, "liver", "unclear"), is_whole=False)),
        (Coverage.NOT_NECESSARY, "hcc", "re", text(said("a", NMN, pair("hcc")))),
        (Coverage.NOT_NECESSARY, "hcc", "re", text(rest("a", NMN, "liver"))),
        (Coverage.OTHER_POLICY, "hcc", "tace", text(rest("a", INV, "liver"), elsewhere=(OTHER,))),
        (Coverage.OTHER_POLICY, "hcc", "tace", text(is_whole=False, elsewhere=(OTHER,))),
        (Coverage.SILENT, "hcc", "tace", text(rest("a", INV, "any"))),
        (Coverage.SILENT, "hcc", "re", text(said("a", NOT_STATED, pair("hcc")))),
        (Coverage.SILENT, "hcc", "re", text(rest("a", INV, "hcc", "unmet_criteria"))),
        (Coverage.NOT_SEEN, "hcc", "re", text(said("a", MN, pair("breast")), is_whole=False)),
    ],
)
def test_every_kind_of_cell(kind, condition, intervention, of):
    assert found(condition, of, intervention=intervention).kind == kind


def test_a_payer_is_silent_only_if_all_its_documents_were_read_whole():
    assert found("hcc", text(), text()).kind == Coverage.SILENT
    assert found("hcc", text(), text(is_whole=False)).kind == Coverage.NOT_SEEN
    assert found("hcc").kind == Coverage.NOT_SEEN


@pytest.mark.parametrize(
    ("statements", "answers"),
    [
        ([rest("wide", INV, "any"), rest("narrow", INV, "metastases")], "narrow"),
        ([rest("wide", INV, "any"), said("named", MN, pair("breast"))], "named"),
        ([said("wide", MN, pair("liver")), said("exact", INV, pair("breast"))], "exact"),
        ([rest("narrow", INV, "breast"), said("wide", MN, pair("liver"))], "wide"),
        ([rest("unmet", INV, "breast", "unmet_criteria", "summary", pair("breast")), rest("r", INV, "any")], "unmet"),
        (
            [rest("unmet", INV, "breast", "unmet_criteria", "summary", pair("breast")), said("n", MN, pair("breast"))],
            "n",
        ),
        ([said("narrower", MN, pair("breast", intervention="y90")), said("re", INV, pair("breast"))], "re"),
    ],
)
def test_who_answers_where_several_could(statements, answers):
    assert found("breast", text(*statements)).said.key == answers
    assert found("breast", text(*reversed(statements))).said.key == answers


def test_a_statement_on_a_narrower_intervention_says_so():
    narrow = text(said("a", MN, pair("hcc", intervention="y90"), clause=UNRESECTABLE, intervention="y90"))
    assert found("hcc", narrow).only_for == "y90"
    assert found("hcc", narrow, intervention="y90").only_for == ""


def test_a_purpose_is_answered_by_its_own_statement_or_by_one_on_anything():
    bridge = said("bridge", MN, pair("hcc", purpose="bridge_to_transplant"))
    assert found("hcc", text(bridge)).kind == Coverage.SILENT
    assert found("hcc", text(bridge), purpose="bridge_to_transplant").said.key == "bridge"
    assert found("hcc", text(said("hcc", MN, pair("hcc"))), purpose="bridge_to_transplant").kind == Coverage.SILENT
    anything = text(said("any", MN, pair("any")))
    assert found("hcc", anything, purpose="bridge_to_transplant").kind == Coverage.ANY_INDICATION
    assert found("hcc", text(rest("r", INV, "liver")), purpose="bridge_to_transplant").kind == Coverage.BY_RESIDUAL


def test_unresectable_shuts_out_the_resectable():
    tree = node("all", leaf("ICC", "icc"), leaf("Unresectable", excludes="icc-resectable"))
    of = text(said("icc", MN, pair("icc"), clause=tree), rest("rest", INV, "any"))
    assert found("icc", of).said.key == "icc"
    assert found("icc-resectable", of).said.key == "rest"


def test_otherwise_is_the_statements_own_word_or_the_narrowest_residuals():
    wide = rest("wide", INV, "liver", "both")
    narrow = rest("narrow", INV, "hcc", "unmet_criteria", "summary")
    plain = said("plain", MN, pair("hcc"), clause=UNRESECTABLE)
    own = said("own", MN, pair("hcc"), clause=UNRESECTABLE, not_met=INV)
    assert found("hcc", text(plain)).otherwise == NOT_STATED
    assert found("hcc", text(plain, rest("others", INV, "liver"))).otherwise == NOT_STATED
    for of in (text(plain, wide, narrow), text(own, narrow, wide)):
        answer = found("hcc", of)
        assert (answer.otherwise, answer.otherwise_by.key) == (INV, "narrow")
    assert (found("hcc", text(own)).otherwise, found("hcc", text(own)).otherwise_by) == (INV, None)
    unconditional = said("all", MN, pair("hcc"), clause=leaf("HCC", "hcc"), not_met=INV)
    assert found("hcc", text(unconditional)).otherwise == NOT_STATED


def cutting(condition: str, purpose: str = "treatment") -> Cutting:
    return Cutting(condition, purpose, frozenset({"hcc", "icc", "colorectal"}), WORDS.conditions)


TREE = node(
    "any",
    node("all", leaf("HCC", "hcc"), leaf("Unresectable")),
    node("all", leaf("HCC", "hcc"), leaf("As a bridge", purpose="bridge_to_transplant")),
    node("all", leaf("Colorectal", "colorectal"), node("any", leaf("Refractory"), leaf("ECOG 0-2"))),
)


def test_a_tree_is_cut_down_to_an_indication():
    assert in_short(requirements(branch(TREE, cutting("hcc")), cutting("hcc"))) == "unresectable"
    bridge = cutting("hcc", "bridge_to_transplant")
    assert in_short(requirements(branch(TREE, bridge), bridge)) == "as a bridge"
    colorectal = cutting("colorectal")
    assert in_short(requirements(branch(TREE, colorectal), colorectal)) == "refractory or ECOG 0-2"
    assert branch(TREE, cutting("icc")) is None


def test_one_alternative_that_asks_for_nothing_leaves_nothing_to_be_met():
    tree = node("any", leaf("HCC", "hcc"), node("all", leaf("HCC", "hcc"), leaf("Unresectable")))
    assert requirements(branch(tree, cutting("hcc")), cutting("hcc")) is None


conditions = st.sampled_from(sorted(ABOVE))
clauses = st.recursive(
    st.builds(leaf, st.sampled_from(["Diffuse", "Progressive"]), conditions) | st.builds(leaf, st.just("Unresectable")),
    lambda inner: st.builds(
        lambda logic, of: node(logic, *of), st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(clauses, conditions)
def test_a_branch_holds_only_what_the_tree_holds_and_is_cut_once(tree, condition):
    of = cutting(condition)
    cut = branch(tree, of)
    if cut:
        assert {each.text for each in leaves(cut)} <= {each.text for each in leaves(tree)}
        assert branch(cut, of) == cut


statements = st.lists(
    st.one_of(
        st.builds(
            lambda p, c, n: said("s", p, pair(c, n)),
            st.sampled_from([MN, INV, NMN, NOT_STATED]),
            conditions,
            st.booleans(),
        ),
        st.builds(
            lambda p, c, k: rest("r", p, c, k),
            st.sampled_from([MN, INV]),
            conditions,
            st.sampled_from(["both", "unmet_criteria", "unclear"]),
        ),
    ),
    max_size=4,
)


@given(statements, conditions, st.booleans())
def test_no_cell_is_blank_and_only_a_whole_document_is_silent(of, condition, is_whole):
    cell = found(condition, text(*of, is_whole=is_whole))
    assert cell.label
    assert (cell.said is None) == (cell.kind in (Coverage.SILENT, Coverage.NOT_SEEN))
    assert cell.kind != Coverage.SILENT if not is_whole else cell.kind != Coverage.NOT_SEEN


DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("on", "stale"),
    [
        ("2024-11-25", False),
        ("2024-11-24", True),
        ("2024-11", False),
        ("2024-10", True),
        ("2024-09", True),
        ("2024", False),
        ("2023", True),
        ("2024-02-29", True),
        ("2026-11-25", False),
    ],
)
def test_older_than_24_months_is_stale_only_when_that_is_sure(on, stale):
    assert is_stale(AsOf("effective", on), DAY) is stale


def test_undated_is_stale_and_an_origin_is_no_date():
    assert latest([("origin", "2010-12"), ("next_review", "2027"), ("effective", "")]) is None
    assert is_stale(None, DAY)
    assert latest([("effective", "2020-05"), ("last_review", "2020-05-30")]).on == "2020-05"
    assert latest([("effective", "2019"), ("last_review", "2020-01-01")]).on == "2020-01-01"


def payer(key: str, *of: Said, **more) -> Payer:
    return Payer(key, key, (text(*of, **more),))


def test_rows_are_the_indications_named_and_rests_that_are_not_the_rest_itself():
    of = text(
        said("a", MN, pair("hcc"), pair("hcc", intervention="y90"), pair("hcc", purpose="bridge_to_transplant")),
        rest(
            "r", INV, "metastases", "both", "residual", pair("metastases", by_name=False), pair("breast", by_name=False)
        ),
    )
    rows = arranged(rows_of([of], WORDS), WORDS)
    assert [row.indication for row in rows] == [
        "re-hcc-treatment",
        "re-hcc-bridge_to_transplant",
        "re-breast-treatment",
    ]
    assert is_of(rows[0], WORDS, intervention="y90", condition="primary")
    assert not is_of(rows[0], WORDS, intervention="tace")
    assert not is_of(rows[0], WORDS, condition="icc")


def test_payers_differ_only_where_positions_do():
    one = payer("one", said("a", MN, pair("hcc"), pair("breast")))
    other = payer("other", said("b", INV, pair("hcc")))
    unseen = payer("unseen", is_whole=False)
    lines = {line.row.asked.condition: line for line in matrix([one, other, unseen], [], WORDS, DAY).lines}
    assert lines["hcc"].differs
    assert not lines["breast"].differs
    assert [cell.is_stale for cell in lines["hcc"].cells] == [True, True, False]


def test_a_guideline_stands_beside_its_own_condition_and_purpose():
    nice = GuidelineSaid(
        "k", "NICE", "TA1", "option", "Option", "", "", frozenset({"hcc"}), frozenset({"y90"}), "treatment", "d"
    )
    one = payer("one", said("a", MN, pair("hcc"), pair("icc"), pair("hcc", purpose="bridge_to_transplant")))
    lines = matrix([one], [nice], WORDS, DAY).lines
    assert {line.row.indication for line in lines if line.guidelines[0]} == {"re-hcc-treatment"}
