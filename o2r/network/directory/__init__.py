"""The directory of partners: organismes référents, structures and services near a commune.

National services come from data·inclusion (schema v1; files of v0 are read too), local ones are
added by the teams. ``search`` answers « who near this commune takes this person for this need »;
what nobody answers goes to the register of unmet needs. Nothing here knows a person.
"""
