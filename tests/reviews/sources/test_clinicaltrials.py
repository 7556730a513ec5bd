"""A file of ClinicalTrials.gov, as read."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.sources import clinicaltrials
from reviews.sources.clinicaltrials import FailedTrial, NotATrialsFile, TrialsFile, TrialTold, read
from reviews.vocabulary import TrialStatus
from tests.reviews.sources.registry import study, written

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NUMBERS = st.integers(0, 99_999_999).map(lambda number: f"NCT{number:08}")
TITLES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x00"), min_size=1, max_size=60
).filter(lambda title: title == " ".join(title.split()) != "")
MONTHS = st.dates(date(1990, 1, 1)).map(lambda day: day.isoformat()[:7])
SIZES = st.none() | st.tuples(st.integers(0, 99_999), st.sampled_from(["ESTIMATED", "ACTUAL"]))
COMPLETIONS = st.none() | st.tuples(MONTHS, st.sampled_from(["ESTIMATED", "ACTUAL"]))


def one(**told) -> TrialTold:
    [trial] = read(written(study(**told))).trials
    assert isinstance(trial, TrialTold), trial
    return trial


def failing(changed: dict) -> FailedTrial:
    [trial] = read(written(changed)).trials
    assert isinstance(trial, FailedTrial)
    return trial


def file_or_sentence(content: bytes) -> TrialsFile | str:
    try:
        return read(content)
    except NotATrialsFile as refused:
        return str(refused)


def refusal(content: bytes) -> str:
    with pytest.raises(NotATrialsFile) as refused:
        read(content)
    return str(refused.value)


def test_a_study_is_read_as_the_registry_tells_it():
    told = one(size=(325, "ESTIMATED"), completion=("2027-01-16", "ESTIMATED"), results=True)
    as_of = date(2024, 8, 9)
    wanted = ("325", "2027-01-16", as_of, True)
    assert told == TrialTold(1, "NCT01234567", "A trial to come", TrialStatus.RECRUITING, *wanted)


def test_what_is_no_plan_any_more_says_so():
    told = one(size=(31, "ACTUAL"), completion=("2020-05", "ACTUAL"))
    assert (told.planned_size, told.expected_completion) == ("31 (actual)", "2020-05 (actual)")


def test_the_end_of_the_trial_goes_before_that_of_its_first_outcome():
    both = {"completion": ("2028", "ESTIMATED"), "primary": ("2027-03", "ESTIMATED")}
    assert one(**both).expected_completion == "2028"


@pytest.mark.parametrize(
    ("type_", "printed"),
    [("ESTIMATED", "2027-03-31 (primary completion)"), ("ACTUAL", "2027-03-31 (primary completion, actual)")],
)
def test_a_primary_completion_that_stands_alone_is_named_so(type_, printed):
    found = one(primary=("2027-03-31", type_)).expected_completion
    assert found == printed
    assert len(found) <= 40  # what the list keeps


def test_what_is_not_told_is_empty():
    told = one(day="")
    assert (told.planned_size, told.expected_completion, told.as_of, told.has_results) == ("", "", None, False)


@given(
    st.lists(
        st.tuples(NUMBERS, TITLES, st.sampled_from(TrialStatus), SIZES, COMPLETIONS, st.dates(), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read_the_same(trials):
    def printed(pair):
        return "" if pair is None else f"{pair[0]}{' (actual)' if pair[1] == 'ACTUAL' else ''}"

    studies = [
        study(nct, title=title, status=status.value.upper(), size=size, completion=done, day=str(day), results=results)
        for nct, title, status, size, done, day, results in trials
    ]
    assert read(written(*studies)).trials == tuple(
        TrialTold(position, nct, title, status, printed(size), printed(done), day, results)
        for position, (nct, title, status, size, done, day, results) in enumerate(trials, 1)
    )


@given(ANY_JSON)
def test_any_json_is_read_or_refused_with_a_sentence(found):
    told = file_or_sentence(json.dumps(found).encode())
    assert told.endswith(".") if isinstance(told, str) else {type(trial) for trial in told.trials} == {FailedTrial}


@given(st.sampled_from(["identificationModule", "statusModule", "designModule"]), ANY_JSON, st.data())
def test_anything_in_a_study_fails_it_alone(module, found, data):
    """The study before it and the one behind it are read whatever stands between them."""
    broken = study("NCT00000002", size=(1, "ACTUAL"), completion=("2027", "ESTIMATED"))
    part = broken["protocolSection"][module]
    name = data.draw(st.sampled_from([None, *part]))
    if name is None:
        broken["protocolSection"][module] = found
    else:
        part[name] = found
    first, between, last = read(written(study("NCT00000001"), broken, study("NCT00000003"))).trials
    assert [first.nct, last.nct] == ["NCT00000001", "NCT00000003"]
    assert (between.position, last.position) == (2, 3)
    assert isinstance(between, TrialTold) or between.reason.endswith(".")


@given(st.binary(max_size=200))
def test_any_bytes_that_are_no_study_are_refused_with_a_sentence(content):
    told = file_or_sentence(content)
    assert isinstance(told, str)
    assert told.endswith(".")


def test_one_study_a_page_of_them_and_the_bare_list_are_read_alike():
    whole = study()
    files = [json.dumps(form).encode() for form in (whole, {"studies": [whole]}, [whole])]
    assert len({read(file) for file in files}) == 1


def test_a_mark_of_byte_order_is_passed_over():
    assert read(b"\xef\xbb\xbf" + written(study())) == read(written(study()))


def test_a_page_that_is_not_the_last_says_so():
    assert not read(written(study())).goes_on
    assert read(written(study(), nextPageToken="abc")).goes_on


@pytest.mark.parametrize(
    "status", ["AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING"]
)
def test_expanded_access_is_no_trial(status):
    failed = failing(study(status=status))
    assert failed == FailedTrial(
        1, f"It is no trial but expanded access to a treatment, with the status {status}.", "NCT01234567"
    )


def _with(path: str, value) -> dict:
    found = study(size=(1, "ACTUAL"), completion=("2027", "ESTIMATED"))
    part = found
    *way, last = path.split(".")
    for name in way:
        part = part[name]
    part[last] = value
    return found


IDENTIFIED, STOOD = "protocolSection.identificationModule", "protocolSection.statusModule"
ENROLLED = "protocolSection.designModule.enrollmentInfo"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (f"{IDENTIFIED}.nctId", "NCT123", '"NCT123", is no NCT number'),
        (f"{IDENTIFIED}.nctId", None, "has no nctId"),
        (f"{IDENTIFIED}.nctId", 1234567, "identificationModule.nctId is not as"),
        (f"{IDENTIFIED}.briefTitle", " ", "has no briefTitle"),
        (f"{IDENTIFIED}.briefTitle", "a\x00b", "identificationModule.briefTitle is not as"),
        (f"{IDENTIFIED}.briefTitle", "a\ud800b", "identificationModule.briefTitle is not as"),
        (f"{STOOD}.overallStatus", None, "has no overallStatus"),
        (f"{STOOD}.overallStatus", "WITHHELD", "withholds"),
        (f"{STOOD}.overallStatus", "SLEEPING", "is none that a trial has"),
        (f"{STOOD}.overallStatus", "recruiting", "is none that a trial has"),
        (f"{STOOD}.completionDateStruct.date", "May 2027", "completionDateStruct.date is not as"),
        (f"{STOOD}.completionDateStruct", "2027", "completionDateStruct.date is not as"),
        (f"{ENROLLED}.count", "31", "enrollmentInfo.count is not as"),
        (f"{ENROLLED}.count", True, "enrollmentInfo.count is not as"),
        (f"{ENROLLED}.count", 3.5, "enrollmentInfo.count is not as"),
        (f"{ENROLLED}.count", -1, "enrollmentInfo.count is not as"),
        (f"{ENROLLED}.count", 10**30, "enrollmentInfo.count is not as"),
        ("derivedSection.miscInfoModule.versionHolder", "2024-02-30", "versionHolder is not as"),
        ("derivedSection.miscInfoModule.versionHolder", "20240809", "versionHolder is not as"),
    ],
)
def test_a_study_that_cannot_be_says_why(path, value, reason):
    assert reason in failing(_with(path, value)).reason


def test_a_size_of_none_is_a_number():
    assert one(size=(0, "ACTUAL")).planned_size == "0 (actual)"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"NCT Number,Study Title,Study Status\nNCT01234567,A,RECRUITING\n", "downloads as CSV. Choose JSON"),
        (b"<?xml version='1.0'?><a/>", "is no JSON"),
        (b'{"studies": [{"protocolSection": {}}', "is no JSON"),
        (b"\x00\x00", "is no JSON"),
        (b'{"a": "\x00"}', "is no JSON"),
        (b"9" * 5000, "is no JSON"),
        (b"PK\x03\x04", "is packed"),
        (b"\x1f\x8b\x08", "is packed"),
        ('{"studies": []}'.encode("utf-16"), "no text in UTF-8"),
        (b"[" * 200_000, "nested deeper"),
        (b'{"a":' * 200_000, "nested deeper"),
        (b"[]", "holds no study"),
        (b'{"studies": []}', "holds no study"),
        (b"{}", "holds no study as ClinicalTrials.gov writes them"),
        (b'{"studies": {"a": 1}}', "holds no study as ClinicalTrials.gov writes them"),
        (b'{"FullStudiesResponse": {}}', "holds no study as ClinicalTrials.gov writes them"),
        (b'[{"title": "A"}, 2]', "holds no study as ClinicalTrials.gov writes them"),
        (b"null", "holds no study as ClinicalTrials.gov writes them"),
        (b" " * (clinicaltrials.LARGEST + 1), "larger than 20 MB"),
        (b'{"studies": [' + b'{"protocolSection":0},' * 1000 + b"0]}", "more than 1000 studies"),
    ],
)
def test_what_is_no_such_file_is_refused_with_what_to_do(content, sentence):
    assert sentence in refusal(content)
