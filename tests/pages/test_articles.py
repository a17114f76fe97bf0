"""The page of an article: its text with every span, what it tells, where it came from."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from events.queries import article_page
from events.taxonomy import Role
from tests import factories as f
from tests.pages.conftest import ENGLISH, World


def get(world: World, client: Client | None = None, **query: str) -> str:
    address = reverse("article", args=[world.english.public_id])
    return unescape((client or Client()).get(address, query).content.decode())


def test_the_text_is_whole_and_marked(world: World) -> None:
    page = get(world)
    article = page[page.index("<article") : page.index("</article>")]
    shown = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<p[^>]*>(.*?)</p>", article)]
    assert shown == ENGLISH.split("\n\n")
    assert re.findall(r'<mark class="span f-([a-z]+)', article) == [
        "weapon",
        "outcome",
        "place",
        "date",
        "claim",
    ]


def test_values_and_marks_name_the_same_report(world: World) -> None:
    page = get(world)
    report = world.english.reports.get()  # type: ignore[attr-defined]
    assert page.count(f'data-r="{report.pk}"') > 8


def test_hash_versions_and_event_are_told(world: World) -> None:
    page = get(world)
    assert world.english.snapshot is not None
    assert world.english.snapshot.body_sha256 in page
    assert reverse("event", args=[world.event.public_id]) in page


def test_the_trace_is_for_admins(world: World) -> None:
    admin, editor = Client(), Client()
    admin.force_login(world.admin)
    editor.force_login(f.user(Role.EDITOR))
    assert "What each step saw" in get(world, admin)
    assert '<ol class="in trace">' in get(world, admin, trace="1")
    assert "What each step saw" not in get(world, editor, trace="1")


def test_articles_are_found_by_words_of_title_and_text(world: World) -> None:
    assert list(article_page.articles("weather stayed")) == [world.english]
    assert list(article_page.articles("serangan DRONE")) == [world.indonesian]
    assert list(article_page.articles(language="id")) == [world.indonesian]
    assert list(article_page.articles(telling="none")) == []


def test_a_telling_article_comes_with_its_counts(world: World) -> None:
    counts = {article: (article.report_count, article.tally_count) for article in article_page.articles()}
    assert counts == {world.english: (1, 0), world.indonesian: (1, 1)}
