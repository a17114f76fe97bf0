"""The events of the dashboard's tests, for the cube."""

from tests.dashboard.conftest import catalogue, many

__all__ = ["catalogue", "many"]
