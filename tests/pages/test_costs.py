"""Every list costs the same number of queries with three times as many rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Submission
from events.taxonomy import SubmissionKind, SubmissionStatus
from tests import factories as f
from tests.pages.conftest import World

ADDRESSES = {
    "submissions": "?scope=all",
    "articles": "",
    "sites": "",
    "actors": "",
    "review": "",
    "account": "",
    "dashboard": "",
}


def cost(client: Client, name: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name) + ADDRESSES[name]).status_code == 200
    return len(asked)


def add_rows(world: World, start: int) -> None:
    for number in range(start, start + 4):
        row = f.article(f"https://n{number}.example/{number}", title=f"Strike {number}")
        f.publish(row, f.report(date(2023, 1, number + 1), place="erbil-base", confidence=0.3))
        Submission.objects.create(
            kind=SubmissionKind.URL,
            status=SubmissionStatus.DONE,
            url=row.url,
            article=row,
            submitted_by=world.admin,
            event_count=1,
        )


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_a_list_costs_the_same_with_more_rows(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.admin)
    add_rows(world, 1)
    cost(client, name)  # fills what is kept for the life of the process
    before = cost(client, name)
    add_rows(world, 5)
    add_rows(world, 9)
    assert cost(client, name) == before
