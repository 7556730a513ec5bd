"""Files as ClinicalTrials.gov writes them, made small."""

import json

DAY = "2024-08-09"


def study(
    nct="NCT01234567", *, title="A trial to come", status="RECRUITING", day=DAY, results=False, **modules
) -> dict:
    """One study; `size` and `completion` are (value, type), None where the registry tells none."""
    size, completion, primary = (modules.get(name) for name in ("size", "completion", "primary"))
    told = {"overallStatus": status}
    for name, date in (("completionDateStruct", completion), ("primaryCompletionDateStruct", primary)):
        if date:
            told[name] = {"date": date[0], "type": date[1]}
    found = {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": title},
            "statusModule": told,
            "designModule": {"studyType": "INTERVENTIONAL"},
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": day} if day else {}},
        "hasResults": results,
    }
    if size:
        found["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": size[0], "type": size[1]}
    return found


def written(*studies: dict, **more) -> bytes:
    return json.dumps({"studies": list(studies)} | more).encode()
