"""Figures of the five documents, chosen over all their sections, as they are printed."""

import pytest

from evidence.models import EffectEstimate, Measurement, Outcome, StudyAccount
from tests.evidence.figures import figures_of, measured

pytestmark = pytest.mark.usefixtures("starter_base")

# document | study | endpoint | arm, or intervention v comparator | figure. "-" is the whole study; "?" is not printed.
FIGURES = """
# Background
med140 | tace-tae-supportive-care-trial | os | tace | proportion 82 percent
med140 | tace-tae-supportive-care-trial | os | supportive-care | proportion 27 percent
med140 | sorafenib-phase-3-2007 | os | sorafenib v placebo | HR 0.69 p<0.001
med140 | colorectal-metastases-background | incidence | - | range percent range 50 to 60
med140 | neuroendocrine-background | os | single | proportion <20 percent
med140 | neuroendocrine-treatments-background | symptom_response | octreotide | median ~13 months
med140 | cholangiocarcinoma-resection-background | os | single | range percent range 20 to 43
# Hepatocellular carcinoma: reviews
med140 | pollock-2021 | os | re v sorafenib | HR 0.92 (95% CI 0.79 to 1.08)
med140 | abdel-rahman-2020 | dcr | re v sorafenib | RR 0.94 (95% CI 0.84 to 1.05)
med140 | abdel-rahman-2020 | adverse_event | re v sorafenib | RR 0.02 (95% CI 0.00 to 0.06)
med140 | abdel-rahman-2020 | adverse_event | re v sorafenib | RR 0.10 (95% CI 0.01 to 0.88)
med140 | abdel-rahman-2020 | adverse_event | re v tace | RR 1.47 (95% CI 0.66 to 3.25)
med140 | venerito-2020 | os | re v sorafenib | HR 0.91 (95% CI 0.78 to 1.05)
med140 | venerito-2020 | adverse_event | sorafenib | proportion 43.3 percent
med140 | yang-2020 | os | re v tace | RR 0.87 (95% CI 0.80 to 0.95)
med140 | yang-2020 | os | re v tace | HR 0.84 (95% CI 0.70 to 1.00)
med140 | yang-2020 | os | deb-tace v re | RR 0.40 (95% CI 0.19 to 0.84)
med140 | tao-2017 | cr | re v tace | OR 4.5 (95% CI 1.3 to 15.1)
med140 | tao-2017 | ranking | tace-ebrt | proportion 95 percent
med140 | ludwig-2017 | os | deb-tace | median 23 months
med140 | ludwig-2017 | os | re v deb-tace | OR 0.71 (95% CI 0.21 to 2.55) p=0.62
med140 | lobo-2016 | os | re v tace | RR 1.36 (95% CI 1.05 to 1.76) p=0.02
med140 | facciorusso-2016 | os | re v tace | OR 1.0 (95% CI 0.8 to 1.3) p=0.93
med140 | facciorusso-2016 | os | re v tace | OR 1.4 (95% CI 1.1 to 1.90) p=0.01
med140 | facciorusso-2016 | os | re v tace | OR 1.5 (interval 1.0 to 2.1) p=0.04
med140 | vente-2009 | dcr | resin | proportion 0.89 proportion
med140 | vente-2009 | os | - | range months range 7.1 to 21.0
med140 | ahrq-2013 | os | single | range months range 11 to 15
# Hepatocellular carcinoma: randomized trials
med140 | dhondt-2022 | ttp | re v deb-tace | HR 0.36 p=0.002
med140 | dhondt-2022 | pfs | re v deb-tace | HR 0.40 (95% CI 0.24 to 0.67) p<0.001
med140 | dhondt-2022 | os | re | median 30.2 months
med140 | dhondt-2022 | os | re v deb-tace | HR 0.48 (95% CI 0.28 to 0.82) p=0.006
med140 | kolligs-2014 | pr | re | proportion 30.8 percent
med140 | kolligs-2014 | pfs | tace | median 3.6 months
med140 | pitton-2014 | os | deb-tace | value 788 days
med140 | pitton-2014 | pfs | re v deb-tace | comparison p=0.619
# Hepatocellular carcinoma: without randomization
med140 | martelletti-2021 | downstaging | re | count 10 participants 10 of 41
med140 | martelletti-2021 | os | sorafenib | proportion 0 percent
med140 | martelletti-2021 | os | sorafenib | proportion 13.0 percent
med140 | bekki-2021 | resection | pve | proportion 85 percent
med140 | padia-2017 | os | re | median 1,198 days
med140 | padia-2017 | os | re v tace | comparison p=0.35
med140 | soydal-2016 | os | re | mean 39 months
med140 | oladeru-2016 | dss | ebrt | median 14 months
med140 | el-fouly-2015 | ttp | re | median 13.3 months
med140 | gramenzi-2015 | os | sorafenib | median 14.4 months
# Bridge to transplantation
med140 | kulik-2018 | waitlist_dropout | bridging v transplant-alone | RR 0.32
med140 | kulik-2018 | recurrence | tae v transplant-alone | RR 2.374
med140 | salem-2016 | ttp | re | median >26 months
med140 | salem-2016 | ttp | re v tace | HR 0.12 (95% CI 0.03 to 0.56) p=0.007
med140 | salem-2016 | time_to_transplant | re | median 9 months range 4 to 15
med140 | salem-2016 | adverse_event | tace | proportion 58 percent
med140 | salem-2021 | orr | single | proportion 88.3 percent (95% CI 82.4 to 92.4)
med140 | pellegrinelli-2021 | pd | - | proportion 90 percent 63 of ?
med140 | pellegrinelli-2021 | os | - | median 16.1 months range 1.0 to 72.5
med140 | gabr-2021 | os | single | median 12.5 years
med140 | gabr-2021 | time_to_transplant | single | median 7.5 months IQR 4.4 to 10.3
med140 | zori-2020 | os | re v tace | comparison p=0.052
med140 | tohme-2013 | downstaging | single | count 2 participants 2 of 6
med140 | ramanathan-2014 | recurrence | transplant-intent | proportion 11.6 percent
med140 | lewandowski-2009 | downstaging | re v tace | comparison p<0.05
# Colorectal metastases
med140 | rosenbaum-2013 | dcr | re-chemo | range percent range 59 to 100
med140 | saxena-2014 | os | single | median 12 months range 8.3 to 36
med140 | saxena-2014 | adverse_event | single | mean 40.5 percent range 11 to 100
med140 | mulcahy-2021 | pfs | re | median 8.0 months (95% CI 7.2 to 9.2)
med140 | mulcahy-2021 | pfs | re v control | HR 0.69 (95% CI 0.54 to 0.88) p=0.0013
med140 | mulcahy-2021 | hpfs | re v control | HR 0.59 (95% CI 0.46 to 0.77) p<0.0001
med140 | mulcahy-2021 | os | re | median 14.0 months (95% CI 11.8 to 15.5)
med140 | mulcahy-2021 | os | re v control | HR 1.07 (95% CI 0.86 to 1.32) p=0.7229
med140 | mulcahy-2021 | adverse_event | re | proportion 68.4 percent
med140 | van-hazel-2016 | pfs | re v control | HR 0.93 p=0.43
med140 | van-hazel-2016 | hpfs | control | median 12.6 months
med140 | van-hazel-2016 | orr | re | proportion 78.7 percent
med140 | wasan-2017 | os | re v control | HR 1.04 (95% CI 0.90 to 1.19)
med140 | med140-colorectal-nonrandomized | sd | re | range percent range 32 to 71
med140 | mokkarala-2019 | os | deb-tace v re | HR 0.94 (95% CI 0.54 to 1.65)
med140 | haber-2021 | os | re | median 31 months (95% CI 23.8 to 38.2)
med140 | haber-2021 | os | re v control | comparison p=0.17
# Melanoma
med140 | alexander-2022 | dcr | single | proportion 67.5 percent
med140 | rowcroft-2020 | os | re | range months range 9 to 24
med140 | gonsalves-2019 | dcr | naive | proportion 87.0 percent 20 of 23 (95% CI 66.4 to 97.2)
med140 | gonsalves-2019 | os | after-immunoembolization | median 19.2 months (95% CI 11.5 to 24.0)
med140 | xing-2017 | baseline | re | mean 7.28 cm
med140 | xing-2017 | os | re | median 119.9 months
med140 | xing-2017 | os | re v bsc | comparison p<0.000
med140 | xing-2017 | pd | re | proportion 35.7 percent 10 of 24
med140 | eldredge-hindy-2016 | os | single | median 12.3 months range 1.9 to 49.3
med140 | gonsalves-2011 | sd | single | proportion 56 percent 18 of 32
med140 | kennedy-2009 | os | single | median not reached months
med140 | schelhorn-2015 | pd | single | proportion 50 percent 4 of 8
med140 | memon-2014 | adverse_event | single | proportion 7 percent 1 of ?
med140 | ponti-2020 | dcr | single | proportion 52 percent
# Neuroendocrine tumours
med140 | ngo-2021 | os | tace v re | OR 1.92 (95% CI 1.14 to 3.22) p=0.014
med140 | frilling-2019 | orr | single | proportion 51 percent (95% CI 47 to 54)
med140 | devic-2014 | dcr | single | proportion 86 percent
med140 | egger-2020 | os | tace | median 50.1 months
med140 | egger-2020 | os | re v tace | comparison p=0.3
med140 | engelman-2014 | symptom_response | re | count 5 participants 5 of 6
med140 | engelman-2014 | os | - v - | comparison p=0.30
med140 | peker-2015 | os | single | median 39 months range 12.6 to 65.4
med140 | cao-2010 | os | single | median 36 months range 1 to 61
med140 | cao-2010 | pd | single | count 17 participants 17 of 51
med140 | king-2008 | os | single | mean 29.4 months ± 3.4
med140 | king-2008 | symptom_response | single | proportion 55 percent 18 of 33
# Cholangiocarcinoma
med140 | schartz-2022 | pfs | single | median 7.8 months (95% CI 4.2 to 11.3) I2=94
med140 | edeline-2021 | os | re | mean 14.1 months
med140 | edeline-2021 | pfs | tace | mean 15.0 months
med140 | yu-2021 | os | re | median 36.1 months (95% CI 20.6 to 39.5)
med140 | mosconi-2021 | os | tace | median 14.2 months (95% CI 11.6 to 17.6)
med140 | boehm-2015 | orr | hai | proportion 56.9 percent
med140 | edeline-2020 | orr | single | proportion 39 percent (90% CI 26 to 53)
med140 | edeline-2020 | os | single | median 22 months (95% CI 14 to 52)
med140 | edeline-2020 | adverse_event | single | proportion 225
med140 | edeline-2020 | downstaging | single | proportion 22 percent 9 of 41
med140 | med140-cholangiocarcinoma-series | os | re | range months range 6 to 22
# Breast cancer and Table 1
med140 | aarts-2021 | os | tace | median 17.8 months range 4.6 to 47.0
med140 | aarts-2021 | orr | re | proportion 49 percent (95% CI 32 to 67)
med140 | smitz-2013 | os | single | range months range 10.8 to 20.9
med140 | ridouani-2021 | orr | single | proportion 77 percent 46 of 60 (95% CI 64 to 86)
med140 | ridouani-2021 | radiation_dose | responders v nonresponders | comparison p<.001
med140 | davisson-2020 | os | single | median 35.4 months
med140 | pieper-2016 | ttp | single | median 101 days
med140 | gordon-2014 | hepatic_ttp | single | median 3.2 months (95% CI 1.2 to 8.5)
med140 | saxena-2014-b | sd | single | proportion 39 percent ? of 38
med140 | cianni-2013 | pr | single | proportion 56 percent
med140 | haug-2012 | sd | single | proportion 62.8 percent
med140 | haug-2012 | os | single | median 47 weeks
med140 | jakobs-2008 | pr | single | proportion 61 percent ? of 23
med140 | bangash-2007 | cr | single | proportion 39 percent
med140 | bangash-2007 | os | ecog-1-3 | median 2.6 months
med140 | coldwell-2007 | os | single | median >14 months
# Other metastases, and the bridge to resection
med140 | michl-2014 | hpfs | single | median 3.4 months range 0.9 to 45.0
med140 | vouche-2013 | hypertrophy | single v - | comparison p=0.003
# The summary of policy 292
bcbsma-292 | mulcahy-2021 | pfs | re v control | HR 0.69 (95% CI 0.54 to 0.88)
bcbsma-292 | mulcahy-2021 | hpfs | re v control | HR 0.59 (95% CI 0.46 to 0.77)
bcbsma-292 | edeline-2020 | dcr | single | proportion 98 percent
bcbsma-292 | chan-2022 | orr | re-alone | proportion 16.7 percent
bcbsma-292 | chan-2022 | dcr | re-chemo | proportion 75 percent
# El-Haddad 2021
el-haddad-2021 | modlin-2003 | incidence | single | proportion up to 75 percent
el-haddad-2021 | morsbach-2014 | diagnostic_accuracy | single | proportion 95 percent
el-haddad-2021 | ho-1997 | radiation_dose | single | range ratio range 3 to 20
el-haddad-2021 | chansanti-2017 | orr | dose-above | proportion 96.2 percent 25 of 26
el-haddad-2021 | frilling-2019 | os | single | median 28 months range 14 to 70
el-haddad-2021 | jia-2018 | pr | single | median 35.3 percent range 12.5 to 66.5
el-haddad-2021 | jia-2018 | os | single | median 71 months
el-haddad-2021 | jia-2018 | baseline | single | proportion up to 19.8 percent 77 of 388
el-haddad-2021 | vogl-2009 | symptom_response | tae | range percent range 64 to 93
el-haddad-2021 | chen-2017 | os | glass | value 51.6 months
el-haddad-2021 | kennedy-2008 | dcr | single | proportion 65.1 percent
el-haddad-2021 | tsang-2020 | os | single | median 27.2 months (95% CI 8.0 to 46.5)
el-haddad-2021 | braat-2019 | os | single | median 31.2 months range 1.7 to 144 (95% CI 26.4 to 36)
el-haddad-2021 | braat-2019 | os | g3 | median 10.8 months (95% CI 1.2 to 22.8)
el-haddad-2021 | zuckerman-2019 | os | single | median 31 months (95% CI 27 to not reached)
el-haddad-2021 | zuckerman-2019 | radiation_dose | glass | mean 5.43 GBq
el-haddad-2021 | zuckerman-2019 | mortality | resin | count 3 participants 3 of 51
el-haddad-2021 | su-2017 | adverse_event | single | proportion 41 percent 16 of 39
el-haddad-2021 | tomozawa-2018 | adverse_event | bilobar | proportion 6.9 percent 2 of 29
el-haddad-2021 | riff-2015 | adverse_event | single | count 10 participants 10 of 17
el-haddad-2021 | braat-2020 | baseline | single | median 353 days
el-haddad-2021 | el-haddad-2021-case-2 | radiation_dose | single | total 4.43 GBq
# Gaba 2017
gaba-2017 | yao-2008 | incidence | single | value 5.25 per 100,000 people per year
gaba-2017 | chamberlain-2000 | incidence | - | range percent range 46 to 93
gaba-2017 | gaba-2017-abscess | adverse_event | bilioenteric | range percent range 33 to 86
gaba-2017 | gaba-2017-re-outcomes | os | re | range years range 2 to 6.5
gaba-2017 | gaba-2017-case-1 | baseline | single | value >1,000 ng/mL
gaba-2017 | gaba-2017-case-2 | baseline | single | value 8.0 cm
gaba-2017 | gaba-2017-case-3 | radiation_dose | single | value 0.82 GBq
# Interventional oncology
interventional-oncology | van-hazel-2016 | hpfs | control | value 12.5 months
interventional-oncology | van-hazel-2016 | pfs | re | value 10.2 months
interventional-oncology | van-hazel-2016 | hpfs | re v control | comparison p=.002
interventional-oncology | wasan-2017 | os | control | median 23.3 months
interventional-oncology | wasan-2017 | adverse_event | re v control | comparison p=.0089
interventional-oncology | su-2017 | adverse_event | bilobar | count 8 participants 8 of ?
interventional-oncology | interventional-oncology-crc-salvage | os | re | range months range 10 to 12
interventional-oncology | resin-registry | baseline | single | proportion ~two-thirds proportion
interventional-oncology | resin-registry | baseline | single | count 16 centers 16 of 49
"""
PINNED = [line for line in FIGURES.strip().splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("pinned", PINNED)
def test_figure_is_held_as_printed(pinned):
    document, study, endpoint, arm, figure = pinned.split(" | ")
    assert (arm.removeprefix("-") if arm == "-" else arm, figure) in figures_of(document, study, endpoint)


def test_enough_figures_are_pinned_of_every_document():
    assert len(PINNED) == len(set(PINNED)) >= 120
    assert {line.split(" | ")[0] for line in PINNED} == set(
        StudyAccount.objects.values_list("document__key", flat=True)
    )


def over_time(study: str, arm: str, **where) -> dict[str, str]:
    rows = Measurement.objects.filter(
        outcome__account__study__key=study, arm__key=f"{study}/{arm}", outcome__endpoint="os", **where
    )
    return {row.outcome.timepoint: row.value for row in rows.select_related("outcome") if row.outcome.timepoint}


@pytest.mark.parametrize(
    ("study", "arm", "survival"),
    [
        ("ludwig-2017", "deb-tace", {"one year": "79", "two years": "61", "three years": "56"}),
        ("ludwig-2017", "re", {"one year": "55", "two years": "34", "three years": "21"}),
        ("martelletti-2021", "re", {"one year": "64.5", "two years": "42.6", "three years": "37.3"}),
        ("gabr-2021", "single", {"3 years": "84", "5 years": "77", "10 years": "60"}),
        ("cao-2010", "single", {"one year": "86", "two years": "58", "three years": "47"}),
        ("peker-2015", "single", {"1 year": "71", "2 years": "45"}),
        ("tace-tae-supportive-care-trial", "tae", {"one year": "75", "two years": "50"}),
    ],
)
def test_survival_stands_at_its_time(study, arm, survival):
    assert over_time(study, arm, outcome__account__document__key="med140") == survival


def adverse_event(term: str, **where) -> Measurement:
    return Measurement.objects.get(outcome__endpoint="adverse_event", outcome__event_term=term, **where)


def test_asthenia_of_225_is_stored_without_a_unit():
    asthenia = adverse_event("asthenia", outcome__account__study__key="edeline-2020")
    assert (asthenia.value, asthenia.unit, asthenia.as_reported) == ("225", "", "(225)")
    assert asthenia.note


def test_interval_with_one_bound_that_was_not_reached():
    survival = Measurement.objects.get(ci_upper="not reached")
    assert (survival.outcome.account.study.key, survival.ci_lower, survival.ci_level) == ("zuckerman-2019", "27", "95")


def test_median_not_reached_is_a_value():
    (median,) = Measurement.objects.filter(not_reached=True)
    assert (median.outcome.account.study.key, median.value) == ("kennedy-2009", "")
    assert "not" in median.as_reported


def test_interval_of_ninety_percent_is_told_apart():
    (response,) = Measurement.objects.filter(ci_level="90")
    assert (response.outcome.account.study.key, response.ci_lower, response.ci_upper) == ("edeline-2020", "26", "53")


def test_interval_without_a_level_has_none():
    levels = EffectEstimate.objects.exclude(ci_lower="").filter(ci_level="")
    assert [row.outcome.account.study.key for row in levels] == ["facciorusso-2016"]


def test_p_below_nothing_is_kept_with_a_note():
    (impossible,) = EffectEstimate.objects.filter(p_value="0.000")
    assert (impossible.p_comparator, impossible.outcome.account.study.key) == ("<", "xing-2017")
    assert impossible.note


@pytest.mark.parametrize(
    ("study", "endpoint", "field", "printed"),
    [
        ("yang-2020", "os", "ci_lower", "0.80"),
        ("yang-2020", "os", "ci_upper", "1.00"),
        ("yang-2020", "os", "estimate", "0.40"),
        ("facciorusso-2016", "os", "estimate", "1.0"),
        ("facciorusso-2016", "os", "ci_upper", "1.90"),
        ("abdel-rahman-2020", "adverse_event", "ci_lower", "0.00"),
        ("wasan-2017", "os", "ci_lower", "0.90"),
        ("ngo-2021", "baseline", "estimate", "0.50"),
        ("engelman-2014", "os", "p_value", "0.30"),
        ("egger-2020", "os", "p_value", "0.3"),
        ("ridouani-2021", "radiation_dose", "p_value", ".001"),
    ],
)
def test_decimals_are_not_altered(study, endpoint, field, printed):
    where = {"outcome__account__study__key": study, "outcome__endpoint": endpoint}
    assert EffectEstimate.objects.filter(outcome__account__document__key="med140", **where, **{field: printed}).exists()


def test_categories_that_add_up_to_more_than_all_are_kept():
    rows = Measurement.objects.filter(outcome__account__study__key="bangash-2007", unit="percent")
    assert sum(int(row.value) for row in rows) == 139


def test_arms_that_do_not_add_up_are_kept():
    account = StudyAccount.objects.get(study__key="el-fouly-2015")
    sizes = {size.arm.key: size.participants for size in account.arm_sizes.all()}
    assert (account.participants, sizes) == ("86", {"el-fouly-2015/tace": "63", "el-fouly-2015/re": "53"})


def test_word_printed_for_two_figures_is_kept_for_both():
    rows = Measurement.objects.filter(
        outcome__account__study__key="chansanti-2017", outcome__endpoint="diagnostic_accuracy"
    )
    assert [row.as_reported for row in rows] == ["93% specificity", "83% specificity"]


def test_shares_of_more_than_all_are_kept():
    rows = Measurement.objects.filter(as_reported__in=["SIR-Spheres 64%", "TheraSphere 46%"])
    assert {row.outcome.account.study.key for row in rows} == {"zuckerman-2019"}
    assert rows.count() == 2


@pytest.mark.parametrize(
    ("endpoint", "arm", "told"),
    [
        ("hpfs", "control", {"med140": "12.6", "interventional-oncology": "12.5"}),
        ("pfs", "control", {"med140": "10.2", "interventional-oncology": "10.7"}),
        ("pfs", "re", {"med140": "10.6", "interventional-oncology": "10.2"}),
    ],
)
def test_documents_that_disagree_on_a_study_keep_their_own_figures(endpoint, arm, told):
    rows = Measurement.objects.filter(arm__key=f"van-hazel-2016/{arm}", outcome__endpoint=endpoint)
    assert {row.outcome.account.document.key: row.value for row in rows} == told


def test_survival_of_melanoma_is_counted_from_two_origins():
    rows = Measurement.objects.filter(arm__key="xing-2017/re", outcome__endpoint="os")
    assert {row.outcome.time_origin: measured(row) for row in rows} == {
        "metastasis_diagnosis": "median 19.9 months",
        "diagnosis": "median 119.9 months",
    }


def test_every_figure_has_its_printed_form_and_its_lines():
    for model in (Measurement, EffectEstimate):
        assert not model.objects.filter(as_reported="").exists()
        assert not model.objects.filter(lines="").exists()
    assert not Outcome.objects.filter(lines="").exists()
