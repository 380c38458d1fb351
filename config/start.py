"""What is checked once, when the web server or the worker starts."""

import logging

from o2r.core.belt.refusal import Process, refuse_unsafe_database

logger = logging.getLogger(__name__)


def check_database(process: Process) -> None:
    """Refuse a database that does not protect its rows. Raises UnsafeDatabase, with what to do."""
    for warning in refuse_unsafe_database(process):
        logger.warning("Base de données : %s", warning)
