"""Evidence: what was published, as it was read."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from events.taxonomy import DateOrigin

QUOTES_ONLY = "quotes only"
"""The ``parser_version`` of a snapshot that came with an import: quoted words at their places, no more."""


class Article(models.Model):
    """One published piece, known by its canonical URL; its text is that of its newest snapshot."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.URLField(max_length=2000, blank=True)
    """Canonical form ('' for pasted text)."""
    outlet = models.ForeignKey(
        "Outlet", null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True, db_index=True)
    published_on = models.DateField(null=True, blank=True, db_index=True)
    """Calendar day in the outlet's own zone."""
    published_at = models.DateTimeField(null=True, blank=True)
    published_origin = models.CharField(max_length=12, choices=DateOrigin.choices, default=DateOrigin.NONE)
    snapshot = models.ForeignKey("Snapshot", null=True, on_delete=models.PROTECT, related_name="+")
    """The newest version: the one whose text the live reports quote."""
    family = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    """The first article of its family of near-duplicates; None when it is the first itself."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["url"], condition=~Q(url=""), name="article_url_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.url or str(self.public_id)

    @property
    def text(self) -> str:
        return self.snapshot.text if self.snapshot else ""

    @property
    def quotes_only(self) -> bool:
        """Whether it came with an import, without its text."""
        return self.snapshot is not None and self.snapshot.parser_version == QUOTES_ONLY


class Snapshot(models.Model):
    """One version of an article, never changed: raw body, headers, extracted text and their hashes."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(default=1)
    fetched_at = models.DateTimeField()
    requested_url = models.CharField(max_length=2000, blank=True)
    final_url = models.CharField(max_length=2000, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=list)
    """``[[name, value], ...]`` as received."""
    content_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    """Compressed raw body (``ingest.archive``)."""
    body_sha256 = models.CharField(max_length=64)
    """Of the uncompressed body."""
    body_size = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, db_index=True)
    packed_sha256 = models.CharField(max_length=64, blank=True)
    """Of the compressed body: tells a damaged disk from a damaged page."""
    signature = models.BinaryField(null=True)
    """MinHash of the text, for near-duplicates (``ingest.neardup``)."""
    bands = ArrayField(models.BigIntegerField(), default=list)
    """Keys under which near-duplicates are found."""
    parser_version = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=500, blank=True)
    """The page's own headline at that time."""
    published_on = models.DateField(null=True)
    """The day that the page itself gave at that time."""
    changes = models.JSONField(default=dict, blank=True)
    """Against the version before: ``{"same": n, "added": n, "removed": n}`` in paragraphs, and ``title`` and
    ``published`` as ``[before, after]`` where they differ. Empty for the first version."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="snapshot_number_once"),
        ]
        indexes = [
            GinIndex(fields=["bands"], name="snapshot_bands"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class SnapshotCheck(models.Model):
    """A later look at the page that found nothing to read but what this version holds."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    final_url = models.CharField(max_length=2000, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    body_sha256 = models.CharField(max_length=64)
    """Of the answer; it may differ where the text does not."""

    class Meta:
        ordering = ["snapshot_id", "at"]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.snapshot_id} at {self.at:%Y-%m-%d %H:%M}"


class SnapshotPart(models.Model):
    """A further answer that belongs to a snapshot: the next part of a split article, its whole-page copy."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    """In the order of the requests; the snapshot itself is left out."""
    fetched_at = models.DateTimeField()
    url = models.CharField(max_length=2000)
    http_status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=list)
    content_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    body_sha256 = models.CharField(max_length=64)
    body_size = models.PositiveIntegerField()
    packed_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["snapshot_id", "number"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "number"], name="snapshot_part_once")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.snapshot_id} part {self.number}"
