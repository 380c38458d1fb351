"""The decision, alone: no database."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2r.accounts import actors
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole, Relation
from o2r.accounts.policy import (
    Allow,
    Context,
    Deny,
    Reason,
    Requirement,
    Subject,
    decide,
    kinds,
    may_meet,
    may_try,
    policy,
    read_policy,
)

PROVED = Context(second_factor=True, stepped_up=True)
DUTIES = {
    actors.ANYONE,
    actors.SIGNED_IN,
    actors.ACCOUNT_MANAGER,
    actors.DATA_PROTECTION_OFFICER,
    actors.SYSTEM,
}
ROLES = DUTIES | set(MembershipRole.values)
ACTIONS = sorted({action for rule in policy() for action in rule.actions})

role_sets = st.frozensets(st.sampled_from(sorted(ROLES - {actors.SYSTEM})))
relation_sets = st.frozensets(st.sampled_from(list(Relation)))
subjects = st.builds(Subject, st.sampled_from(sorted(kinds())), relation_sets)
contexts = st.builds(Context, st.booleans(), st.booleans())


def worker(*roles: str, **facts: object) -> Actor:
    held = frozenset({actors.ANYONE, actors.SIGNED_IN, *roles})
    return Actor(user=uuid4(), organisation=uuid4(), roles=held, **facts)


def fields(decision: Allow | Deny) -> frozenset[str]:
    return decision.fields if isinstance(decision, Allow) else frozenset()


def test_every_word_of_the_table_is_known() -> None:
    for rule in policy():
        assert rule.roles <= ROLES, rule
        assert rule.objects <= set(kinds()), rule
        assert rule.why, rule
        for kind in rule.objects:
            assert rule.fields <= {*kinds()[kind].groups, "*"}, rule


def test_every_kind_of_object_has_a_rule() -> None:
    spoken_of = {kind for rule in policy() for kind in rule.objects if rule.roles != {"system"}}
    assert not set(kinds()) - spoken_of - {"file"}


OPEN_FROM_THE_FIRST_HOUR = {"create", "accept"}
"""Writing to someone, or inviting them, shows nothing of anybody."""
INVITING = "invitation"
ANSWERING = "application"
"""Whoever registers to answer a call may have an hour left: one's own application opens at once."""


def test_what_is_personal_waits_for_the_first_day() -> None:
    """Whatever the kind: what is not one's own opens after 24 hours (ADR 0016)."""
    for rule in policy():
        personal = {kind for kind in rule.objects if kinds()[kind].personal}
        others = rule.relations - {Relation.OWN}
        if personal and others and not rule.roles & {"system", "anyone"}:
            waits = Requirement.SETTLED in rule.requires
            exempt = rule.actions <= OPEN_FROM_THE_FIRST_HOUR
            exempt |= personal == {INVITING} and rule.actions <= {"create", "delete"}
            exempt |= personal == {ANSWERING} and others == {Relation.ORGANISATION}
            assert waits or exempt, rule


def test_personal_kinds_wait_for_a_second_factor_and_the_first_day() -> None:
    for rule in policy():
        opens = rule.actions & {"list", "read", "export"}
        if "person-file" in rule.objects and opens and rule.roles != {"system"}:
            assert {"second-factor", "settled"} <= rule.requires, rule


def test_the_state_research_and_the_platform_never_meet_a_person() -> None:
    for role in ("state-officer", "national-officer", "researcher", "platform-manager"):
        for role_too in (role, "platform-support", "account-manager", "dpo", "member", "candidate"):
            assert not may_meet(worker(role, role_too), "person-file")


@given(role_sets, subjects, contexts, st.sampled_from(ACTIONS))
def test_what_no_rule_allows_is_refused(
    roles: frozenset[str], subject: Subject, context: Context, action: str
) -> None:
    allowed = any(
        rule.roles & roles
        and rule.relations & subject.relations
        and subject.kind in rule.objects
        and action in rule.actions
        for rule in policy()
    )
    if not allowed:
        assert decide(Actor(roles=roles), action, subject, context) == Deny(Reason.NO_RULE)


@given(role_sets, role_sets, subjects, st.sampled_from(ACTIONS))
def test_one_more_role_or_proof_never_takes_anything_away(
    roles: frozenset[str], more: frozenset[str], subject: Subject, action: str
) -> None:
    less = decide(Actor(roles=roles), action, subject, Context())
    assert fields(less) <= fields(decide(Actor(roles=roles | more), action, subject, PROVED))


@given(role_sets, subjects, st.sampled_from(ACTIONS))
def test_a_blocked_account_may_only_leave(
    roles: frozenset[str], subject: Subject, action: str
) -> None:
    decision = decide(Actor(roles=roles, blocked=True), action, subject, PROVED)
    assert subject.kind == "session" or decision == Deny(Reason.BLOCKED)
    assert not may_meet(Actor(roles=roles, blocked=True), subject.kind)


@given(role_sets, relation_sets, contexts, st.sampled_from(ACTIONS))
def test_a_new_account_sees_nobody(
    roles: frozenset[str], relations: frozenset[Relation], context: Context, action: str
) -> None:
    newcomer = Actor(roles=roles, settled=False)
    assert not decide(newcomer, action, Subject("person-file", relations), context)
    assert not may_meet(newcomer, "person-file")


def test_a_partner_sees_only_the_groups_that_are_shared() -> None:
    partner = worker("partner-adviser")
    shared = Subject(
        "person-file", frozenset({Relation.PARTNER}), frozenset({"identity", "sealed"})
    )
    assert fields(decide(partner, "read", shared, PROVED)) == {"identity"}


def test_the_missing_proof_is_named_so_that_the_page_can_ask_for_it() -> None:
    referent = worker("caseworker")
    mine = Subject("person-file", frozenset({Relation.REFERENT}))
    assert decide(referent, "read", mine, Context()) == Deny(Reason.SECOND_FACTOR)
    once = Context(second_factor=True)
    assert decide(referent, "export", mine, once) == Deny(Reason.STEP_UP)
    new = replace(referent, settled=False)
    assert decide(new, "read", mine, PROVED) == Deny(Reason.COOLING)
    assert may_try(referent, "read", "person-file", PROVED)


@pytest.mark.parametrize(
    "line",
    [
        "member,neighbour,project,read,*,,why",
        "member,any,project,read,*,a-smile,why",
        "member,any",
    ],
)
def test_a_wrong_line_says_its_number(line: str) -> None:
    header = "role,relation,object,action,fields,requires,why"
    with pytest.raises(ValueError, match="line 2"):
        list(read_policy([header, line]))
