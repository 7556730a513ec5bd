"""The OpenAPI schema of /api/v1/, generated once per process: it is the same for everybody."""

from functools import cache
from threading import Lock

from django.db.models import TextChoices
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

import evidence.vocabulary
import policies.vocabulary
import reviews.vocabulary

_generating = Lock()  # what drf-spectacular patches is patched for all threads


def vocabularies() -> dict:
    """Every closed vocabulary by its name, which is its name in the schema too."""
    found = {}
    for module in (evidence.vocabulary, policies.vocabulary, reviews.vocabulary):
        for name, words in vars(module).items():
            if isinstance(words, type) and issubclass(words, TextChoices) and words is not TextChoices:
                found[name] = words.choices
    return found


def generate() -> dict:
    with patched_settings({"ENUM_NAME_OVERRIDES": vocabularies()}):
        return SchemaGenerator().get_schema(request=None, public=True)


@cache
def _kept() -> dict:
    return generate()


def openapi() -> dict:
    """To be read, not changed."""
    with _generating:
        return _kept()


class Generated(SchemaGenerator):
    """What drf-spectacular's own views ask for the schema."""

    def get_schema(self, request=None, public=False):
        return openapi()
