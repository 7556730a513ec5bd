from evidence.checks import registry
from evidence.checks.running import all_rules
from evidence.checks.values import Account, Comparison, Estimated, Measured, Mentions, StudyAccounts


def test_every_rule_has_a_name_that_tells_it_and_is_explained():
    for name, rule in all_rules().items():
        assert name.isidentifier()
        assert name == name.lower()
        assert len(rule.title) > 3
        assert rule.explanation.endswith(".")
    names = [rule.name for rule in registry.OWN]
    assert len(set(names)) == len(set(registry.OWN))


def test_rules_are_silent_about_what_has_not_been_typed():
    nothing = (
        (registry.FIGURE_RULES, Measured()),
        (registry.FIGURE_RULES, Measured(statistic="proportion", value="not a number", ci_lower="x", events="?")),
        (registry.EFFECT_RULES, Estimated()),
        (
            registry.EFFECT_RULES,
            Estimated(measure="HR", estimate="-1", ci_lower="not reached", ci_upper="NR", p_value="n.s."),
        ),
        (registry.COMPARISON_RULES, Comparison(Estimated(), Measured(), Measured())),
        (registry.ACCOUNT_RULES, Account()),
        (registry.STUDY_RULES, StudyAccounts("", "", ())),
        (registry.DOCUMENT_RULES, Mentions("", (), 2026)),
    )
    for rules, value in nothing:
        assert list(registry.ask(rules, value)) == []


def test_a_form_can_ask_as_figures_are_typed():
    typed = Estimated(
        measure="HR", estimate="0.80", ci_lower="0.85", ci_upper="0.95", p_comparator="<", p_value="0.000"
    )
    assert [rule.name for rule, _ in registry.ask(registry.EFFECT_RULES, typed)] == [
        "p_above_zero",
        "interval_contains_estimate",
    ]
