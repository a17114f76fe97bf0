"""A real Chromium, Debian's own: pages are judged as a reader's browser draws them."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from events.filters import select
from events.models import Actor, Site
from tests import factories as f
from tests.dashboard.conftest import make, make_many

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("Chromium was not found: `apt-get install chromium`, or CHROMIUM=/path/to/it.")
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of 1440 x 900; no test waits longer than 15 s for anything."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which an uncaught error or a breach of the content security policy fails the test."""
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert not troubles


NEAR = 40
"""Sites that stand close together, so that circles and names have to give way to each other."""


@pytest.fixture
def address(live_server: object, transactional_db: None) -> str:
    f.small_catalogue()
    dice = random.Random(8)
    make_many(dice, 30, review_status="machine")
    target = Actor.objects.get(slug="us-forces")
    for number in range(NEAR):
        lat, lon = 35 + dice.random() * 1.5, 40 + dice.random() * 2
        site = Site.objects.create(
            slug=f"near-{number}",
            name=f"Outpost {number}",
            kind="camp",
            country="SY",
            lat=lat,
            lon=lon,
            radius_m=1,
        )
        day = date(2023, 12, 1) + timedelta(days=number)
        make(
            dice, site=site, site_name=site.name, country="SY", lat=lat, lon=lon, geo_precision="1",
            date_from=day, date_to=day, target=target, review_status="machine",
        )  # fmt: skip
    return str(live_server)


@pytest.fixture
def dashboard(page: Page, address: str) -> Page:
    page.goto(f"{address}/")
    expect(page.locator("#map-veil")).to_be_hidden()
    expect(page.locator("#time-veil")).to_be_hidden()
    return page


def count(page: Page) -> int:
    return int(page.locator("#list-count").get_attribute("data-count") or -1)


def drawn(page: Page) -> int:
    """Strikes that the circles on the map say, and those that the note says."""
    labels = page.locator(".pin, path.area-mark[role]").evaluate_all("all => all.map(one => one.ariaLabel)")
    circles = sum(int(re.search(r": (\d+) strike", label).group(1)) for label in labels)  # type: ignore[union-attr]
    note = page.locator("#not-located")
    told = re.match(r"\d+", note.inner_text()) if note.is_visible() else None
    return circles + (int(told.group()) if told else 0)


def in_step(page: Page, query: str) -> None:
    """Everything on the page counts what the query selects."""
    total = select(query).events().count()
    expect(page.locator("#dash")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#list-count")).to_have_attribute("data-count", str(total))
    expect(page.locator("#figures b").first).to_have_text(str(total))
    assert drawn(page) == total
    assert (
        page.evaluate("document.getElementById('time-words').textContent").startswith(f"{total} ")
        or not total
    )
