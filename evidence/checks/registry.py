"""Every rule, by what it looks at, in the order in which its flags are listed. Pure.

A form asks the rules of what is being typed: `ask(EFFECT_RULES, Estimated(measure="HR", estimate="0.80", ...))`.
Apps above this one register rules of their own (evidence/checks/others.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from evidence.checks import agreement_of_documents as documents
from evidence.checks import devices, direction, intervals, p_values, proportions, references, response, survival, totals
from evidence.checks.agreement_on_products import products_told_alike
from evidence.checks.arms import groups_of
from evidence.checks.findings import Check, Finding, Rule
from evidence.checks.thresholds import thresholds_agree
from evidence.checks.values import Account


def each(*checks: Check) -> Check:
    """One rule made of several checks of the same value."""

    def check(value: Any) -> Iterator[Finding]:
        for one in checks:
            yield from one(value)

    return check


def _attainable(account: Account) -> Iterator[Finding]:
    if not account.is_pooled:
        for group in groups_of(account):
            yield from proportions.attainable_percent(group)


BOUNDS_IN_ORDER = Rule(
    "bounds_in_order",
    "Bounds in order",
    "The lower bound of an interval or a range is not above the upper one.",
    intervals.bounds_in_order,
)
INTERVAL_CONTAINS_ESTIMATE = Rule(
    "interval_contains_estimate",
    "Interval contains the estimate",
    "An estimate lies inside its own confidence interval.",
    intervals.interval_contains_estimate,
)

# Of a Measured: one arm's figure.
FIGURE_RULES = (
    Rule(
        "percent_at_most_100",
        "Percent at most 100",
        "A share of a group lies from 0 to 100 percent.",
        proportions.percent_at_most_100,
    ),
    Rule(
        "count_within_total",
        "n at most N",
        "A count is not larger than the number it is taken of.",
        proportions.count_within_total,
    ),
    Rule(
        "percent_of_count",
        "Percent of its count",
        "n of N gives the percent printed beside it, rounded up, down or to even.",
        proportions.percent_of_count,
    ),
    BOUNDS_IN_ORDER,
    INTERVAL_CONTAINS_ESTIMATE,
    Rule(
        "median_in_interval",
        "Median inside its interval",
        "A median lies inside its own confidence interval.",
        intervals.median_in_interval,
    ),
    Rule(
        "median_in_range",
        "Median inside its range",
        "A median lies inside the range and the interquartile range of the same values, a mean inside the range.",
        intervals.median_in_range,
    ),
    Rule(
        "interval_in_range",
        "Quartiles inside the range",
        "The interquartile range does not reach beyond the range of the same values.",
        intervals.interval_in_range,
    ),
    Rule(
        "interval_of_proportion",
        "Interval of a proportion",
        "The interval of n of N is the exact binomial one, or one of the usual approximations.",
        intervals.interval_of_proportion,
    ),
)

# Of an Estimated: one arm against another.
EFFECT_RULES = (
    Rule(
        "p_above_zero",
        "p above zero",
        "A p-value is above 0 and at most 1; “p<0.000” cannot be.",
        p_values.p_above_zero,
    ),
    BOUNDS_IN_ORDER,
    INTERVAL_CONTAINS_ESTIMATE,
    Rule(
        "interval_symmetric",
        "Interval symmetric",
        "On the log scale a ratio stands in the middle of its interval.",
        intervals.interval_symmetric,
    ),
    Rule(
        "p_agrees_with_interval",
        "p agrees with the interval",
        "The p-value is one that the estimate and its interval leave possible, as two-sided or, if printed exactly, "
        "as one-sided.",
        p_values.p_agrees_with_interval,
    ),
    Rule(
        "direction_agrees",
        "Direction agrees with the ratio",
        "A ratio lies on the side of 1 that favours the arm the words favour.",
        direction.direction_agrees,
    ),
    Rule(
        "difference_agrees_with_interval",
        "Words agree with the interval",
        "Where no difference is stated the interval holds 1, and where one is stated it does not.",
        direction.difference_agrees_with_interval,
    ),
)

# Of a Comparison: an effect with the figures of its two arms.
COMPARISON_RULES = (
    Rule(
        "p_agrees_with_counts",
        "p agrees with the counts",
        "The p-value is one that the counts of the two arms give, by a chi-squared or by Fisher's exact test.",
        p_values.p_agrees_with_counts,
    ),
    Rule(
        "direction_agrees_with_figures",
        "Direction agrees with the figures",
        "The arm that the words favour has the better figure, and the one they call more frequent the larger.",
        each(direction.direction_agrees_with_figures, direction.words_agree_with_figures),
    ),
    Rule(
        "ratio_agrees_with_percents",
        "Ratio agrees with the percents",
        "The ratio of the two arms' percents lies inside the interval of the ratio printed.",
        intervals.ratio_agrees_with_percents,
    ),
)

# Of an Account: what one document says of one study.
ACCOUNT_RULES = (
    Rule(
        "arms_add_up",
        "Arms add up",
        "The arms compared make up the participants.",
        totals.arms_add_up,
    ),
    Rule(
        "evaluable_within_participants",
        "Groups within the participants",
        "No more are evaluable, and no more in one group, than took part.",
        totals.evaluable_within_participants,
    ),
    Rule(
        "count_within_group",
        "Counts within their group",
        "A count of people is not larger than the group it is told of.",
        totals.count_within_group,
    ),
    Rule(
        "categories_add_up",
        "Categories add up",
        "Categories that exclude each other make 100%, or the number evaluated, within rounding.",
        each(response.response_adds_up, response.counts_add_up, totals.lists_add_up),
    ),
    Rule(
        "category_once",
        "Each category once",
        "A category of response is told once; it is no part of another group told beside it.",
        response.category_once,
    ),
    Rule(
        "orr_is_cr_plus_pr",
        "ORR is CR + PR",
        "Objective response is complete and partial response together.",
        response.orr_is_cr_plus_pr,
    ),
    Rule(
        "dcr_is_orr_plus_sd",
        "DCR is ORR + SD",
        "Disease control is objective response and stable disease together.",
        response.dcr_is_orr_plus_sd,
    ),
    Rule(
        "survival_falls_with_time",
        "Survival falls with time",
        "Survival can only fall with time, and a share that has had an event only grow.",
        survival.survival_falls_with_time,
    ),
    Rule(
        "survival_agrees_with_median",
        "Survival agrees with the median",
        "Before the median at least half are event-free, after it at most half.",
        survival.survival_agrees_with_median,
    ),
    Rule(
        "survival_agrees_with_range",
        "Survival agrees with the range",
        "Before the shortest survival time of a range nobody was lost.",
        survival.survival_agrees_with_range,
    ),
    Rule(
        "hepatic_pfs_not_shorter",
        "Hepatic PFS not shorter",
        "Hepatic progression-free survival counts fewer events than progression-free survival, so it is not shorter.",
        survival.hepatic_pfs_not_shorter,
    ),
    Rule(
        "survival_not_before_progression",
        "Survival not before progression",
        "Overall survival and time to progression are not shorter than progression-free survival.",
        survival.survival_not_before_progression,
    ),
    Rule(
        "subgroup_within_range",
        "Subgroup within the range",
        "The median of a part lies within the range told of the whole.",
        survival.subgroup_within_range,
    ),
    Rule(
        "response_within_those_affected",
        "Symptoms of those who had them",
        "Symptoms get better in no more people than had any.",
        totals.response_within_those_affected,
    ),
    Rule(
        "share_agrees_with_arm",
        "Share agrees with the arm",
        "An arm is as large as its share of the participants.",
        totals.share_agrees_with_arm,
    ),
    Rule(
        "as_many_values_as_categories",
        "As many values as categories",
        "Names told in a row have as many values told of them.",
        totals.every_arm_has_a_size,
    ),
    Rule(
        "attainable_percent",
        "Percent attainable (GRIM)",
        "Some whole number of the group gives the percent that is printed.",
        each(_attainable, proportions.shared_total),
    ),
    Rule(
        "figures_not_repeated",
        "Figures not repeated",
        "Two outcomes seldom have the same estimate and the same two bounds.",
        intervals.figures_not_repeated,
    ),
    Rule(
        "units_agree",
        "Units agree",
        "A figure told in two units is one figure.",
        devices.units_agree,
    ),
    Rule(
        "document_agrees_with_itself",
        "A document agrees with itself",
        "What one document tells twice of one thing, it tells alike.",
        documents.document_agrees_with_itself,
    ),
)

DOCUMENTS_AGREE = Rule(
    "documents_agree",
    "Documents agree",
    "Two documents tell the same figure of the same study, arm and outcome.",
    documents.documents_agree,
)
# Of StudyAccounts: what all documents say of one study.
STUDY_RULES = (DOCUMENTS_AGREE,)

# Of Mentions: the works that one document cites.
DOCUMENT_RULES = (
    Rule(
        "year_possible",
        "Year possible",
        "The year of a work does not lie in the future.",
        references.year_possible,
    ),
    Rule(
        "year_agrees_with_reference",
        "Year agrees with the reference",
        "The year printed with a work is that of its issue or the one it appeared online.",
        references.year_agrees_with_reference,
    ),
    Rule(
        "one_number_one_work",
        "One number, one work",
        "A number printed for a citation stands for one work.",
        references.one_number_one_work,
    ),
)

# Of all Characteristics, and of all Thresholds.
PRODUCTS_AGREE = replace(DOCUMENTS_AGREE, check=products_told_alike)
THRESHOLDS_AGREE = replace(DOCUMENTS_AGREE, check=thresholds_agree)
# Of a Characteristic, of all of them, of an Expression, of a Definition.
DENSITY_POSSIBLE = Rule(
    "density_possible", "Density possible", "No solid is as light as printed.", devices.density_possible
)
ACTIVITY_OF_SPHERES = Rule(
    "activity_of_spheres",
    "Activity of the spheres",
    "The activity of a vial at calibration is that of one sphere times the spheres in it.",
    devices.activity_of_spheres,
)
FORMULA_IS_WHOLE = Rule(
    "formula_is_whole",
    "Formula whole",
    "A formula is one expression with its brackets in pairs and its symbols explained.",
    devices.formula_is_whole,
)
CRITERIA_AS_PUBLISHED = Rule(
    "criteria_as_published",
    "Criteria as published",
    "A category of response is told with the limits of the criteria it is named after, one of consensus as it is "
    "published.",
    devices.criteria_as_published,
)

OWN = (
    *FIGURE_RULES,
    *EFFECT_RULES,
    *COMPARISON_RULES,
    *ACCOUNT_RULES,
    *STUDY_RULES,
    *DOCUMENT_RULES,
    DENSITY_POSSIBLE,
    ACTIVITY_OF_SPHERES,
    FORMULA_IS_WHOLE,
    CRITERIA_AS_PUBLISHED,
)


def ask(rules: Iterable[Rule], value: Any) -> Iterator[tuple[Rule, Finding]]:
    """What the rules have to say of a value, in their order."""
    for rule in rules:
        for finding in rule.check(value):
            yield rule, finding
