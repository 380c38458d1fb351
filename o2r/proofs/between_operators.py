"""What operators and their partners need to reach each other: an index, projects, links."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.test.utils import override_settings

from o2r.accounts.acting import actor_for
from o2r.accounts.models import Organisation, User
from o2r.accounts.services.links import new_secret
from o2r.core import clock
from o2r.outreach.services.signal_links import make_link
from o2r.people.between.indexd.daemon import IndexDaemon
from o2r.people.between.models import IndexParticipation
from o2r.projects.enums import PublicationState
from o2r.projects.models import FundedProject
from o2r.territory.geography import current_geography

COMMUNE = "69259"


@contextmanager
def served_index() -> Iterator[Path]:
    """An index of its own, served from a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="ix-") as name:
        folder = Path(name)
        daemon = IndexDaemon(folder / "indexd.sock", folder, 10_000)
        served = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.05})
        served.start()
        try:
            with override_settings(
                INDEX_BETWEEN=True, INDEX_DIR=folder, INDEX_SOCKET=folder / "indexd.sock"
            ):
                yield folder
        finally:
            daemon.shutdown()
            served.join()
            daemon.server_close()


def take_part(place: Organisation, by: User) -> None:
    """An organisation that lets its files be looked for, and looks for those of others."""
    IndexParticipation.objects.create(organisation=place, decided_by=by)


def may_come(place: Organisation) -> str:
    """A commune for which a partner may choose this organisation: a project of its covers it."""
    FundedProject.objects.create(
        slug=f"essai-{uuid4().hex}",
        title="Aller vers",
        bearer=place,
        zone_expression=f"com:{COMMUNE}",
        zone_vintage=current_geography().year,
        state=PublicationState.PUBLISHED,
    )
    return COMMUNE


def link_of_partner(coordinator: User) -> str:
    """The code of a link that a coordinator gives to a partner."""
    code, _ = new_secret()
    until = clock.today() + timedelta(days=30)
    make_link(by=actor_for(coordinator), partner="Essai", until=until, code=code)
    return code
