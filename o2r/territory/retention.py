from o2r.core.retention.registry import NO_PERSONAL_DATA, declare

declare("territory.LocalList", personal=NO_PERSONAL_DATA)
declare("territory.LocalUnit", personal=NO_PERSONAL_DATA)
