"""Partners are places: published professional contacts, replaced at each import."""

from o2r.core.retention.registry import NO_PERSONAL_DATA, declare

for label in ("network.Structure", "network.Service", "network.ServiceCode"):
    declare(label, personal=NO_PERSONAL_DATA)
