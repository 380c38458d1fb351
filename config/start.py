"""What is checked once, when the web server or the worker starts."""

import logging

from o2r.core.belt.refusal import Process, refuse_unsafe_database
from o2r.core.crypto.checks import refuse_unready_keys

logger = logging.getLogger(__name__)


def check_start(process: Process) -> None:
    """Refuse to serve people's data unprotected; each message says what to do.

    Raises UnsafeDatabase when the database does not protect its rows, UnreadyKeys when the keys
    were never rehearsed.
    """
    for warning in refuse_unsafe_database(process):
        logger.warning("Base de données : %s", warning)
    for warning in refuse_unready_keys():
        logger.warning("Clés : %s", warning)
