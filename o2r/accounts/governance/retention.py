from o2r.core.retention.registry import NO_PERSONAL_DATA, declare

declare("governance.InstanceSetting", personal=NO_PERSONAL_DATA)
