"""How gunicorn serves the product in production: ``gunicorn -c python:config.server config.wsgi``.

Plain processes, two for each core: one works while another waits for the database, a process takes
a request only when it is free, and none waits for the interpreter of another. Connections that stay
open are the relay's business. The figures are in docs/operations.md (« Serving »).
"""

import gc
import os
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from config import settings

# What is made while the product is read stays: looking for what died meanwhile takes a tenth of the
# start. Looked for again once ready.
gc.disable()
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


WARMING = ("/", "/carte/config.json", "/carte/projets.json", "/espace/connexion/")
"""Addresses asked once before the first visitor: geography, routes, templates are read by then."""


def when_ready(server: Any) -> None:
    """Read once, before the processes part, what each would read at its first visit.

    What was read is never looked at again by the collector, which then looks less often: a request
    makes many objects that die with it, and hardly any cycle.
    """
    for path in WARMING:
        _ask(server.app.wsgi(), path)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def _ask(application: Any, path: str) -> None:
    """Ask one page inside this process; its answer, even an error, is nobody's."""
    public = urlsplit(settings.PUBLIC_URL)
    environment: dict[str, Any] = {
        "PATH_INFO": path,
        "HTTP_HOST": public.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": public.scheme,
        "HTTP_X_FORWARDED_PROTO": public.scheme,
    }
    setup_testing_defaults(environment)
    answer = application(environment, lambda *_: None)
    for _ in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
