"""Studies put aside to be compared: keys in the visitor's session, signed in or not."""

from dataclasses import dataclass

from evidence.comparison.asked import MOST_STUDIES, address_of

KEPT_AS = "studies_to_compare"


@dataclass(frozen=True)
class Basket:
    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, session) -> "Basket":
        return cls(tuple(session.get(KEPT_AS, ())))

    @property
    def url(self) -> str:
        return address_of(self.keys)

    @property
    def is_full(self) -> bool:
        return len(self.keys) >= MOST_STUDIES

    def with_study(self, key: str) -> "Basket":
        """A full basket stays as it is."""
        return Basket(tuple(dict.fromkeys((*self.keys, key)))[:MOST_STUDIES])

    def without_study(self, key: str) -> "Basket":
        return Basket(tuple(each for each in self.keys if each != key))

    def keep(self, session) -> None:
        """A visitor who never put anything aside has no session, and an empty basket makes none."""
        if self.keys:
            session[KEPT_AS] = list(self.keys)
        else:
            session.pop(KEPT_AS, None)
