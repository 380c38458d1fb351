"""Inventory of the product in CycloneDX (ECMA-424), for those who must answer for what they run."""

import uuid
from collections.abc import Sequence

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.conf import settings
from packageurl import PackageURL

from o2r.core import clock
from o2r.core.supply_chain.packages import Package, Registry

OUR_LICENCE = "AGPL-3.0-or-later"
_licences = LicenseFactory()


def write(packages: Sequence[Package]) -> str:
    """The inventory in JSON: the product, its packages, and which one brings which."""
    bom = Bom()
    bom.metadata.timestamp = clock.now()
    product = Component(
        type=ComponentType.APPLICATION,
        name="o2r",
        version=settings.VERSION,
        bom_ref="o2r",
        licenses=[_licences.make_from_string(OUR_LICENCE)],
    )
    bom.metadata.component = product
    parts: dict[tuple[Registry, str], Component] = {}
    for package in packages:
        parts[package.registry, package.name] = _component(package)
    bom.components.update(parts.values())
    for package in packages:
        brought = [parts[package.registry, name] for name in package.requires]
        bom.register_dependency(parts[package.registry, package.name], brought)
    chosen = [parts[package.registry, package.name] for package in packages if package.direct]
    bom.register_dependency(product, chosen)
    # The same packages give the same number: two inventories are compared at a glance.
    listed = "\n".join(sorted(part.bom_ref.value or "" for part in parts.values()))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.VERSION}\n{listed}")
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def schema_error(text: str) -> str:
    """What the official schema finds wrong in an inventory; "" when it is valid."""
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return "" if error is None else str(error)[:500]


def _component(package: Package) -> Component:
    group, _, name = package.name.rpartition("/")
    address = PackageURL(package.registry, group or None, name, package.version)
    return Component(
        type=ComponentType.LIBRARY,
        group=group or None,
        name=name,
        version=package.version,
        purl=address,
        bom_ref=address.to_string(),
        licenses=[_licences.make_from_string(package.licence)] if package.licence else [],
    )
