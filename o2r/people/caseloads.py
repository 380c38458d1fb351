"""Whoever leaves hands over the people they follow: nobody stays without anybody."""

from o2r.accounts.caseload import caseload
from o2r.people.services.following import followed_by, hand_over

caseload("people", "personnes suivies", count=followed_by, hand_over=hand_over)
