from django.db import models
from django.utils import timezone

from evidence.models import Document
from evidence.models.keyed import Findable, Keyed, Printed, page_address
from policies import vocabulary as words
from policies.days.states import State, state
from policies.days.texts import Text


class Payer(Keyed):
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Policy(Findable, Keyed):
    """A payer's topic and its number; its texts are PolicyVersions."""

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="policies")
    number = models.CharField(max_length=40, blank=True)  # empty: none was seen
    title = models.CharField(max_length=300)
    reference_number = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"

    def __str__(self):
        return f"{self.title} ({self.numbered})"

    @property
    def numbered(self) -> str:
        """ "policy 292"."""
        return f"policy {self.number}" if self.number else "policy, number not seen"

    def get_absolute_url(self):
        return page_address("policy", self.key)


class PolicyVersion(Keyed):
    """One text of a policy. An imported version has its source document instead of a publisher.

    One that is reconstructed from a row of its document's history holds only the statement which that row names, and of
    it only what the row tells is known: the rest is carried over from the text read. It is there to be compared, and is
    never a version in force.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions")
    label = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=20, choices=words.VersionStatus)
    origin = models.CharField(max_length=20, choices=words.VersionOrigin, default=words.VersionOrigin.WRITTEN_HERE)
    held_before = models.CharField(max_length=10, blank=True)  # of a reconstructed one: the date of the history row
    note = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="policy_versions", null=True, blank=True)
    products = models.JSONField(default=list, blank=True)
    prints_citations = models.BooleanField(default=True)
    code_notes = models.JSONField(default=list, blank=True)
    lines = models.CharField(max_length=120, blank=True)
    # Of a version written here:
    purpose = models.CharField(max_length=20, choices=words.VersionPurpose, blank=True)
    purpose_reason = models.TextField(blank=True)  # why it is corrected or retired
    based_on = models.ForeignKey("self", models.PROTECT, related_name="drafts", null=True, blank=True)
    replaced_by = models.ForeignKey(Policy, models.PROTECT, related_name="replaces", null=True, blank=True)  # retired
    edition = models.PositiveIntegerField(default=0)  # one more with every edit
    authors = models.JSONField(default=list, blank=True)  # the names of all who edited it
    change_summary = models.TextField(blank=True)
    bulletin = models.TextField(blank=True)  # what providers are told
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=150, blank=True)
    # In force from the first of these days until the day before the second. None: as far back as the text is known;
    # until something supersedes it.
    effective_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    # What may still change of a version once it is published.
    OF_THE_LIFECYCLE = frozenset({"status", "superseded_on", "withdrawn_at", "withdrawn_because"})

    class Meta:
        ordering = ["policy_id", "-id"]
        indexes = [models.Index(fields=["status", "effective_on", "superseded_on"], name="policies_version_in_force")]
        constraints = [
            models.UniqueConstraint(
                name="policies_policyversion_one_open_end_a_policy",
                fields=["policy"],
                condition=models.Q(status="published", superseded_on__isnull=True, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="policies_policyversion_ends_after_it_begins",
                condition=models.Q(superseded_on__isnull=True)
                | models.Q(effective_on__isnull=True)
                | models.Q(superseded_on__gte=models.F("effective_on")),
            ),
            models.CheckConstraint(
                name="policies_policyversion_published_here_or_imported",
                condition=~models.Q(status="published")
                | models.Q(document__isnull=False)
                | (models.Q(published_at__isnull=False) & ~models.Q(published_by="")),
            ),
            models.CheckConstraint(
                name="policies_policyversion_reconstructed_never_published",
                condition=~models.Q(origin="reconstructed", status="published"),
            ),
        ]

    def save(self, *args, update_fields=None, **kwargs):
        """Refuses to change what was published here; what of it goes on is named in `update_fields`."""
        if self.pk and not (update_fields and self.OF_THE_LIFECYCLE.issuperset(update_fields)):
            self._refuse_published()
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_published()
        return super().delete(*args, **kwargs)

    def _refuse_published(self) -> None:
        if PolicyVersion.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise TypeError(f"{self.key} is published: it is not changed any more, a new version is")

    @property
    def location(self) -> str:
        """The lines of its document, in words."""
        if not self.lines:
            return ""
        return ("lines " if any(sign in self.lines for sign in "-,") else "line ") + self.lines

    @property
    def number(self) -> str:
        """The end of its key: "v2"."""
        return self.key.rpartition("/")[2]

    @property
    def is_reconstructed(self) -> bool:
        return self.origin == words.VersionOrigin.RECONSTRUCTED

    def __str__(self):
        return f"{self.policy}, {self.label or self.key}"

    @property
    def is_whole(self) -> bool:
        """Whether its text was read whole, or was written here: only then is what it does not say a silence."""
        return self.document is None or self.document.is_whole

    @property
    def name(self) -> str:
        """What it is called where its policy is known."""
        return self.label or self.key

    def as_text(self, **told) -> Text:
        """As an answer for a day is computed from it; `told` is what its dates and its history tell."""
        return Text(
            key=self.key,
            name=self.name,
            status=self.status,
            begins=self.effective_on,
            ends=self.superseded_on,
            withdrawn=timezone.localdate(self.withdrawn_at) if self.withdrawn_at else None,
            purpose=self.purpose,
            **told,
        )

    @property
    def state(self) -> State:
        """Where it stands today: in force, effective on a day, superseded on one."""
        return state(self.as_text(), timezone.localdate())

    @property
    def nothing(self) -> str:
        """What to say of something the base does not hold of it."""
        return "Not stated" if self.is_whole else "Not seen"

    def get_absolute_url(self):
        return self.policy.get_absolute_url()


class VersionDate(Printed):
    """A day, month or year, as precisely as it is known. An empty `on` means that it is not stated."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=40, choices=words.DateKind)
    on = models.CharField(max_length=10, blank=True)  # 2024-06-05, 2024-09 or 2010
    as_printed = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["version_id", "id"]

    @property
    def precision(self) -> str:
        return {0: "not stated", 4: "year", 7: "month", 10: "day"}[len(self.on)]


class HistoryEntry(Printed):
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="history")
    date_as_printed = models.CharField(max_length=40)
    starts = models.CharField(max_length=10, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    effective_on = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    change_class = models.CharField(max_length=30, choices=words.ChangeClass, default=words.ChangeClass.NOT_STATED)
    # What it says of the statements: an answer for a past day rests on nothing else of it.
    on_statements = models.CharField(
        max_length=20, choices=words.StatementEffect, default=words.StatementEffect.NOT_SAID
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "position"]
