"""A search strategy of numbered lines, as policies print them in an appendix, as one query. Pure.

#1 radioembolization OR SIRT
#2 liver[ti]
#3 #1 AND #2

The lines may be numbered "1." or "1" too, call on each other by the number alone ("1 AND 2", "or/1-3"), and stand in
any order. A box of one line makes spaces of line breaks, so that all may stand in one.
"""

import re

LINE = re.compile(r"^\s*(?:#(\d+)[.):]?|(\d+)[.):]?)\s+(.+?)\s*$")
CALL = re.compile(r"#(\d+)\b")
# A line of nothing but numbers of lines and what joins them.
CALLS_ALONE = re.compile(r"(?=.*\d)(?=.*[a-z])(?:#?\d+|and|or|not|[()\s])+", re.IGNORECASE)
CALLS_LISTED = re.compile(r"(and|or)\s*/\s*#?(\d+(?:\s*[-,]\s*#?\d+)*)", re.IGNORECASE)
JOINING = re.compile(
    r"(?<=\d\s)(?:and|or|not)\b|(?<=\d\)\s)(?:and|or|not)\b|\b(?:and|or|not)(?=\s+\(*#\d)", re.IGNORECASE
)
FILTERS = re.compile(r"(?:^|\s)(?:Filters(?: applied)?:|Sort by:)\s.*$")
LONGEST = 20_000
MOST_LISTED = 100  # lines that "or/1-100" calls on


def unrolled(text: str) -> tuple[str, list[str]]:
    """What the last line asks, each #n in it replaced by line n; and remarks. Other text is returned as it is."""
    remarks: list[str] = []
    lines = _lines(text)
    if len(lines) < 2:
        plain = _without_filters(text.strip(), remarks)
        if call := CALL.search(plain):
            remarks.append(f"{call[0]} calls on a numbered line, and there are none here; its number was searched.")
        return plain, remarks
    meant: dict[str, str] = {}
    for number, body in sorted(lines, key=lambda line: int(line[0])):
        told = _with_signs(_without_filters(body, remarks))
        asked = CALL.sub(lambda call: _line(call[1], meant, remarks), told)
        if len(asked) > LONGEST:
            return asked[:LONGEST], [
                *remarks,
                f"Line {number} calls on so many lines that it is too long to be read whole.",
            ]
        meant[number] = asked
    return meant[next(reversed(meant))], remarks


def _lines(text: str) -> list[tuple[str, str]]:
    """Each line's number and what it asks; nothing where the text is not all numbered lines."""
    written = [line for line in text.splitlines() if line.strip()]
    if len(written) == 1:
        return _lines_in_one(written[0].strip())
    found = [(match[1] or match[2], match[3]) for line in written if (match := LINE.match(line))]
    numbers = {int(number) for number, _ in found if len(number) < 5}
    is_marked = all(re.match(r"\s*(?:#|\d+[.):])", line) for line in written)
    return found if len(numbers) == len(written) and (is_marked or _calls_on_any(found)) else []


def _lines_in_one(text: str) -> list[tuple[str, str]]:
    """The same of "#1 liver #2 cancer #3 #1 AND #2": the next number begins a line, unless it is being called on."""
    first = re.match(r"(#)?(\d{1,4})(?(1)[.):]?|[.)])\s+", text)
    if not first:
        return []
    sign, ended = (r"#", r"[.):]?") if first[1] else ("", r"[.)]")
    number, start = int(first[2]), first.end()
    found: list[tuple[str, str]] = []
    while True:
        following = re.compile(rf"(?<=\s){sign}{number + 1}{ended}\s+(?!(?:AND|OR|NOT)\b|\))", re.IGNORECASE)
        begins = (each for each in following.finditer(text, start) if not _is_called(text[start : each.start()]))
        begin = next(begins, None)
        found.append((str(number), text[start : begin.start() if begin else None].strip()))
        if begin is None:
            break
        number, start = number + 1, begin.end()
    return found if _calls_on_any(found) else []


def _calls_on_any(lines: list[tuple[str, str]]) -> bool:
    return any(CALL.search(_with_signs(body)) for _, body in lines)


def _is_called(before: str) -> bool:
    """Whether what stands before a number wants something to follow, so that the number calls on a line."""
    return bool(re.search(r"(?:^|\s)(?:AND|OR|NOT)\s*$|\(\s*$|^\s*$", before, re.IGNORECASE))


def _with_signs(body: str) -> str:
    """ "1 and 2" and "or/1-2" as "#1 AND #2" and "#1 OR #2"; operators beside a number of a line in capitals."""
    if listed := CALLS_LISTED.fullmatch(body.strip()):
        return f" {listed[1].upper()} ".join(f"#{number}" for number in _listed(listed[2]))
    if CALLS_ALONE.fullmatch(body):
        body = re.sub(r"#?(\d+)", r"#\1", body)
    return JOINING.sub(lambda joining: joining[0].upper(), body)


def _listed(numbers: str) -> list[int]:
    """ "1-3,5" as its numbers."""
    found: list[int] = []
    for part in numbers.replace("#", "").split(","):
        first, *last = (int(number[:5]) for number in part.split("-"))
        found += range(first, min(max([first, *last]), first + MOST_LISTED) + 1)
    return found[:MOST_LISTED]


def _without_filters(asked: str, remarks: list[str]) -> str:
    """Without what PubMed's history writes behind a query: its filters and order."""
    if behind := FILTERS.search(asked):
        remarks.append(f"PubMed's filters are chosen beside the results here; this was not read: {behind[0].strip()}")
        asked = re.sub(r"^Search:\s+", "", asked[: behind.start()])
    return asked


def _line(number: str, meant: dict[str, str], remarks: list[str]) -> str:
    if number not in meant:
        remarks.append(f"#{number} names no line above it; it was left out.")
        return ""
    return f"({meant[number]})"
