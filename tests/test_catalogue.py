"""The catalogue on disk is whole, and a bad row is refused with file, line and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from events import catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "data"
    shutil.copytree(catalogue.DATA, target)
    return target


def append(folder: Path, file: str, row: str) -> None:
    with (folder / f"{file}.csv").open("a", encoding="utf-8") as lines:
        lines.write(row + "\n")


def reasons(folder: Path) -> list[str]:
    return [str(error) for error in catalogue.read(folder).errors]


def test_catalogue_on_disk_has_no_errors() -> None:
    assert catalogue.read().errors == []


def test_every_site_has_a_name_to_be_found_by() -> None:
    assert [site.slug for site in catalogue.load().sites if not site.names] == []


def test_site_without_position_stands_on_its_fallback_with_a_wide_radius() -> None:
    rows = [row for row in catalogue.read().rows["sites"] if not row["lat"] and row["fallback"]]
    sites = {site.slug: site for site in catalogue.load().sites}
    assert rows
    for row in rows:
        site = sites[row["slug"]]
        assert site.lat is not None
        assert (site.radius_m or 0) >= catalogue.FALLBACK_RADIUS_M


@pytest.mark.parametrize(
    ("file", "row", "reason"),
    [
        ("sites", "far-away,Far,town,IQ,,95.0,44.0,500,,,,,,,B,,", "out of range"),
        ("sites", "no-radius,Far,town,IQ,,33.0,44.0,,,,,,,,B,,", "needs a radius"),
        ("sites", "Bad_Slug,Far,town,IQ,,33.0,44.0,500,,,,,,,B,,", "bad slug"),
        ("sites", "far-away,Far,castle,IQ,,33.0,44.0,500,,,,,,,B,,", "unknown kind 'castle'"),
        ("sites", "far-away,Far,town,IQ,,33.0,44.0,500,,,nowhere,,,,B,,", "fallback 'nowhere'"),
        ("sites", "al-tanf,Again,town,IQ,,33.0,44.0,500,,,,,,,B,,", "the same as line"),
        ("site_names", "nowhere,en,Somewhere,,,", "unknown site 'nowhere'"),
        ("actor_names", "houthis,en,,name,0,", "no name"),
        ("actors", "gang,Gang,gangsters,,,,,", "unknown kind 'gangsters'"),
        ("ambiguities", "Somewhere,,site,al-tanf,erbil,,", "the default 'erbil' is no candidate"),
        ("ambiguities", "Somewhere,,site,al-tanf,,erbil=x,", "cue for 'erbil'"),
        ("outlets", "not a domain,X,GB,en,agency,,0", "is no domain"),
        ("weapons", "one,two", "2 cells instead of 7"),
    ],
)
def test_bad_row_is_refused_with_its_line(folder: Path, file: str, row: str, reason: str) -> None:
    line = len((folder / f"{file}.csv").read_text(encoding="utf-8").splitlines()) + 1
    append(folder, file, row)
    (error,) = reasons(folder)
    assert error.startswith(f"{file}.csv:{line}: ")
    assert reason in error


def test_missing_file_is_told(folder: Path) -> None:
    (folder / "outlets.csv").unlink()
    assert reasons(folder) == ["outlets.csv:0: the file is missing"]


def test_load_refuses_a_bad_catalogue_with_all_reasons(folder: Path) -> None:
    append(folder, "outlets", "x,X,GB,en,agency,,0")
    with pytest.raises(catalogue.CatalogueInvalid, match=r"outlets\.csv:\d+: 'x' is no domain"):
        catalogue.load(folder)


def test_version_follows_the_content(folder: Path) -> None:
    before = catalogue.read(folder).version
    append(folder, "outlets", "x.example,X,GB,en,agency,,0")
    assert catalogue.read(folder).version != before
