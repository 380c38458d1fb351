"""How many questions a page asks of the database, on both engines alike
(``o2r.core.measured_statements``)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from o2r.core.measured_statements import statements_asked as statements

__all__ = ["Statements", "statements"]

Statements = Callable[[], AbstractContextManager[list[str]]]
