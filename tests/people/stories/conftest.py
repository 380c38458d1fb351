"""The stories of two operators have an index of their own."""

from tests.people.between.conftest import folder, index

__all__ = ["folder", "index"]
