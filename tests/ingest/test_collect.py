"""From an address to the whole article, over parts and copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from events.ingest.collect import collect
from events.ingest.types import FailureReason, ParseFailed, UrlRefused
from tests.ingest import pageserver as ps
from tests.ingest.conftest import policy_for
from tests.ingest.pages import BY_NAME

Serve = Callable[[dict[str, ps.Handler]], ps.PageServer]
PART, WHOLE = BY_NAME["id_suara_nusa_asad_part1"], BY_NAME["id_suara_nusa_asad_whole"]
PATH = "/2024/01/21/rudal-balistik-hujani-ain-al-asad"


def local(body: bytes) -> bytes:
    """A saved page whose own addresses are relative, as served by the test server."""
    return body.replace(b"https://suara-nusa.example", b"").replace(b"https://www.meridianpost.example", b"")


def second_part() -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in WHOLE.expected["paragraphs"][2:])
    return f"<html lang=id><body><article><h1>x</h1>{paragraphs}</article></body></html>".encode()


def test_a_split_article_is_read_whole_from_its_one_page(serve: Serve) -> None:
    server = serve({PATH: ps.page(local(PART.body)), PATH + "?page=all": ps.page(local(WHOLE.body))})
    got = collect(server.url(PATH), policy_for(server))
    assert got.article.text == WHOLE.text
    assert got.main.final_url == server.url(PATH + "?page=all")
    assert [one.final_url for one in got.fetched] == [server.url(PATH), server.url(PATH + "?page=all")]
    assert "split" not in got.article.warnings


def test_parts_are_joined_where_no_whole_page_exists(serve: Serve) -> None:
    routes = {
        PATH: ps.page(local(PART.body).replace(b"page=all", b"x=1")),
        PATH + "?page=2": ps.page(second_part()),
    }
    server = serve(routes)
    got = collect(server.url(PATH), policy_for(server))
    assert got.article.text == WHOLE.text
    assert got.main.final_url == server.url(PATH)
    assert len(got.fetched) == 2
    assert got.article.next_page == ""
    assert got.article.warnings == ()


def test_a_missing_part_leaves_what_there_is_and_says_so(serve: Serve) -> None:
    broken = ps.status("500 Error")
    server = serve({PATH: ps.page(local(PART.body)), PATH + "?page=all": broken, PATH + "?page=2": broken})
    got = collect(server.url(PATH), policy_for(server))
    assert got.article.text == PART.text
    assert {"split", "incomplete"} <= set(got.article.warnings)
    assert len(got.fetched) == 1
    assert len(server.visits) == 3


def test_parts_that_point_at_each_other_end(serve: Serve) -> None:
    back = second_part().replace(
        b"</article>", f'<a rel=next href="{PATH}?page=3">Next</a></article>'.encode()
    )
    routes = {PATH: ps.page(local(PART.body).replace(b"page=all", b"x=1"))}
    routes |= {
        f"{PATH}?page={number}": ps.page(back.replace(b"page=3", b"page=%d" % (number + 1)))
        for number in range(2, 30)
    }
    server = serve(routes)
    got = collect(server.url(PATH), policy_for(server, total_timeout=5.0))
    assert got.article.text == WHOLE.text
    assert len(server.visits) < 12


def test_the_article_behind_an_amp_copy_is_read(serve: Serve) -> None:
    amp = BY_NAME["en_meridian_amp"]
    real = local(amp.body).replace("⚡".encode(), b"").replace(b"Iraq said 16", b"Iraq, correcting, said 16")
    server = serve(
        {
            "/news/amp/world-2024-02-03-us-strikes": ps.page(local(amp.body)),
            "/news/world-2024-02-03-us-strikes": ps.page(real),
        }
    )
    got = collect(server.url("/news/amp/world-2024-02-03-us-strikes"), policy_for(server))
    assert "correcting" in got.article.text
    assert got.main.final_url == server.url("/news/world-2024-02-03-us-strikes")


def test_a_page_that_only_refreshes_leads_to_the_article(serve: Serve) -> None:
    hop = b'<html><head><META HTTP-EQUIV="refresh" content="0;URL=\'/next?a=1&amp;b=2\'"></head></html>'
    body = BY_NAME["fr_courrier_du_large"].body
    server = serve(
        {
            "/": ps.page(hop),
            "/next?a=1&b=2": ps.page(body),
            "/self": ps.page(hop.replace(b"next?a=1&amp;b=2", b"self")),
        }
    )
    got = collect(server.url("/"), policy_for(server))
    assert got.article.text == BY_NAME["fr_courrier_du_large"].text
    assert [one.final_url for one in got.fetched] == [server.url("/"), server.url("/next?a=1&b=2")]
    with pytest.raises(ParseFailed):
        collect(server.url("/self"), policy_for(server))


def test_a_refresh_to_a_private_address_is_refused(serve: Serve) -> None:
    hop = b'<meta http-equiv="refresh" content="0; url=http://169.254.169.254/latest/">'
    server = serve({"/": ps.page(hop)})
    with pytest.raises(UrlRefused):
        collect(server.url("/"), policy_for(server))


def test_further_parts_are_left_when_time_is_over(serve: Serve) -> None:
    server = serve({PATH: ps.page(local(PART.body)), PATH + "?page=all": ps.page(local(WHOLE.body))})
    got = collect(server.url(PATH), policy_for(server), budget=0.0)
    assert got.article.text == PART.text
    assert "incomplete" in got.article.warnings
    assert len(server.visits) == 1


def test_a_page_without_an_article_fails_as_a_whole(serve: Serve) -> None:
    server = serve({"/": ps.page(BY_NAME["refused_challenge"].body)})
    with pytest.raises(ParseFailed) as caught:
        collect(server.url("/"), policy_for(server))
    assert caught.value.reason is FailureReason.CHALLENGE_PAGE


def test_a_lying_charset_does_not_garble_the_text(serve: Serve) -> None:
    legacy = BY_NAME["ar_akhbar_alfurat_cp1256"]
    server = serve({"/": ps.page(legacy.body, Content_Type="text/html; charset=utf-8")})
    got = collect(server.url("/"), policy_for(server))
    assert got.article.text == legacy.text
    assert got.main.encoding == "cp1256"
