"""Forms of people. Services refuse again what must never pass."""
