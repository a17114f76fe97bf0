"""The page on which articles are read again: asking, looking first, stopping."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from events.models import Rereading
from events.taxonomy import RereadingStatus
from tests.pages.conftest import World


def test_a_job_is_asked_for_looked_at_and_stopped(world: World, admin: Client) -> None:
    page = reverse("rereading")
    assert "Nothing was read again yet" in admin.get(page).content.decode()
    assert admin.post(page, {"why": "A newer catalogue", "do": "look"}).status_code == 302
    job = Rereading.objects.get()
    assert (job.dry_run, job.total, job.asked_by) == (True, 2, world.admin)
    html = admin.get(page).content.decode()
    assert 'data-progress="1"' in html
    assert "A newer catalogue" in html
    admin.post(reverse("rereading-stop", args=[job.pk]))
    job.refresh_from_db()
    assert job.status == RereadingStatus.CANCELLED
    assert 'data-progress="0"' in admin.get(page).content.decode()


def test_an_empty_choice_says_so(world: World, admin: Client) -> None:
    answer = admin.post(reverse("rereading"), {"why": "Old ones", "since": "2030-01-01", "do": "read"})
    assert answer.status_code == 422
    assert "No stored article is left by these choices" in answer.content.decode()
    assert not Rereading.objects.exists()
