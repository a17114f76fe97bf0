"""The page of one event: values with their quotes, disagreement, history, standing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from events.models import Event
from events.queries import event_page
from events.services import review
from tests import factories as f
from tests.pages.conftest import World


def html(world: World, event: Event | None = None, **query: str) -> str:
    client = Client()
    client.force_login(world.admin)
    answer = client.get(reverse("event", args=[(event or world.event).public_id]), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_headline_is_made_of_codes_and_not_of_a_title(world: World) -> None:
    page = html(world)
    assert "<h1>Drone attack on Al-Tanf Garrison, Syria, 28 January 2024</h1>" in page
    assert "Drones hit base" in page, "the article's own title stands in the list of articles"


def test_each_value_stands_beside_the_words_of_each_outlet(world: World) -> None:
    page = event_page.load(world.event)
    outcome = next(row for row in page.rows if row.group.key == "outcome")
    told = {cell.report.article.language: [quote.text for quote in cell.quotes] for cell in outcome.cells}
    assert told == {"id": ["ditembak jatuh"], "en": ["hit"]}


def test_every_quote_is_the_text_at_its_place(world: World) -> None:
    for row in event_page.load(world.event).rows:
        for cell in row.cells:
            for quote in cell.quotes:
                assert cell.report.snapshot.text[quote.start : quote.end] == quote.text


def test_disagreement_is_marked_with_both_accounts(world: World) -> None:
    page = event_page.load(world.event)
    assert [row.group.key for row in page.disputed] == ["outcome"]
    assert dict(page.disputed[0].accounts) == {"hit": 1, "intercepted": 1}
    assert "Accounts differ: Outcome" in words(html(world))


def test_a_persons_correction_is_shown_as_such_and_stands_in_the_history(world: World) -> None:
    page = event_page.load(world.event)
    casualties = next(row for row in page.rows if row.group.key == "casualties")
    assert casualties.corrected
    assert casualties.value.text == "0–2 injured"
    told = [(entry.kind, [(change.old, change.new) for change in entry.changes]) for entry in page.history]
    assert told[0] == ("correction", [("", "0–2")])
    assert [kind for kind, _changes in told].count("correction") == 1, (
        "an act is told once, not also as a revision"
    )


def test_undoing_is_offered_until_it_was_done(world: World) -> None:
    address = reverse("undo", args=["correction", world.correction.pk])
    assert address in html(world)
    review.undo(world.correction, by=world.admin)
    page = html(world)
    assert address not in page
    assert "taken back by ada" in page


def test_the_article_of_the_chosen_report_is_laid_open(world: World) -> None:
    report = world.indonesian.reports.get()  # type: ignore[attr-defined]
    page = html(world, report=str(report.pk))
    shown = page[page.index('id="text"') :]
    assert 'data-f="attacker"' in shown
    assert "Perlawanan Islam di Irak" in shown
    assert "The weather stayed cold" not in shown


def test_letters_of_marks_are_no_part_of_the_copied_text(world: World) -> None:
    marks = re.findall(r"<mark[^>]*>([^<]*)</mark>", html(world, report=""))
    assert "al-Tanf" in marks


def test_a_merged_id_leads_to_where_it_went_and_says_so(world: World) -> None:
    other = f.event(f.report(place="erbil"))
    review.merge(other, world.event, reason="One attack", by=world.admin)
    answer = Client().get(reverse("event", args=[other.public_id]), follow=True)
    assert answer.redirect_chain == [(f"/events/{world.event.public_id}/?merged={other.public_id}", 302)]
    assert f"{other.public_id} was merged into this event" in answer.content.decode()


def test_an_id_in_lower_case_leads_to_its_written_form(world: World) -> None:
    answer = Client().get(reverse("event", args=[world.event.public_id.lower()]))
    assert answer.headers["Location"] == reverse("event", args=[world.event.public_id])


def test_a_rejected_event_keeps_its_page_and_says_so(world: World) -> None:
    review.reject(world.event, reason="A drill", by=world.admin)
    assert "A person found that this is no attack" in html(world)


def test_an_unknown_id_is_not_found(world: World) -> None:
    assert Client().get("/events/CW-00000000/").status_code == 404


def test_the_page_costs_the_same_number_of_queries_with_more_articles(world: World) -> None:
    def cost() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            event_page.load(event_page.find(world.event.public_id))  # type: ignore[arg-type]
        return len(asked)

    before = cost()
    for number in range(3):
        f.publish(f.article(f"https://more.example/{number}"), f.report())
    assert Event.objects.get(pk=world.event.pk).report_count == 5
    with assertNumQueries(before):
        event_page.load(event_page.find(world.event.public_id))  # type: ignore[arg-type]


def test_a_visitor_sees_no_buttons_that_change_anything(world: World) -> None:
    page = Client().get(reverse("event", args=[world.event.public_id])).content.decode()
    for name in ("event-accept", "event-reject"):
        assert reverse(name, args=[world.event.public_id]) not in page
    assert "/correct/" not in page
    assert "/undo/" not in page


@pytest.mark.parametrize("language", ["id", "ar"])
def test_the_page_is_drawn_in_every_language(world: World, language: str) -> None:
    client = Client(headers={"accept-language": language})
    answer = client.get(reverse("event", args=[world.event.public_id]))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
