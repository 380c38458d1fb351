"""Loading the partner directory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from o2r.accounts.actors import Actor
from o2r.accounts.acts import require_kind
from o2r.core.slices import slices
from o2r.network.models import Service, ServiceCode, Structure
from o2r.network.records import (
    SERVICE_FIELDS,
    STRUCTURE_FIELDS,
    InvalidRecord,
    Record,
    service_record,
    structure_record,
)
from o2r.territory.geography import current_geography
from o2r.territory.typography import typographic

BATCH = 1000
Numbered = Iterable[tuple[int, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not kept, and why."""

    file: str
    line: int
    id: str
    reason: str

    def __str__(self) -> str:
        known = f" ({self.id})" if self.id else ""
        return typographic(f"{self.file}, ligne {self.line}{known} : {self.reason}")


@dataclass
class NetworkReport:
    """What a load did, or would do. ``unknown`` counts the codes outside the official lists."""

    structures: int = 0
    services: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)


def import_network(
    *, by: Actor, structures: Numbered, services: Numbered, dry_run: bool = False
) -> NetworkReport:
    """Load structures then services of data·inclusion v1, by their identifier.

    A record that the schema refuses is reported and left out; a code outside an official list is
    reported and kept. A record already known is replaced; nothing is ever removed. About a minute
    for 20,000 services. Raises NotAllowed.
    """
    require_kind(by, "create", "directory", act="charger l’annuaire des partenaires")
    report = NetworkReport()
    with transaction.atomic():
        known = set(Structure.objects.order_by("id").values_list("id", flat=True))
        for batch in slices(_valid_structures(structures, report), BATCH):
            known.update(str(record.values["id"]) for record in batch)
            report.structures += len(batch)
            if not dry_run:
                _write_structures(batch)
        for batch in slices(_valid_services(services, report, known), BATCH):
            report.services += len(batch)
            if not dry_run:
                _write_services(batch)
    return report


def _valid_structures(rows: Numbered, report: NetworkReport) -> Iterator[Record]:
    seen: set[str] = set()
    for line, raw in rows:
        try:
            record = structure_record(raw)
            _once(record, seen)
        except InvalidRecord as error:
            _refuse(report, "structures", line, raw, str(error))
            continue
        _count_unknown(report, record)
        yield record


def _valid_services(rows: Numbered, report: NetworkReport, known: set[str]) -> Iterator[Record]:
    seen: set[str] = set()
    for line, raw in rows:
        try:
            record = service_record(raw)
            _once(record, seen)
        except InvalidRecord as error:
            _refuse(report, "services", line, raw, str(error))
            continue
        structure = record.values["structure_id"]
        if structure not in known:
            reason = f"sa structure « {structure} » n’est ni dans le fichier ni dans l’annuaire"
            _refuse(report, "services", line, raw, reason)
            continue
        _count_unknown(report, record)
        yield record


def _once(record: Record, seen: set[str]) -> None:
    identifier = str(record.values["id"])
    if identifier in seen:
        raise InvalidRecord(f"l’identifiant « {identifier} » est déjà plus haut dans le fichier")
    seen.add(identifier)


def _refuse(report: NetworkReport, file: str, line: int, raw: dict[str, Any], reason: str) -> None:
    report.refusals.append(Refusal(file, line, str(raw.get("id", "")), reason))


def _count_unknown(report: NetworkReport, record: Record) -> None:
    for name, values in record.unknown.items():
        report.unknown.update((name, value) for value in values)


def _write_structures(records: Sequence[Record]) -> None:
    fields = [name for name in STRUCTURE_FIELDS.values() if name != "id"]
    Structure.objects.bulk_create(
        (Structure(**record.values, unknown_values=record.unknown) for record in records),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*fields, "unknown_values"],
    )


def _write_services(records: Sequence[Record]) -> None:
    fields = [name for name in SERVICE_FIELDS.values() if name != "id"]
    Service.objects.bulk_create(
        (Service(**_placed(record.values), unknown_values=record.unknown) for record in records),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*fields, "is_at_commune_centre", "unknown_values"],
    )
    ServiceCode.objects.filter(service__in=[record.values["id"] for record in records]).delete()
    ServiceCode.objects.bulk_create(
        (
            ServiceCode(
                service_id=record.values["id"],
                kind=kind,
                code=code,
                is_known=all(code not in values for values in record.unknown.values()),
            )
            for record in records
            for kind, codes in record.codes.items()
            for code in codes
        ),
        batch_size=BATCH * 5,
    )


def _placed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with a place: the producer's, else the centre of the commune, said so."""
    if values["latitude"] is not None and values["longitude"] is not None:
        return values
    commune = current_geography().commune(values["insee_code"])
    if commune is None or commune.lat is None:
        return {**values, "latitude": None, "longitude": None}
    return {
        **values,
        "latitude": commune.lat,
        "longitude": commune.lon,
        "is_at_commune_centre": True,
    }
