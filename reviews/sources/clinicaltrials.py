"""A file of ClinicalTrials.gov: bytes in, TrialTold and FailedTrial out, in the file's order. Pure.

The format is that of the registry's API, version 2: one study, {"studies": [...]}, or the bare list that its own page
downloads. What a study does not tell is empty; what it tells otherwise than documented fails that study alone.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviews.vocabulary import TrialStatus

LARGEST = 20_000_000  # bytes of a file
MOST = 1000  # studies of a file: what the registry gives on one page at most
NCT = re.compile(r"NCT[0-9]{8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_MONTH_OR_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
MOST_PEOPLE = 999_999_999

HOW = "Download the studies from ClinicalTrials.gov as JSON, and send that file."
TOO_LARGE = f"This file is larger than {LARGEST // 1_000_000} MB. Download fewer studies at once."
TOO_MANY = f"This file holds more than {MOST} studies. Download those alone whose results the policy waits for."
PACKED = "This file is packed: unpack it, and send the JSON file that is in it."
NO_STUDY = "This file holds no study. Look at ClinicalTrials.gov whether the search found any."
OTHER_JSON = f"This JSON holds no study as ClinicalTrials.gov writes them (API version 2). {HOW}"

STATUSES = {status.value.upper(): status for status in TrialStatus}
OF_EXPANDED_ACCESS = ("AVAILABLE", "NO_LONGER_AVAILABLE", "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING")

IDENTIFICATION = "protocolSection.identificationModule"
STATUS = "protocolSection.statusModule"
ENROLLMENT = "protocolSection.designModule.enrollmentInfo"
AS_OF = "derivedSection.miscInfoModule.versionHolder"  # the day of the registry's data


class NotATrialsFile(ValueError):
    """The file as a whole cannot be read. Its text is for the person who sent it: what it is and what to do."""


class UnreadableStudy(ValueError):
    """One study cannot be read. Its text says why."""


@dataclass(frozen=True)
class TrialTold:
    """A trial as the registry told it. What it did not tell is empty; `as_of` None where the file has no day.

    A size or a completion that is no plan any more says so: "31 (actual)", "2020-05 (actual)".
    """

    position: int  # in the file, from 1
    nct: str
    title: str
    status: TrialStatus
    planned_size: str = ""
    expected_completion: str = ""
    as_of: date | None = None
    has_results: bool = False


@dataclass(frozen=True)
class FailedTrial:
    """A study of the file that cannot be on a list of trials. `nct` is empty where it has none that can be read."""

    position: int
    reason: str
    nct: str = ""


@dataclass(frozen=True)
class TrialsFile:
    """`goes_on`: the registry says that its list goes on, on a page that is not in the file."""

    trials: tuple[TrialTold | FailedTrial, ...]
    goes_on: bool = False


def read(content: bytes) -> TrialsFile:
    """NotATrialsFile, with what to do, when it is none."""
    found = _json(content)
    studies = _studies(found)
    goes_on = isinstance(found, dict) and bool(found.get("nextPageToken"))
    return TrialsFile(tuple(_trial(position, study) for position, study in enumerate(studies, 1)), goes_on)


def _json(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise NotATrialsFile(TOO_LARGE)
    if content.startswith((b"PK", b"\x1f\x8b")):
        raise NotATrialsFile(PACKED)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATrialsFile(f"This file is no text in UTF-8, as JSON is. {HOW}") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise NotATrialsFile(f"This JSON is nested deeper than any study is. {HOW}") from None
    except ValueError:
        raise NotATrialsFile(_no_json(text)) from None


def _no_json(text: str) -> str:
    if not text.strip():
        return f"This file is empty. {HOW}"
    if "NCT Number" in text.partition("\n")[0]:
        return "This is the table that ClinicalTrials.gov downloads as CSV. Choose JSON there, and send that file."
    return f"This file is no JSON. {HOW}"


def _studies(found: Any) -> list[Any]:
    if isinstance(found, dict):
        found = found.get("studies", [found])
    if not isinstance(found, list):
        raise NotATrialsFile(OTHER_JSON)
    if not found:
        raise NotATrialsFile(NO_STUDY)
    if not any(isinstance(study, dict) and "protocolSection" in study for study in found):
        raise NotATrialsFile(OTHER_JSON)
    if len(found) > MOST:
        raise NotATrialsFile(TOO_MANY)
    return found


def _trial(position: int, study: Any) -> TrialTold | FailedTrial:
    nct = ""
    try:
        nct = _number(study)
        return TrialTold(
            position,
            nct,
            _title(study),
            _status(study),
            _size(study),
            _completion(study),
            _as_of(study),
            _at(study, "hasResults") is True,
        )
    except UnreadableStudy as fault:
        return FailedTrial(position, str(fault), nct)


def _number(study: Any) -> str:
    nct = _text(study, f"{IDENTIFICATION}.nctId")
    if not NCT.fullmatch(nct):
        raise UnreadableStudy(f'Its nctId, "{nct[:40]}", is no NCT number.' if nct else "It has no nctId.")
    return nct


def _title(study: Any) -> str:
    title = _text(study, f"{IDENTIFICATION}.briefTitle")
    if not title:
        raise UnreadableStudy("It has no briefTitle: download the studies with all their fields.")
    return title


def _status(study: Any) -> TrialStatus:
    status = _text(study, f"{STATUS}.overallStatus")
    if status in STATUSES:
        return STATUSES[status]
    if not status:
        raise UnreadableStudy("It has no overallStatus: download the studies with all their fields.")
    if status in OF_EXPANDED_ACCESS:
        raise UnreadableStudy(f"It is no trial but expanded access to a treatment, with the status {status}.")
    if status == "WITHHELD":
        raise UnreadableStudy("The registry withholds its status.")
    raise UnreadableStudy(f'Its overallStatus, "{status[:40]}", is none that a trial has.')


def _size(study: Any) -> str:
    count = _at(study, f"{ENROLLMENT}.count")
    if count is None:
        return ""
    if type(count) is not int or not 0 <= count <= MOST_PEOPLE:
        raise _not_as_written(f"{ENROLLMENT}.count")
    return _with(str(count), _actual(study, ENROLLMENT))


def _completion(study: Any) -> str:
    """Of the whole trial; where only its primary completion is told, that one, named so."""
    for name, of in (("completionDateStruct", ""), ("primaryCompletionDateStruct", "primary completion")):
        day = _text(study, f"{STATUS}.{name}.date")
        if day and not DAY_MONTH_OR_YEAR.fullmatch(day):
            raise _not_as_written(f"{STATUS}.{name}.date")
        if day:
            return _with(day, of, _actual(study, f"{STATUS}.{name}"))
    return ""


def _actual(study: Any, path: str) -> str:
    return "actual" if _text(study, f"{path}.type") == "ACTUAL" else ""


def _with(printed: str, *words: str) -> str:
    said = ", ".join(word for word in words if word)
    return f"{printed} ({said})" if said else printed


def _as_of(study: Any) -> date | None:
    day = _text(study, AS_OF)
    if not day:
        return None
    try:
        if DAY.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass  # 2024-02-30
    raise _not_as_written(AS_OF)


def _text(study: Any, path: str) -> str:
    found = _at(study, path)
    if found is None:
        return ""
    if not isinstance(found, str) or not _can_be_kept(found):
        raise _not_as_written(path)
    return " ".join(found.split())


def _can_be_kept(text: str) -> bool:
    """No database keeps a NUL, or half a character ("\\ud800" in JSON)."""
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)


def _at(study: Any, path: str) -> Any:
    """None where it, or a part on the way to it, is missing or null."""
    found = study
    for name in path.split("."):
        if found is None:
            return None
        if not isinstance(found, dict):
            raise _not_as_written(path)
        found = found.get(name)
    return found


def _not_as_written(path: str) -> UnreadableStudy:
    return UnreadableStudy(f"Its {path.rpartition('Section.')[2]} is not as ClinicalTrials.gov writes it.")
