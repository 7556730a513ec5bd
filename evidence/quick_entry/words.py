"""The words and signs papers print figures with, and what each stands for. Pure.

Patterns are tried in this order at each place of a sentence; the first that fits is the token.
"""

import re

DASHES = r"\-‐‑‒–—−﹣－"  # inside square brackets of a pattern
POINT = "[.·∙⋅•․‧．]"
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
IN_WORDS = {word: str(number) for number, word in enumerate(SMALL)}
IN_WORDS |= {word: str(10 * number) for number, word in enumerate(TENS, start=2)}
IN_WORDS |= {
    f"{tens}-{ones}": str(10 * ten + one)
    for ten, tens in enumerate(TENS, start=2)
    for one, ones in enumerate(SMALL[1:10], start=1)
}
NUMBER_WORD = "|".join(sorted(IN_WORDS, key=len, reverse=True))
# 1,232 · 0.69 · .0013 · 0·69 · 1.2×10−5 · 0,69
DIGITS = (
    rf"(?:[1-9]\d{{0,2}}(?:,\d{{3}})+(?:{POINT}\d+)?(?![\d,]*\d)"
    rf"|\d*{POINT}\d+(?:\s?[×x]\s?10\s?\^?\s?[{DASHES}]\s?\d+|[eE][{DASHES}]\d+)?|\d+,\d+|\d+)"
)
TIME_UNITS = {"month": "months", "mo": "months", "mos": "months", "mth": "months", "mths": "months", "year": "years"}
TIME_UNITS |= {"yr": "years", "yrs": "years", "y": "years", "week": "weeks", "wk": "weeks", "wks": "weeks"}
TIME_UNITS |= {"day": "days", "d": "days", "hour": "hours", "h": "hours"}
TIME_UNITS |= {word: word for word in ("months", "years", "weeks", "days", "hours")}
TIME = "|".join(sorted(TIME_UNITS, key=len, reverse=True))
OTHER_UNITS = (
    "mg/m2|mg/m²|mg/dL|mg/day|mg/kg|ng/mL|ng/ml|U/mL|g/dL|GBq/kg|GBq|MBq|kBq|mCi|Gy|cm3|cm|mm|μm|µm|mL|ml|mg|kg|kcal|"
    "doses|g"
)
PEOPLE = (
    "patients?|participants?|subjects?|people|persons?|individuals?|women|woman|men|man|children|adults|"
    "cases?|deaths?|died"
)
COUNTED = (
    "studies|study|trials?|reports?|articles?|cohorts?|procedures?|administrations?|sessions?|treatments?|centers?|"
    "centres?|sites?|tumou?rs?|lesions?|nodes?|events?"
)
ONE_OF_MANY = {"study": "studies", "trial": "trials", "report": "reports", "cohort": "cohorts", "site": "sites"}
ONE_OF_MANY |= {"procedure": "procedures", "administration": "administrations", "session": "sessions"}
ONE_OF_MANY |= {"treatment": "treatments", "center": "centers", "centre": "centres", "event": "events"}
ONE_OF_MANY |= {"tumor": "tumors", "tumour": "tumours", "lesion": "lesions", "node": "nodes", "articles": "studies"}
ONE_OF_MANY |= {"article": "studies"}
ENDPOINTS = {
    "hpfs": r"hepatic (?:progression[- ]free survival|PFS)|h-?PFS",
    "pfs": r"progression[- ]free survival|PFS",
    "dfs": r"(?:disease|recurrence|relapse)[- ]free survival|DFS|RFS",
    "dss": r"(?:disease|cancer)[- ]specific survival|DSS|CSS",
    "os": r"overall survival|OS|survival rates?",
    "hepatic_ttp": r"hepatic (?:time to progression|TTP)",
    "ttp": r"time[- ]to[- ](?:tumou?r )?progression|TTP",
    "orr": r"(?:objective|overall) (?:tumou?r )?response(?: rates?)?|ORR|response rates?",
    "cr": r"complete (?:tumou?r )?(?:response|remission)s?(?: rates?)?|CR",
    "pr": r"partial (?:tumou?r )?responses?(?: rates?)?|PR",
    "sd": r"stable disease(?: rates?)?",
    "pd": r"progressive disease(?: rates?)?|PD",
    "dcr": r"disease control(?: rates?)?|DCR",
    "duration_of_response": r"duration of response|DOR|DoR",
    "mortality": r"mortality(?: rates?)?",
    "recurrence": r"recurrence(?: rates?)?",
    "follow_up": r"follow[- ]up",
}
MEASURES = {
    "SMD": r"standardi[sz]ed mean differences?|SMD",
    "WMD": r"weighted mean differences?|WMD",
    "IRR": r"(?:incidence )?(?:rate ratios?|relative rates?)|IRR",
    "HR": r"(?:sub-?distribution )?(?:hazards? ratios?|relative hazards?)|s?HRs?",
    "OR": r"odds ratios?|ORs?",
    "RR": r"relative risks?|risk ratios?|RRs?",
    "RD": r"(?:absolute )?risk differences?|ARD|RD",
    "MD": r"mean differences?|MD",
}
BOUNDS = {
    "≤": r"no more than|not more than|at most|maximum of|≤|⩽|<=",
    "≥": r"no (?:less|fewer) than|at least|minimum(?: [\w-]+)? of|≥|⩾|>=",
    "up to": r"up to",
    ">": r"more than|greater than|longer than|exceed(?:ed|ing|s)|over|>",
    "<": r"less than|fewer than|shorter than|under|below|<",
    "~": r"approximately|approx\.?|about|around|nearly|almost|roughly|circa|~|≈",
}
AFTER = {"≤": r"or (?:fewer|less|below)", "≥": r"or (?:more|greater|longer)"}
CI_WORD = r"(?:(?i:confidence (?:intervals?|limits?)|credible intervals?)|CrIs?|CIs?)"
CI_AGAIN = rf"(?:\s*[\(\[]\s*(?:\d\d(?:\.\d+)?\s*%\s*)?{CI_WORD}\s*[\)\]])?"
LEVEL = r"(?P<level>\d\d(?:[.·]\d+)?)\s*(?:%|percent|per cent)"
P_OF = r"(?:(?:two|one|2|1)-(?:sided|tailed)\s+)?(?:log-?rank(?:\s+test)?,?\s+)?"
P_OPERATOR = "<=|>=|=|<|>|≤|⩽|≥|⩾"
OPERATORS = {"<=": "≤", "⩽": "≤", ">=": "≥", "⩾": "≥"}
FRACTIONS = "one-third|two-thirds|one-quarter|three-quarters|one-half|half"


def _any(of: dict[str, str]) -> str:
    return "|".join(of.values())


def _word(pattern: str) -> str:
    """The pattern, not as a part of a longer word."""
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])"


def _small(pattern: str) -> str:
    """Without regard to capitals; abbreviations keep theirs, or "or" would be an odds ratio."""
    return rf"(?i:{pattern})"


def _noun(pattern: str) -> str:
    """Not the "treatment" of "treatment-related"."""
    return _word(_small(pattern)) + r"(?!-[^\W\d_])"


def mixed(pattern: str) -> str:
    """Alternatives in words may begin with a capital, abbreviations are written in capitals."""
    parts, depth, part = [], 0, ""
    for sign in pattern:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append(part)
            part = ""
        else:
            part += sign
    return "|".join(p if re.search("[A-Z]{2}|DoR", p) else _small(p) for p in [*parts, part])


ADJUSTED = r"(?:(?P<adjusted>(?:[\w-]+-)?(?:adjusted|Adjusted)|[Aa]dj\.?|[Mm]ultivaria(?:ble|te))\s+)"
MEASURE = "|".join(mixed(pattern) for pattern in MEASURES.values())
OF_A_TIME = "|".join([*(mixed(pattern) for pattern in ENDPOINTS.values()), r"rates?\b", r"survival\b"])
PATTERNS: tuple[tuple[str, str], ...] = (
    ("space", r"[\s\u200b]+"),
    ("ci", rf"(?:(?:two|one|2|1)-sided\s+)?{LEVEL}\s*{CI_WORD}{CI_AGAIN}"),
    ("ci", rf"{_word(CI_WORD)}\s*\(?(?P<level>80|90|95|97\.5|98|99)\s?%\)?(?=\s*[:=,]?\s*[\[(]?\s*\d)"),
    ("ci", rf"{_word(CI_WORD)}{CI_AGAIN}"),
    (
        "p",
        rf"{P_OF}(?<!\w)[Pp](?:\s?-?\s?[Vv]alues?)?(?P<of>\s+for\s+[\w-]+)?\s*(?:was\s*|of\s*|,\s*|:\s*)?"
        rf"(?P<sign>{P_OPERATOR})\s*(?P<value>{DIGITS})",
    ),
    ("p", rf"{P_OF}(?<!\w)[Pp]\s?-?\s?[Vv]alues?\s*(?:was|of|,|:)?\s*(?P<value>{DIGITS})"),
    ("i2", rf"(?<!\w)I\s?(?:2|²|\^2|-squared)\s*(?:=|:|of)?\s*(?P<value>{DIGITS})\s*%?"),
    (
        "measure",
        rf"{ADJUSTED}?(?:[Pp]ooled\s+|[Cc]rude\s+|[Uu]nadjusted\s+)?"
        rf"(?<![^\W\d_])(?P<a>a)?(?P<measure>{MEASURE})(?![^\W\d_])"
        r"(?:\s*[\(\[]\s*a?(?:HR|OR|RR|IRR|RD|MD|SMD)\s*[\)\]]|\s+a(?:HR|OR|RR)\b)?",
    ),
    ("reached", _word(r"(?i:not (?:yet )?(?:been )?reached|unreached)|NR")),
    ("estimable", _word(r"(?i:not (?:estimable|evaluable|calculable))|NE")),
    ("n", r"(?<!\w)[nN]\s*=\s*(?=\d)"),
    ("timepoint", rf"(?i:at (?P<time>(?:{DIGITS}|{NUMBER_WORD})[\s-](?:{TIME}))(?![^\W\d_]))"),
    (
        "timepoint",  # only before what is told of that time
        rf"(?P<time>(?i:{DIGITS}|{NUMBER_WORD})[\s{DASHES}](?i:{TIME}))"
        rf"(?=[\s-]+(?:actuarial |estimated )?(?:{MEASURE}|{OF_A_TIME}))",
    ),
    ("stated", _small(r"(?:no|without (?:a )?)(?: statistically)?(?: significant)? differences?")),
    ("stated", _small(r"not (?:statistically )?(?:significantly )?different|no association")),
    ("endpoint", _word("|".join(mixed(pattern) for pattern in ENDPOINTS.values()))),
    ("to", r"(?:(?<=[\d%])|(?<=[\d%]\s))[~∼～](?=\s?\d)"),  # "0.54~0.88"
    ("after", _word(_small(_any(AFTER)))),
    ("bound", rf"(?:{_word(_small(r'no more than|not more than|at most|maximum of'))}|≤|⩽|<=)"),
    ("bound", _small(rf"(?<![^\W\d_])(?:{_any(BOUNDS)})(?![^\W_])|[<>~≈≤≥]")),
    ("iqr", _word(r"(?i:inter-?quartile ranges?)(?: ?[\(\[]IQR[\)\]])?|IQR")),
    ("median", _word(_small("medians?"))),
    ("mean", _word(_small("means?|average"))),
    ("range", _word(_small("ranges?|ranging|ranged"))),
    ("sd", _word(r"(?i:standard deviations?)(?: ?[\(\[]SD[\)\]])?|SD")),
    ("se", _word(r"(?i:standard errors?)(?: ?[\(\[]SEM?[\)\]])?|SEM?")),
    ("plus_minus", r"±|\+\s?/\s?[-−–]|\+-"),
    ("fraction", _noun(FRACTIONS)),
    ("number", rf"(?<![\w.])(?:[{DASHES}](?=[\d.·]))?{DIGITS}(?!\w*[A-Z]{{2}})"),
    ("number", _word(_small(NUMBER_WORD))),
    ("none", _word(_small(r"none|no(?= (?:patients?|deaths?|participants?))"))),
    ("percent", rf"%|[{DASHES}]?{_word(_small('percent|per cent'))}"),
    ("per", rf"(?i:per {DIGITS}(?: (?:{PEOPLE}|person-years|patient-years))?)"),
    ("unit", rf"[{DASHES}]?{_word(OTHER_UNITS)}"),
    ("unit", rf"[{DASHES}]?{_word(_small(TIME))}(?:-old)?"),
    ("people", _noun(PEOPLE)),
    ("counted", _noun(COUNTED)),
    ("vs", _word(_small(r"vs?\.?|versus")) + r"\.?"),
    ("to", _word(_small("to|through"))),
    ("and", _word(_small("and"))),
    ("between", _word(_small("between|from"))),
    ("of", _word(_small("out of|of (?:the|all)|of"))),
    ("dash", f"[{DASHES}]"),
    ("slash", "[/⁄∕／]"),
    ("comma", ","),
    ("semicolon", ";"),
    ("colon", ":"),
    ("equals", "=|＝"),
    ("open", r"[\(\[\{]"),
    ("close", r"[\)\]\}]"),
    ("stop", r"\.(?=\s|$)"),
    ("dots", "…|\\.{3}"),
    ("link", _word(_small("was|were|is|are|the|a|an|with|only|respectively|on"))),
    ("word", r"[^\W\d_][\w'’-]*"),
    ("sign", r"."),
)
