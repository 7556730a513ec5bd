"""Authors in the form reference lists print and the base keeps: "van Hazel GA Jr". Pure."""

import re

SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|2nd|3rd|4th)\.?", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,5}")
DOTTED = re.compile(r"(.*\S)\s+((?:[^\W\d_]\.[ -]?){1,5})")  # "Adler D.G."
ET_AL = re.compile(r"(?:et al\.?|others)", re.IGNORECASE)


def printed(name: str) -> str:
    """ "Mulcahy, Mary F." and "Mulcahy M.F." as "Mulcahy MF"; a name without comma or initials stays as it is."""
    name = " ".join(name.split()).strip(" ,;")
    family, comma, rest = name.partition(",")
    if not comma:
        dotted = DOTTED.fullmatch(name)
        return together(dotted[1], dotted[2]) if dotted else name
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    suffix = next((part for part in parts if SUFFIX.fullmatch(part)), "")
    given = [part for part in parts if part != suffix]
    if len(given) > 1:  # "Center for Devices, Office of Science, FDA" is nobody's name
        return name
    return together(family.strip(), "".join(given), suffix)


def together(family: str, given: str, suffix: str = "") -> str:
    """Particles behind the given name belong to the family name: "Beethoven, Ludwig van"."""
    words = given.split()
    particles: list[str] = []
    while len(words) > 1 and words[-1].islower() and len(words[-1]) > 1:
        particles.insert(0, words.pop())
    return " ".join(part for part in (*particles, family, initials(" ".join(words), family), suffix) if part)


def initials(given: str, family: str = "") -> str:
    """ "Mary F." -> "MF", "J.-P." -> "JP", "GA" -> "GA"; capitals are letters of a name where the family's are too."""
    shouted = family.isupper() and len(family) > 3
    letters = ""
    for word in re.split(r"[\s.\-‐–]+", given):
        if not word:
            continue
        letters += word if word.isupper() and len(word) <= 4 and not shouted else word[0].upper()
    return letters


def without_et_al(names: list[str]) -> tuple[list[str], bool]:
    kept = [name for name in names if not ET_AL.fullmatch(name.strip())]
    return kept, len(kept) < len(names)
