"""DOI and PMID in the one form in which two of them can be compared. Pure."""

import re

DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}/\S+")
PMID_BEFORE = re.compile(
    r"^(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)", re.I
)
PMID = re.compile(r"[1-9]\d{0,8}")


def doi(text: str) -> str:
    """ "https://doi.org/10.1200/JCO.21.01839" -> "10.1200/jco.21.01839": case means nothing; "" where it is none."""
    bare = DOI_BEFORE.sub("", text.strip()).rstrip(".,; ").lower()
    return bare if DOI.fullmatch(bare) else ""


def pmid(text: str) -> str:
    """ "PMID: 034541864" -> "34541864"; "" where it is none."""
    bare = PMID_BEFORE.sub("", text.strip()).strip("/. ").lstrip("0")
    return bare if PMID.fullmatch(bare) else ""
