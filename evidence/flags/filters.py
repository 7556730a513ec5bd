"""What the API's list of flags can be narrowed by."""

from django.db.models import Q
from rest_framework.exceptions import ParseError

from evidence import vocabulary as words
from evidence.checks.running import all_rules
from evidence.filtering import Filter, Flag, Key, Word
from evidence.flags.reading import IS_ACCEPTED
from evidence.models import Document, Study
from evidence.permissions import policies_seen


class RuleName(Filter):
    """Names of rules. Read when asked, since apps above this one add rules of their own."""

    @property
    def items(self):
        return {"type": "string", "enum": list(all_rules())}

    def read(self, name, values, user):
        known = self.items["enum"]
        for value in values:
            if value not in known:
                raise ParseError(f'{name}: "{value}" is not one of {", ".join(known)}.')
        return values


class PolicyKey(Filter):
    """Keys of policies, which this app knows by their keys only."""

    items = {"type": "string", "format": "key"}

    def read(self, name, values, user):
        seen = policies_seen(user, values)
        for value in values:
            if value not in seen:
                raise ParseError(f'{name}: there is no policy with the key "{value}".')
        return values


class Accepted(Flag):
    """Flags that a person accepted, or those that are open."""

    def matching(self, model, wanted):
        found = Q()
        for accepted in wanted:
            found |= IS_ACCEPTED if accepted else ~IS_ACCEPTED
        return found


FLAGS: dict[str, Filter] = {
    "rule": RuleName("rule"),
    "grade": Word(words.FlagGrade, "grade"),
    "study": Key(Study, "study"),
    "document": Key(Document, "documents", about="By key: a document that prints one of the figures."),
    "policy": PolicyKey("policy"),
    "accepted": Accepted("accepted", True, False),
}
