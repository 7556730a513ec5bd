"""A search strategy of numbered lines, as policies print them in an appendix, as one query. Pure.

#1 radioembolization OR SIRT
#2 liver[ti]
#3 #1 AND #2
"""

import re

LINE = re.compile(r"^\s*(?:#(\d+)[.):]?|(\d+)[.)])\s+(.+?)\s*$")
CALL = re.compile(r"#(\d+)\b")
LONGEST = 20_000


def unrolled(text: str) -> tuple[str, list[str]]:
    """What the last line asks, each #n in it replaced by line n; and remarks. Other text is returned as it is."""
    lines = [match for line in text.splitlines() if (match := LINE.match(line))]
    if len(lines) < 2 or len(lines) != sum(bool(line.strip()) for line in text.splitlines()):
        return text.strip(), []
    remarks: list[str] = []
    meant: dict[str, str] = {}
    for number, other, body in (match.groups() for match in lines):
        asked = CALL.sub(lambda call: _line(call[1], meant, remarks), body)
        if len(asked) > LONGEST:
            return asked[:LONGEST], [
                *remarks,
                f"Line {number or other} calls on so many lines that it is too long to be read whole.",
            ]
        meant[number or other] = asked
    return meant[next(reversed(meant))], remarks


def _line(number: str, meant: dict[str, str], remarks: list[str]) -> str:
    if number not in meant:
        remarks.append(f"#{number} names no line above it; it was left out.")
        return ""
    return f"({meant[number]})"
