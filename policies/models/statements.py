from django.db import models

from evidence.models import Condition, Indication, Intervention
from evidence.models.keyed import Findable, Keyed, Printed, page_address
from evidence.vocabulary import Purpose
from policies import vocabulary as words
from policies.models.policies import PolicyVersion


class Lasting(models.Model):
    """A row that says again, in another version of its policy, what an earlier row said.

    Its own key is its address and unique. What aligns the versions is the stable key: the key under which the line of
    rows began, kept as `lineage` by every row but that one.
    """

    lineage = models.CharField(max_length=200, blank=True, db_index=True)  # empty: its own key

    class Meta:
        abstract = True

    @property
    def stable_key(self) -> str:
        return self.lineage or self.key


def of_stable_key(*keys: str) -> models.Q:
    """The rows of that stable key, in whichever version."""
    return models.Q(lineage__in=keys) | models.Q(key__in=keys, lineage="")


class Statement(Findable, Lasting, Printed):
    """What a policy says of one intervention for some indications. The position is the statement's, not a criterion's.

    A residual says what holds for the rest: `scope` of what, whether it takes in other indications or
    unmet criteria, and which statements it excepts.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="statements")
    label = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=words.StatementKind, default=words.StatementKind.NAMED)
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="statements")
    position = models.CharField(max_length=30, choices=words.CoveragePosition)
    position_when_not_met = models.CharField(
        max_length=30, choices=words.CoveragePosition, default=words.CoveragePosition.NOT_STATED
    )
    basis = models.CharField(max_length=30, choices=words.StatementBasis, default=words.StatementBasis.NOT_STATED)
    basis_note = models.TextField(blank=True)
    text = models.TextField()
    products = models.JSONField(default=list, blank=True)
    scope = models.TextField(blank=True)
    scope_conditions = models.ManyToManyField(Condition, related_name="residuals", blank=True)
    covers = models.CharField(max_length=20, choices=words.ResidualCovers, blank=True)
    exceptions = models.ManyToManyField("self", symmetrical=False, related_name="excepted_by", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "order"]
        constraints = [
            models.UniqueConstraint(
                name="policies_statement_lineage_once_a_version",
                fields=["version", "lineage"],
                condition=~models.Q(lineage=""),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return page_address("statement", self.key)

    @property
    def title(self) -> str:
        """ "Statement I" where a label is printed, else "Statement 3" by its place."""
        told = "Summary statement" if self.kind == words.StatementKind.SUMMARY else "Statement"
        return f"{told} {self.label.rstrip('.') or self.order}"

    @property
    def not_met_label(self) -> str:
        """The position when criteria are not met, in words. Not stated is only what was read whole."""
        known = self.position_when_not_met != words.CoveragePosition.NOT_STATED
        return self.get_position_when_not_met_display() if known else self.version.nothing

    @property
    def basis_label(self) -> str:
        return self.get_basis_display() if self.basis != words.StatementBasis.NOT_STATED else self.version.nothing


class StatementIndication(Keyed):
    """A statement's word on one indication: evidence, or a written reason why none, is owed here."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="statement_indications")
    indication = models.ForeignKey(Indication, models.PROTECT, related_name="statement_indications")
    basis = models.CharField(max_length=30, choices=words.StatementBasis, blank=True)  # empty: the statement's
    no_evidence_reason = models.TextField(blank=True)
    by_name = models.BooleanField(default=True)  # False: among the rest that the statement answers for
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["statement_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "indication"], name="policies_statementindication_pair_unique")
        ]


class Criterion(Lasting, Printed):
    """A node of the tree under a statement. Its stable key is the same in every version."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", models.CASCADE, related_name="children", null=True, blank=True)
    printed_label = models.CharField(max_length=20, blank=True)
    computed_label = models.CharField(max_length=40, blank=True)  # empty: a root without a label
    logic = models.CharField(max_length=20, choices=words.CriterionLogic)
    minimum = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    conditions = models.ManyToManyField(Condition, related_name="criteria", blank=True)
    carried_over = models.BooleanField(default=False)  # in a reconstructed version: not known for its date
    excludes = models.ManyToManyField(Condition, related_name="excluded_by", blank=True)  # whom it shuts out
    purpose = models.CharField(max_length=30, choices=Purpose, blank=True)  # what the treatment has to be for
    order = models.PositiveIntegerField(default=0)  # depth first, over the whole tree

    class Meta:
        ordering = ["statement_id", "order"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                name="policies_criterion_minimum_with_at_least",
                condition=models.Q(logic="at_least", minimum__isnull=False)
                | (~models.Q(logic="at_least") & models.Q(minimum__isnull=True)),
            ),
            models.UniqueConstraint(
                name="policies_criterion_lineage_once_a_statement",
                fields=["statement", "lineage"],
                condition=~models.Q(lineage=""),
            ),
        ]

    def get_absolute_url(self):
        return page_address("criterion", self.key)


class Definition(Lasting, Printed):
    """What a term means within the criteria named, and only there."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="definitions")
    term = models.CharField(max_length=200)
    definition = models.TextField()
    criteria = models.ManyToManyField(Criterion, related_name="definitions")


class PatientSelection(Lasting, Printed):
    """Requirements that stand outside every statement yet govern some of them."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="patient_selection")
    text = models.TextField()
    strength = models.CharField(max_length=20, choices=words.Strength)
    position_when_not_met = models.CharField(
        max_length=30, choices=words.CoveragePosition, default=words.CoveragePosition.NOT_STATED
    )
    governs = models.ManyToManyField(Statement, related_name="patient_selection", blank=True)


class SelectionItem(Printed):
    group = models.ForeignKey(PatientSelection, models.CASCADE, related_name="items")
    text = models.TextField()
    applicability = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["group_id", "order"]
