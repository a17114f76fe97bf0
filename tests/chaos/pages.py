# ruff: noqa: E501 (texts as they are served)
"""Pages for the fault test: articles that tell known incidents, and every vice of a page server."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import date, timedelta

from tests.ingest import pageserver as ps

BASES = ("Ain al-Asad", "Al-Tanf", "Harir", "Ras Tanura")
FIRST_DAY = date(2024, 1, 3)
TELLINGS = 3
"""Outlets that tell of each incident in words of their own."""
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August")
TEXTS = (
    (
        "en",
        "Two drones struck the {base} base on {day_en}, a security official said. Nobody was killed or injured. "
        "The official, who spoke by telephone, said that the debris was being examined by a team of engineers. "
        "Report number {number} of this desk was written in the evening and updated once after a second call.",
    ),
    (
        "id",
        "Dua drone menyerang pangkalan {base} pada {day_id}, kata seorang pejabat keamanan. Tidak ada korban jiwa "
        "maupun luka dalam kejadian itu. Pejabat tersebut menambahkan bahwa puing-puing sedang diperiksa para "
        "teknisi. Laporan nomor {number} dari meja redaksi ini disusun pada malam hari setelah panggilan kedua.",
    ),
    (
        "en",
        "The {base} base came under a drone attack on {day_en}, according to the provincial council. It gave no "
        "casualties. Residents in the nearby villages said that they had heard the aircraft before the blasts "
        "and that roads were closed until noon. Number {number} in our list of the season, from a local reporter.",
    ),
)


@dataclass(frozen=True, slots=True)
class Incident:
    number: int
    base: str
    day: date


def incident(number: int) -> Incident:
    """Incident ``number``: each base every second day, so that no two of the first 440 may be one."""
    day = FIRST_DAY + timedelta(days=2 * (number // len(BASES) % 110))
    return Incident(number, BASES[number % len(BASES)], day)


def article(number: int) -> bytes:
    """Article ``number``: telling ``number % TELLINGS`` of incident ``number // TELLINGS``."""
    told, (language, text) = incident(number // TELLINGS), TEXTS[number % TELLINGS]
    day = told.day
    words = text.format(
        base=told.base,
        number=number,
        day_en=f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}",
        day_id=f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    )
    published = f"{day + timedelta(days=1)}T08:00:00+00:00"
    return (
        f"<html lang='{language}'><head><meta charset='utf-8'><title>Report {number}</title>"
        f"<meta property='article:published_time' content='{published}'></head>"
        f"<body><article><h1>Report {number} on {told.base}</h1>"
        + "".join(f"<p>{sentence}.</p>" for sentence in words.split(". "))
        + "</article></body></html>"
    ).encode()


def good(visit: ps.Visit) -> None:
    visit.answer(article(int(visit.path.rpartition("/")[2])))


BACKGROUND = (
    "The region has seen a number of incidents since the autumn, and the talks on it go on in the capital.",
    "Analysts who follow the matter say that such accounts differ at first and agree only days later.",
    "The ministry did not answer a request for comment; a spokeswoman referred to a statement of last week.",
    "Traders in the nearby town opened their shops late, and buses to the coast left half empty that morning.",
)
MENU = "".join(
    f"<li class='menu-item item-{n}'><a href='/section/{n}/latest' data-track='nav:{n}'>Section {n} of the news</a></li>"
    for n in range(160)
)
TEASERS = "".join(
    f"<div class='teaser'><a href='/story/{n}'><img src='/img/{n}.jpg' alt='' width='320' height='180'>"
    f"<h3>Another story of the day, number {n}</h3></a><p class='lead'>What it is about in one line.</p></div>"
    for n in range(150)
)
SCRIPT = "<script>window.pageData = " + '{"slot": [1, 2, 3], "name": "a value"};' * 1200 + "</script>"
"""What stands around an article: 130 kB a page is the mean of the public sets in docs/ingest.md."""


def full_page(visit: ps.Visit) -> None:
    """Article ``number`` at the length and with the surroundings of a real page."""
    number = int(visit.path.rpartition("/")[2])
    more = "".join(f"<p>{BACKGROUND[(number + n) % 4]} ({number}.{n})</p>" for n in range(16))
    body = article(number).decode().replace("</article></body>", f"{more}</article>{TEASERS}</body>")
    visit.answer(body.replace("<article>", f"{SCRIPT}<nav><ul>{MENU}</ul></nav><article>").encode())


def lying_charset(visit: ps.Visit) -> None:
    """UTF-8 that is announced as Windows-1256, and says so in its head too."""
    body = article(int(visit.path.rpartition("/")[2])).replace(b"charset='utf-8'", b"charset='windows-1256'")
    visit.answer(body, Content_Type="text/html; charset=windows-1256")


def too_long_a_length(visit: ps.Visit) -> None:
    body = article(int(visit.path.rpartition("/")[2]))
    visit.head("200 OK", {"Content-Type": "text/html", "Content-Length": str(len(body) + 500)})
    visit.send(body)


def circle(visit: ps.Visit) -> None:
    name = visit.path.rpartition("/")[2]
    step = "b" if visit.path.startswith("/circle/") else ""
    visit.answer(b"moved", "302 Found", Location=f"/circle{step}/{name}")


BOMB = gzip.compress(gzip.compress(bytes(200 << 20)))
GOOD = ("good", "charset", "page")
"""Vices that end in an article all the same."""
ROUTES: dict[str, ps.Handler] = {
    "good": good,
    "page": full_page,
    "charset": lying_charset,
    "hang": ps.silent,
    "drip": ps.drip,
    "cut": ps.cut_off,
    "length": too_long_a_length,
    "circle": circle,
    "circleb": circle,
    "bomb": ps.page(BOMB, Content_Encoding="gzip, gzip"),
    "garbage": ps.garbage,
    "missing": ps.status("404 Not Found"),
    "broken": ps.status("500 Oops"),
    "inside": ps.redirect("http://169.254.169.254/latest/meta-data/"),
    "headers": ps.endless_headers,
}


class ByFirstWord(dict[str, ps.Handler]):
    """Routes that are told by the first part of the path."""

    def get(self, key: str, default: ps.Handler | None = None) -> ps.Handler | None:  # type: ignore[override]
        return ROUTES.get(key.split("/")[1], default)


def addresses(total: int) -> list[str]:
    """Paths of ``total`` submissions: three of four are articles, one of ten of these comes twice."""
    vices = [name for name in ROUTES if name not in (*GOOD, "circleb")]
    bad = [f"/{vices[n % len(vices)]}/{n}" for n in range(total // 5)]
    twice = total // 20
    articles = [f"/{'charset' if n % 10 == 9 else 'good'}/{n}" for n in range(total - len(bad) - twice)]
    return articles + bad + articles[:twice]
