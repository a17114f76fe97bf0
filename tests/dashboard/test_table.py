"""The table of events: its columns stand in the URL, its heads sort, its cells say what the event says."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from events.filters import BadQuery
from events.models import Event
from events.queries import tablecolumns
from events.queries.rows import SORTS
from events.templatetags.tables import CELLS

ALL = ",".join(tablecolumns.BY_NAME)


def heads(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", head).strip(" ↑↓") for head in re.findall(r"<th scope=.col.*?</th>", html)]


def rows(html: str) -> list[list[str]]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in found]


def test_every_column_has_a_cell_and_sorts_by_orders_that_there_are() -> None:
    assert set(CELLS) == set(tablecolumns.BY_NAME)
    assert {sort for column in tablecolumns.COLUMNS for sort in column.sorts} == set(SORTS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        (tablecolumns.USUAL, ""),
        ("killed,date", "date,killed"),
        ("event,event", "event"),
        (" date , id ", "date,id"),
        (",", ""),
    ],
)
def test_columns_are_read_in_the_order_of_the_table(given: str, kept: str) -> None:
    assert tablecolumns.read(given) == kept


def test_an_unknown_column_is_refused_with_what_is_known() -> None:
    with pytest.raises(BadQuery, match=r"cols: “colour” is not known\. Known are: date, event"):
        tablecolumns.read("date,colour")


def test_the_table_has_the_columns_of_the_address(client: Client, many: list[Event]) -> None:
    html = client.get("/?view=events&cols=date,place,killed,id").content.decode()
    assert heads(html) == ["Date", "Place", "Killed", "Id"]
    assert all(len(row) == 4 for row in rows(html))
    usual = client.get("/?view=events").content.decode()
    assert len(heads(usual)) == len(tablecolumns.columns(""))
    more = client.get("/parts/rows?view=events&cols=date,id").content.decode()
    assert len(re.findall(r"<td", more.partition("</tr>")[0])) == 2


def test_a_row_says_what_its_event_says(client: Client, many: list[Event]) -> None:
    event = next(e for e in many if e.killed_best == 4 and e.site and e.review_status == "machine")
    html = client.get(f"/?view=events&cols={ALL}&killed_min=4").content.decode()
    row = next(row for row in rows(html) if row[-1] == event.public_id)
    told = dict(zip(tablecolumns.BY_NAME, row, strict=True))
    assert f"/events/{event.public_id}/" in told["event"]
    assert event.site_name in told["place"]
    assert f'data-on-map="9/{event.lat:.3f}/{event.lon:.3f}"' in told["place"]
    assert told["killed"] == '<bdi dir="ltr">4</bdi>'
    assert told["attacker"] == event.attacker_name
    assert told["outlets"] == str(event.outlet_count)


def test_a_head_sorts_and_says_so(client: Client, many: list[Event]) -> None:
    html = client.get("/?view=events&country=SY").content.decode()
    assert (
        'aria-sort="descending"><a id="sort-date" href="?country=SY&amp;view=events&amp;sort=oldest"' in html
    )
    assert '<a id="sort-killed" href="?country=SY&amp;view=events&amp;sort=killed"' in html
    sorted_by = client.get("/?view=events&sort=killed&cols=killed").content.decode()
    numbers = [re.sub(r"<[^>]+>", "", row[0]) for row in rows(sorted_by)]
    told = [int(number) for number in numbers if number]
    assert told == sorted(told, reverse=True)
    assert numbers[len(told) :] == [""] * (len(numbers) - len(told))
