"""Re-extraction as a job: in slices, stopped, taken up again, and only ever by one worker."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from events.extraction import Document, Extraction, Gazetteer
from events.models import Event, Report, Rereading, Site, User
from events.services import catalogue, queue, reextraction, rereading, review
from events.services.errors import Refused
from events.taxonomy import RereadingStatus, Role, WeaponType
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> User:
    f.small_catalogue()
    monkeypatch.setattr(queue, "send", lambda *_, **__: None)
    return f.user(Role.ADMIN)


def other_engine(document: Document, gazetteer: Gazetteer) -> Extraction:
    return f.extraction(f.report(weapons=(WeaponType.MORTAR,)), engine="other")


def three(monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (date(2024, 1, 20), date(2024, 1, 28), date(2024, 1, 29)):
        f.publish(f.article(published=day))
    monkeypatch.setattr(reextraction, "extract", other_engine)
    monkeypatch.setattr(rereading, "SLICE", 1)


def test_a_job_reads_slice_by_slice_and_goes_on_where_it_stopped(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(monkeypatch)
    event = Event.objects.get()
    review.correct(event, "weapon", ["rocket"], reason="Read", by=admin)
    job = rereading.ask(why="A newer engine", by=admin)
    assert job.total == 3
    assert rereading.work(job.pk, budget=0) == RereadingStatus.QUEUED, "it hands on when its time is up"
    assert rereading.work(job.pk) == RereadingStatus.DONE
    job.refresh_from_db()
    assert (job.read, job.unchanged, job.vanished) == (3, 0, 0)
    assert set(Report.objects.live().values_list("engine_version", flat=True)) == {"other"}
    event.refresh_from_db()
    assert event.weapons == ["rocket"]
    assert event.contradicted_fields == ["weapon"]


def test_a_dry_run_writes_nothing_and_says_what_would_change(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(monkeypatch)
    job = rereading.ask(why="Look first", by=admin, since=date(2024, 1, 28), dry_run=True)
    assert job.total == 2
    assert rereading.work(job.pk) == RereadingStatus.DONE
    job.refresh_from_db()
    assert job.changed >= 1
    assert set(Report.objects.live().values_list("engine_version", flat=True)) == {f.ENGINE}


def test_a_stopped_job_reads_no_further(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    three(monkeypatch)
    job = rereading.ask(why="Too much", by=admin)
    real: Any = rereading.reextract

    def stopped_meanwhile(*args: Any, **kwargs: Any) -> Any:
        if Rereading.objects.get().read == 0:
            rereading.cancel(job, by=admin)
        return real(*args, **kwargs)

    monkeypatch.setattr(rereading, "reextract", stopped_meanwhile)
    assert rereading.work(job.pk) == RereadingStatus.CANCELLED
    job.refresh_from_db()
    assert (job.status, job.read) == (RereadingStatus.CANCELLED, 1)
    with pytest.raises(Refused, match="ended already"):
        rereading.cancel(job, by=admin)


def test_a_job_that_breaks_says_where(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    three(monkeypatch)

    def broken(document: Document, gazetteer: Gazetteer) -> Extraction:
        raise ValueError("no such word")

    monkeypatch.setattr(reextraction, "extract", broken)
    job = rereading.ask(why="Try", by=admin)
    assert rereading.work(job.pk) == RereadingStatus.FAILED
    job.refresh_from_db()
    assert "no such word" in job.reason


def test_what_may_not_or_need_not_be_read_is_refused(admin: User) -> None:
    with pytest.raises(Refused, match="No stored article"):
        rereading.ask(why="Nothing there", by=admin)
    with pytest.raises(Refused, match="Say why"):
        rereading.ask(why=" ", by=admin)
    with pytest.raises(Refused, match="may not"):
        rereading.ask(why="Me too", by=f.user(Role.EDITOR))


def test_a_learned_name_has_its_articles_read_again(admin: User) -> None:
    from events.extraction import types as x

    text = "Sebuah drone menghantam Pangkalan Zakaf di Suriah pada Minggu (28/1/2024), kata sumber keamanan."
    row = f.article("https://harian.example/z", text=text, language="id")
    unknown = x.SiteMention(slug=None, name="Pangkalan Zakaf", as_written="Pangkalan Zakaf", country="SY")
    f.publish(row, f.report(place=unknown))
    site = Site.objects.get(slug="tanf")
    assert rereading.ask_for_words(site, ["Zakaf camp"], by=admin) is None
    catalogue.learn(site, "Pangkalan Zakaf", "id", by=admin)
    job = rereading.ask_for_words(site, ["pangkalan zakaf"], by=admin)
    assert job is not None
    assert rereading.work(job.pk) == RereadingStatus.DONE
    live = Report.objects.live().get(article=row)
    assert live.site == site


def test_a_lost_job_is_sent_again(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    three(monkeypatch)
    sent: list[int] = []
    monkeypatch.setattr(queue, "send", lambda _task, row, **__: sent.append(row))
    job = rereading.ask(why="Lost", by=admin)
    assert rereading.sweep() == 0
    Rereading.objects.update(moved_at=job.moved_at - 2 * rereading.LOST_AFTER)
    assert rereading.sweep() == 1
    assert sent == [job.pk]
