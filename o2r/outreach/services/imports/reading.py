"""Reading a file that waits, and saying all that importing it would do. Nothing is written."""

from django.utils import timezone

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require
from o2r.core import clock
from o2r.core.crypto.scope import key_scope
from o2r.outreach.enums import ImportKind
from o2r.outreach.exchange.passages import read_passages, read_places
from o2r.outreach.exchange.persons import read_persons
from o2r.outreach.exchange.rows import Rules
from o2r.outreach.models import ImportFile
from o2r.outreach.services.imports.desk import Desk, fresh
from o2r.outreach.services.imports.keeping import IMPORT, sheet_of
from o2r.outreach.services.imports.passages import sort_passages
from o2r.outreach.services.imports.persons import sort_persons
from o2r.outreach.services.imports.places import sort_places
from o2r.outreach.services.imports.plans import Plan, Sorting


def plan_import(*, by: Actor, file: ImportFile) -> Plan:
    """What importing this file would do. Raises NotAllowed, TableError for columns that do not say
    enough, KeysUnavailable."""
    require(by, "read", file, act=IMPORT)
    with key_scope():
        return _planned(by, file)


def _planned(by: Actor, file: ImportFile) -> Plan:
    kind, lines, now = ImportKind(file.kind), sheet_of(file).lines, clock.now()
    desk = Desk.of(by, file, now)
    zone, sorting = desk.organisation.time_zone, Sorting(kind, file.mapping)
    if kind == ImportKind.PERSONS:
        rules = Rules(now, zone, oldest=timezone.localdate(desk.oldest))
        people = read_persons(lines, file.mapping, rules)
        sorting.begin(people)
        sort_persons(sorting, desk, fresh(sorting, desk, people.rows))
    elif kind == ImportKind.PLACES:
        places = read_places(lines, file.mapping, Rules(now, zone, commune=file.commune))
        sorting.begin(places)
        sort_places(sorting, desk, fresh(sorting, desk, places.rows))
    else:
        passages = read_passages(lines, file.mapping, Rules(now, zone))
        sorting.begin(passages)
        sort_passages(sorting, desk, fresh(sorting, desk, passages.rows))
    return sorting.done()
