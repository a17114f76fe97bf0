"""What an editor asked to be read, and how far it has come. The row is the truth, not the broker."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.taxonomy import SubmissionKind, SubmissionStatus


class Submission(models.Model):
    """One request to read one article."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=SubmissionKind.choices)
    status = models.CharField(
        max_length=10, choices=SubmissionStatus.choices, default=SubmissionStatus.QUEUED, db_index=True
    )
    reason_code = models.CharField(max_length=40, blank=True)
    """Why it failed (``ingest.types.FailureReason``); '' unless failed."""
    reason = models.TextField(blank=True)
    """The same in a sentence that a person understands."""
    error_trace = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    payload = models.BinaryField(null=True)
    """The pasted text or uploaded page, kept until it is archived with the article."""
    payload_name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=500, blank=True)
    outlet_domain = models.CharField(max_length=253, blank=True)
    language = models.CharField(max_length=8, blank=True)
    published_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="submissions"
    )
    article = models.ForeignKey("Article", null=True, on_delete=models.PROTECT, related_name="submissions")
    already_known = models.BooleanField(default=False)
    """The article had been read before: this submission points to it and made nothing new."""
    again = models.BooleanField(default=False)
    """The page of a known article is fetched once more; ``already_known`` then tells of no change."""
    event_count = models.PositiveIntegerField(default=0)
    tally_count = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    steps = models.JSONField(default=list)
    """``[{"status": code, "at": ISO time}, ...]`` in order."""
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    touched_at = models.DateTimeField(auto_now=True)
    """Last sign of life: the sweeper re-queues what has been silent too long."""

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SubmissionStatus.codes()), name="submission_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=SubmissionStatus.FAILED) | ~Q(reason_code=""),
                name="submission_failed_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=SubmissionStatus.DONE) | Q(article__isnull=False),
                name="submission_done_has_article",
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.title or str(self.public_id)
