"""Flags as a run leaves them, made as rows: three documents, four studies, and what is found in them."""

from datetime import UTC, datetime

from evidence.checks.following import rules_in_use
from evidence.models import CheckRun, Document, Flag, FlagAcceptance, Study
from search.following import Position

GRADES = ("impossible", "unlikely", "look_again")
RULES = ("p_above_zero", "percent_of_count", "arms_add_up")
AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


def figure(document: str, text: str, *, study: str = "", key: str = "", about: str = "Overall survival, RE") -> dict:
    return {
        "kind": "measurement",
        "key": key or f"{study}/{document}/os",
        "text": text,
        "about": about,
        "document": document,
        "location": "lines 10-12",
        "url": f"/studies/{study}/#{key}" if study else "",
    }


def make_flag(fingerprint: str, figures: list[dict], *, study: Study | None = None, **values) -> Flag:
    documents = [Document.objects.get(key=key) for key in dict.fromkeys(each["document"] for each in figures)]
    flag = Flag.objects.create(
        fingerprint=fingerprint,
        study=study,
        study_label=study.label if study else "",
        document=documents[0] if len(documents) == 1 else None,
        figures=figures,
        **{"rule": "p_above_zero", "grade": "impossible", "message": f"{fingerprint} does not fit."} | values,
    )
    flag.documents.set(documents)
    return flag


def accept(flag: Flag, reason: str = "As the trial's own report has it.") -> None:
    FlagAcceptance.objects.create(fingerprint=flag.fingerprint, rule=flag.rule, reason=reason, by="somebody")


def make_world() -> list[Flag]:
    """36 flags over all grades, rules and documents; every fifth is accepted, every fourth is of two documents."""
    for key in ("first", "second", "third"):
        Document.objects.create(key=key, kind="policy" if key == "first" else "review_article", title=key)
    studies = [Study.objects.create(key=f"s{n}", label=f"Study {n}", design="rct") for n in range(4)]
    documents = list(Document.objects.order_by("key"))
    flags = []
    for n in range(36):
        study = studies[n % 4] if n % 9 else None
        printed_in = [documents[n % 3].key, *([documents[(n + 1) % 3].key] if n % 4 == 0 else [])]
        figures = [
            figure(key, f"{n}.{place}", study=study.key if study else "") for place, key in enumerate(printed_in)
        ]
        flag = make_flag(
            f"f{n:02}",
            figures,
            study=study,
            grade=GRADES[n // 12],
            rule=RULES[n % 2] if n < 30 else RULES[2],
            position=n,
            expected="Something else.",
        )
        flags.append(flag)
        if n % 5 == 0:
            accept(flag)
    CheckRun.objects.create(
        started_at=AT,
        finished_at=AT,
        figures=60,
        flags=36,
        position=Position.now().to_text(),
        rules=rules_in_use(),
    )
    return flags
