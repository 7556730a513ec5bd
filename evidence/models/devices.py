from django.db import models

from evidence import vocabulary as words
from evidence.models.documents import Document
from evidence.models.keyed import Keyed, Printed, page_address
from evidence.models.terms import Condition, Intervention


class Device(Keyed):
    name = models.CharField(max_length=200)
    manufacturer = models.CharField(max_length=300, blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="devices", blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return page_address("device", self.key)


class DeviceCharacteristic(Printed):
    document = models.ForeignKey(Document, models.CASCADE, related_name="device_characteristics")
    device = models.ForeignKey(Device, models.CASCADE, related_name="characteristics")
    name = models.CharField(max_length=200)
    value = models.CharField(max_length=500)
    unit = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["device_id", "position"]


class Formula(Printed):
    """A formula as the document prints it, garbled or not; `variables` are {symbol, meaning, unit}."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="formulas")
    name = models.CharField(max_length=200)
    expression = models.CharField(max_length=500)
    result = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    variables = models.JSONField(default=list, blank=True)
    devices = models.ManyToManyField(Device, related_name="formulas", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]


class SelectionThreshold(Printed):
    """A limit by which a document selects or excludes patients, or a dose it ties to response."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="thresholds")
    kind = models.CharField(max_length=30, choices=words.ThresholdKind)
    name = models.CharField(max_length=300)
    bound = models.CharField(max_length=10, choices=words.Bound, blank=True)
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    as_reported = models.CharField(max_length=300, blank=True)
    conditions = models.ManyToManyField(Condition, related_name="thresholds", blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="thresholds", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]


class ResponseDefinition(Printed):
    """What a category of response means under one system of criteria, or one of consensus in one scheme."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="response_definitions")
    criteria = models.CharField(max_length=60)
    version = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=40)
    definition = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["document_id", "position"]
