"""The same people as in the tests of projects: their messages and accounts are what is kept."""

from tests.projects.conftest import as_claire, as_malik, claire, malik, project, rosa

__all__ = ["as_claire", "as_malik", "claire", "malik", "project", "rosa"]
