"""Loading an export of data·inclusion: whole or not at all, as often as one likes."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.accounts.errors import DomainError
from o2r.core import clock
from o2r.core.slices import slices
from o2r.network.directory.enums import SchemaVersion
from o2r.network.directory.import_columns import service_columns, structure_columns
from o2r.network.directory.models import DirectoryImport, Service, Structure
from o2r.network.directory.records import InvalidRecord, Record, service_record, structure_record
from o2r.network.directory.rules import number
from o2r.network.directory.services.editions import next_edition
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic

BATCH = 1000
FEW = 10
"""Closures that any import may bring."""
Numbered = Iterable[tuple[int, dict[str, Any]]]


@dataclass(frozen=True)
class DirectoryFile:
    """An export: its name, what was read of it, and its rows with their numbers."""

    name: str
    content: bytes
    structures: Numbered
    services: Numbered


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is left out, and why."""

    list: str
    line: int
    id: str
    reason: str

    def __str__(self) -> str:
        known = f" ({self.id})" if self.id else ""
        return typographic(f"{self.list}, ligne {self.line}{known} : {self.reason}")


@dataclass
class ImportReport:
    """What an import did, or would do. ``unknown``: codes outside the official lists."""

    structures: int = 0
    services: int = 0
    changed: int = 0
    closed: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    written: bool = False


class TooManyClosures(DomainError):
    """The file would close a large part of a producer: it is probably a part of an export."""


def import_directory(
    *,
    by: Actor,
    file: DirectoryFile,
    dry_run: bool = False,
    accept_closures: bool = False,
    all_right: bool = False,
) -> ImportReport:
    """Load structures then services of data·inclusion, v1 or v0, by their identifier.

    A row that the schema refuses is reported, and left out as it was; a code outside an official
    list is reported and kept apart. A service of a producer named by the file, and that the file
    holds no more, is closed; what did not change is not written again. Local entries, notes,
    checked mailboxes and accounts stay. With ``all_right``, one refused row is enough for nothing
    to be written. One transaction. Raises NotAllowed, TooManyClosures.
    """
    require_kind(by, "create", "directory", act="charger l’annuaire des partenaires")
    report = ImportReport()
    with transaction.atomic():
        load = _Load(report)
        load.structures(file.structures)
        load.services(file.services)
        load.close_missing(accept_closures)
        _keep_trace(file, report)
        report.written = not (dry_run or (all_right and report.refusals))
        # What was written to be counted goes with the transaction.
        transaction.set_rollback(not report.written)
    return report


class _Load:
    """One load, in its transaction. ``met``: identifiers of services in the file, whatever they
    say; ``keys``: the structures known, by identifier."""

    def __init__(self, report: ImportReport) -> None:
        self.report, self.geo, self.edition = report, current_geography(), next_edition()
        self.met: set[str] = set()
        self.sources: set[str] = set()
        self.renamed: list[UUID] = []
        rows = Structure.objects.exclude(external_id=None).order_by("pk")
        self.keys = {str(known): key for known, key in rows.values_list("external_id", "pk")}

    def structures(self, rows: Numbered) -> None:
        """Write those that are new or have changed."""
        for batch in slices(self._read(rows, "structures", structure_record), BATCH):
            said = {record.values["external_id"]: structure_columns(record) for _, record in batch}
            known = _by_identifier(Structure, said)
            fresh = [Structure(**one) for key, one in said.items() if key not in known]
            Structure.objects.bulk_create(fresh)
            self.keys.update({str(one.external_id): one.pk for one in fresh})
            former = {row.pk: row.name for row in known.values()}
            changed = [row for key, row in known.items() if _put(row, said[key])]
            self.renamed += [row.pk for row in changed if row.name != former[row.pk]]
            Structure.objects.bulk_update(changed, _columns_of(said)) if changed else None
            self.report.structures += len(batch)

    def services(self, rows: Numbered) -> None:
        """Write those that are new, have changed or were closed, with the edition of the load."""
        for batch in slices(self._housed(rows), BATCH):
            said = {
                record.values["external_id"]: service_columns(record, self.geo)
                | {"structure_id": self.keys[record.values["structure"]]}
                for _, record in batch
            }
            self.sources.update(one["source"] for one in said.values())
            known = _by_identifier(Service, said)
            fresh = [
                Service(**one, edition=self.edition)
                for key, one in said.items()
                if key not in known
            ]
            Service.objects.bulk_create(fresh)
            changed = [row for key, row in known.items() if self._moved(row, said[key])]
            if changed:
                columns = [*_columns_of(said), "edition", "closed_on"]
                Service.objects.bulk_update(changed, columns, batch_size=200)
            self.report.services += len(batch)
            self.report.changed += len(fresh) + len(changed)
        # The words of a service are also those of its structure: the search reads them again.
        for few in slices(self.renamed, BATCH):
            Service.objects.filter(structure__in=few).update(edition=self.edition)

    def _moved(self, row: Service, said: Mapping[str, Any]) -> bool:
        """Whether a known service is to be written again. One that was found closed on the ground
        opens again only when its producer has spoken since."""
        changed = _put(row, said)
        if row.closed_on is not None and row.updated_on >= row.closed_on:
            row.closed_on, changed = None, True
        if changed:
            row.edition = self.edition
        return changed

    def close_missing(self, accepted: bool) -> None:
        """Close what the producers of the file do not hold any more. Raises TooManyClosures."""
        rows = Service.objects.filter(source__in=self.sources, owner=None, closed_on=None)
        open_ = dict(rows.order_by("pk").values_list("pk", "external_id"))
        gone = [key for key, identifier in open_.items() if identifier not in self.met]
        share = number("closures-share")
        if not accepted and len(gone) > max(FEW, len(open_) * share / 100):
            raise TooManyClosures(
                f"Ce fichier fermerait {len(gone)} services sur {len(open_)}, plus de {share} %. "
                "Il est sans doute incomplet : vérifiez-le. S’il est complet, dites-le en "
                "recommençant (--accept-closures pour la commande)."
            )
        for batch in slices(gone, BATCH):
            Service.objects.filter(pk__in=batch).update(
                closed_on=clock.today(), edition=self.edition
            )
        self.report.closed = len(gone)

    def _read(
        self, rows: Numbered, list_: str, reader: Callable[[Any], Record]
    ) -> Iterator[tuple[int, Record]]:
        """The rows that the schema takes, each once."""
        seen: set[str] = set()
        for line, raw in rows:
            identifier = str(raw.get("id", ""))
            try:
                record = reader(raw)
                identifier = record.values["external_id"]
                if identifier in seen:
                    raise InvalidRecord(f"« {identifier} » est déjà plus haut dans le fichier")
            except InvalidRecord as error:
                self._refuse(list_, line, identifier, str(error))
                continue
            seen.add(identifier)
            self.report.versions[str(record.version)] += 1
            for name, values in record.unknown.items():
                self.report.unknown.update((name, value) for value in values)
            yield line, record

    def _housed(self, rows: Numbered) -> Iterator[tuple[int, Record]]:
        """The services whose structure is known."""
        for line, record in self._read(rows, "services", service_record):
            identifier, structure = record.values["external_id"], record.values["structure"]
            self.met.add(identifier)
            if structure in self.keys:
                yield line, record
            else:
                reason = f"sa structure « {structure} » n’est ni dans le fichier ni dans l’annuaire"
                self._refuse("services", line, identifier, reason)

    def _refuse(self, list_: str, line: int, identifier: str, reason: str) -> None:
        self.report.refusals.append(Refusal(list_, line, identifier, reason))
        # A row left out is not a service that is gone.
        self.met.add(identifier)


def _by_identifier(model: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    rows = model.objects.filter(external_id__in=said).order_by("pk")
    return {row.external_id: row for row in rows}


def _put(row: Any, said: Mapping[str, Any]) -> bool:
    """Give a row what is said of it; whether anything changed."""
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    return bool(changed)


def _columns_of(said: Mapping[str, Mapping[str, Any]]) -> Sequence[str]:
    """The columns that an export writes."""
    one = next(iter(said.values()))
    return [name.removesuffix("_id") if name == "structure_id" else name for name in one]


def _keep_trace(file: DirectoryFile, report: ImportReport) -> None:
    DirectoryImport.objects.create(
        file_name=file.name[:255],
        sha256=hashlib.sha256(file.content).hexdigest(),
        schema_version=" ".join(sorted(report.versions)) or str(SchemaVersion.V1),
        structures=report.structures,
        services=report.services,
        changed=report.changed,
        closed=report.closed,
        refused=len(report.refusals),
    )
