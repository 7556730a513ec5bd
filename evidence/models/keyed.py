from functools import lru_cache

from django.db import models
from django.urls import reverse


@lru_cache(maxsize=20_000)
def page_address(name: str, key: str) -> str:
    """The address of the page of an object. Kept, because a policy page links some hundred times."""
    return reverse(name, args=[key])


class Keyed(models.Model):
    """A row with a stable, readable key: its address, and its name in fixtures and the API."""

    key = models.CharField(max_length=200, unique=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.key


class Findable(models.Model):
    """A row that is searched for: when it came into the base tells what is new to somebody."""

    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Printed(Keyed):
    """A row that says what one document prints, and where: on which lines of the text read, or "p. 4, Table 2"."""

    lines = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def location(self) -> str:
        """The place in words: "lines 718-720", "p. 4, Table 2"."""
        if not self.lines[:1].isdigit():
            return self.lines
        return ("lines " if any(sign in self.lines for sign in "-,") else "line ") + self.lines
