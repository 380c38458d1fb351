"""The pages of outreach, in the professional space: for a phone first."""

from o2r.outreach.views.my_round import my_round, round_page
from o2r.outreach.views.place_acts import close, hours, leave, reopen
from o2r.outreach.views.places import add_place, change_place, place_page, places
from o2r.outreach.views.planning import change_round, plan_round, stops
from o2r.outreach.views.round_acts import cancel, finish, postpone, skip, start, stop_act
from o2r.outreach.views.rounds import rounds

__all__ = [
    "add_place",
    "cancel",
    "change_place",
    "change_round",
    "close",
    "finish",
    "hours",
    "leave",
    "my_round",
    "place_page",
    "places",
    "plan_round",
    "postpone",
    "reopen",
    "round_page",
    "rounds",
    "skip",
    "start",
    "stop_act",
    "stops",
]
