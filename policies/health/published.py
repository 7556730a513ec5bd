"""What became of a version since it was published here. Pure."""

from policies.health.findings import ALTERED, OUT_OF_DATE, Finding, Place
from policies.health.rows import CorrectionRow


def not_as_published(altered: list[str], place: Place) -> list[Finding]:
    """`altered` names what differs: "statement med140/v2/i: text"."""
    step = "It was changed past the product. Compare it with a backup, and with what was kept at publication."
    return [Finding(ALTERED, f"{each} is not what was published.", step, place) for each in altered]


def corrected(rows: list[CorrectionRow], place: Place) -> list[Finding]:
    step = "Read what it means for the statement; correct the policy, or close the alert with the reason."
    return [
        Finding(
            OUT_OF_DATE,
            f"{row.about}, was “{row.said}” and is “{row.says}” since {row.on}.",
            step,
            place,
            (row.place,) if row.place.url else (),
        )
        for row in rows
    ]
