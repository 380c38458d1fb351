"""How gunicorn serves the product in production: ``gunicorn -c python:config.server config.wsgi``.

Plain processes, two for each core: one works while another waits for the database, a process takes
a request only when it is free, and none waits for the interpreter of another. Connections that stay
open are the relay's business. The figures are in docs/operations.md (« Serving »).
"""

import gc
import os

from config import settings

bind = settings.BIND
worker_class = "sync"
workers = settings.WORKERS or 2 * (os.cpu_count() or 1)
# What arrives while every process works waits in the kernel, not in an error.
backlog = 4096
# A worker that answers nothing for that long is dead.
timeout = 60
graceful_timeout = 30
# The geography and the code are read once, and shared by the processes.
preload_app = True


def pre_fork(server: object, worker: object) -> None:
    """What the start-up checks opened stays with the first process: no connection is shared."""
    # Django is ready only once the application is loaded.
    from django.db import connections

    connections.close_all()


def when_ready(server: object) -> None:
    """What was read once is never looked at again by the collector of any process."""
    gc.collect()
    gc.freeze()
