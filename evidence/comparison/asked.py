"""Which studies are compared: keys from an address. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

MOST_STUDIES = 12
LONGEST_KEY = 200
ADDRESS = "/compare/studies/"


@dataclass(frozen=True)
class Asked:
    """`keys` are compared; `left_out` are those after the twelfth."""

    keys: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return address_of(self.keys)


def asked(texts: Iterable[str]) -> Asked:
    """From `ids=a,b` or `ids=a&ids=b`. Each study once, in the order asked for."""
    keys = (key.strip() for text in texts for key in text.replace("\x00", "").split(","))
    told = list(dict.fromkeys(key for key in keys if key and len(key) <= LONGEST_KEY))
    return Asked(tuple(told[:MOST_STUDIES]), tuple(told[MOST_STUDIES:]))


def address_of(keys: Iterable[str]) -> str:
    """The page that compares these studies: it can be sent to somebody."""
    told = ",".join(quote(key, safe="/") for key in keys)
    return f"{ADDRESS}?ids={told}" if told else ADDRESS
