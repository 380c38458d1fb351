"""How gunicorn serves the product in production: ``gunicorn -c python:config.server config.wsgi``.

One process for each core, a few threads in each: a thread waits for the database while another
works, and connections stay open. See « Serving » in docs/operations.md for the figures.
"""

import os

from config import env

bind = env.text("O2R_BIND", default="127.0.0.1:8000")
worker_class = "gthread"
workers = env.integer("O2R_WORKERS", default=os.cpu_count() or 1, lowest=1, highest=256)
threads = env.integer("O2R_THREADS", default=4, lowest=1, highest=64)
# What arrives while every thread works waits in the kernel, not in an error.
backlog = 2048
keepalive = 75
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
