"""What prevents a submission, rule by rule, with its sentence at its field."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from o2r.calls.applications.completeness import Problem, is_complete, problems
from o2r.calls.applications.content import Content, PieceAsked, PieceJoined, Place, Share
from o2r.calls.applications.sections import SECTIONS, TEXTS
from o2r.calls.enums import EnvelopeRule, MemberRule
from o2r.core.files.enums import FileState
from o2r.projects.enums import Public, Stage
from tests.calls.contents import ALL_STAGES, BUDGET, CALL, LEAD, PLACE, content, line, signed

SECOND = replace(LEAD, key="second", name="Beta", organisation="beta", is_lead=False)
IDENTITY = PieceAsked("statuts", "Statuts")


def test_a_complete_application_has_no_problem() -> None:
    assert problems(content()) == ()
    assert is_complete(content())


def _member(**changes: Any) -> dict[str, Any]:
    return {"members": (replace(LEAD, **changes),)}


def _call(**changes: Any) -> dict[str, Any]:
    return {"call": replace(CALL, **changes)}


OUT = Place("com:38344", 2026, "Roussillon", 1, ("« Roussillon » : hors périmètre : exclue",))
FAR = Place("dep:13", 2026, "Bouches-du-Rhône", 119, ("hors périmètre",), other_region=True)
BLOCKING: list[tuple[dict[str, Any], str, str, str]] = [
    ({"title": "  "}, "project", "title", "intitulé"),
    ({"zone": Place()}, "project", "zone", "quelles communes"),
    ({"zone": OUT}, "project", "zone", "Roussillon.*Retirez"),
    ({"zone": FAR}, "project", "zone", "préfet de la région"),
    ({"publics": ()}, "project", "publics", "choisissez un public"),
    ({"stages": ()}, "project", "stages", "Choisissez les étapes"),
    ({"stages": ALL_STAGES[1:]}, "project", "stages", "L’appel exige l’étape «.Repérer.»"),
    ({"members": ()}, "consortium", "members", "aucun membre"),
    (_member(is_lead=False), "consortium", "lead", "n’a pas de chef de file"),
    ({"members": (LEAD, replace(SECOND, is_lead=True))}, "consortium", "lead", "2 chefs de file"),
    (_member(stages=ALL_STAGES[:3]), "consortium", "stages", "«.Coordonner.», que l’appel exige"),
    (_member(stages=()), "consortium", "member_stages", "Alpha.: choisissez les étapes"),
    (_member(siret=""), "consortium", "siret", "Alpha.: le SIRET manque"),
    (_member(siret="13003013300017"), "consortium", "siret", "clé de contrôle"),
    (_member(role=" "), "consortium", "role", "Alpha.: dites son rôle"),
    (_member(elsewhere=("submitted",)) | _call(member_rule=MemberRule.REFUSE),
     "consortium", "organisation", "déjà déposée.*ne le permet pas"),
    ({"budget": ()}, "budget", "budget", "vide"),
    ({"budget": (*BUDGET, line("64-wages", 5, year=2))}, "budget", "year_2",
     "Alpha, année 2.*charges dépassent les produits de 5.€"),
    ({"budget": (*BUDGET, line("74-region", 5))}, "budget", "year_1", "inférieures aux produits"),
    ({"budget": (*BUDGET, line("864", 9))}, "budget", "in_kind_1", "en nature.*9.€ d’emplois"),
    ({"budget": (line("64-wages", 5), line("74-region", 5))}, "budget", "requested", "Aucune aide"),
    (_call(floor_amount=Decimal(250_000)), "budget", "requested", "montant minimal"),
    (_call(envelope=Decimal(10), envelope_rule=EnvelopeRule.REFUSE), "budget", "requested",
     "dépasse l’enveloppe"),
    ({"has_analytic_accounts": False}, "budget", "has_analytic_accounts", "analytique"),
    (_call(pieces=(IDENTITY,)), "pieces", "statuts", "«.Statuts.».: cette pièce manque"),
    (_call(pieces=(replace(IDENTITY, is_per_member=True),)), "pieces", "statuts", r"\(Alpha\)"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "section", "field", "said"), BLOCKING)
def test_each_rule_blocks_at_its_field(
    changes: dict[str, Any], section: str, field: str, said: str
) -> None:
    found = [problem for problem in problems(content(**changes)) if problem.blocking]
    assert found, "nothing blocks"
    here = [problem for problem in found if (problem.section, problem.field) == (section, field)]
    assert here, found
    assert _matches(here, said), here


SHARES = (Share("73", "Savoie", Decimal(50_000)), Share("38", "Isère", Decimal(25_000)))
BOTH = replace(PLACE, departments=("73", "38"))
WARNING: list[tuple[dict[str, Any], str, str]] = [
    ({"places": None}, "places", "nombre de personnes"),
    ({"publics": (Public.SENIORS.value,)}, "publics", "de l’appel.*Jeunes"),
    (_member(elsewhere=("draft",)), "organisation", "en préparation.*le comité le saura"),
    (_member(elsewhere=("draft",)) | _call(member_rule=MemberRule.REFUSE), "organisation",
     "en préparation"),
    (_call(envelope=Decimal(10)), "requested", "dépasse l’enveloppe"),
    (_call(shares=SHARES[:1]), "requested", "garde pour Savoie .50"),
    (_call(shares=SHARES) | {"zone": BOTH}, "requested", "Savoie, Isère .75"),
    ({"budget": (line("64-wages", 5), line("74-o2r", 5))}, "budget", "coûts complets"),
    (_member(zone=replace(PLACE, beyond=3)), "member_zone", "3 communes sont hors"),
    (_member(zone=replace(PLACE, beyond=1)), "member_zone", "une commune est hors"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "said"), WARNING)
def test_some_things_are_only_said(changes: dict[str, Any], field: str, said: str) -> None:
    found = problems(content(**changes))
    assert [problem.field for problem in found] == [field]
    assert not found[0].blocking
    assert _matches(found, said), found
    assert is_complete(content(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        _call(envelope=Decimal(10), envelope_rule=EnvelopeRule.FREE),
        _call(shares=SHARES[:1], envelope_rule=EnvelopeRule.FREE),
        _call(shares=SHARES[1:]),
        _call(shares=SHARES[:1]) | {"zone": BOTH},
        _member(elsewhere=("submitted",)) | _call(member_rule=MemberRule.FREE),
        _member(siret="") | _call(is_example=True),
        {"publics": (Public.EVERYONE.value,)},
    ],
)
def test_what_the_call_does_not_ask_is_not_said(changes: dict[str, Any]) -> None:
    assert problems(content(**changes)) == ()


@pytest.mark.parametrize("code", [text.code for text in TEXTS.values() if text.is_required])
def test_each_required_text_is_asked(code: str) -> None:
    for answers in ({}, {code: "  "}):
        made = content(answers=dict.fromkeys(TEXTS, "Texte") | answers)
        if not answers:
            made = replace(made, answers={k: v for k, v in made.answers.items() if k != code})
        assert [problem.field for problem in problems(made)] == [code]


def test_texts_of_a_stage_are_asked_of_who_chose_it() -> None:
    answers = {code: "Texte" for code in TEXTS if code not in ("remobilisation", "support")}
    ends = (Stage.OUTREACH.value, Stage.COORDINATION.value)
    assert problems(content(answers=answers, stages=ends)) == ()
    found = problems(content(answers=answers))
    assert [problem.field for problem in found] == ["remobilisation", "support"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=lambda text: text.code)
def test_a_text_fits_in_its_limit(text: Any) -> None:
    answers = dict.fromkeys(TEXTS, "Texte")
    assert problems(content(answers=answers | {text.code: "x" * text.limit})) == ()
    (found,) = problems(content(answers=answers | {text.code: "x" * (text.limit + 2)}))
    assert found.field == text.code
    assert "2 caractères de trop" in found.message
    assert found.blocking


def test_a_member_signs_what_its_part_now_says() -> None:
    made = content(members=(LEAD, SECOND))
    assert problems(made) == ()
    unsigned = replace(made, members=(made.members[0], SECOND))
    assert _only(unsigned).message == "Beta n’a pas signé sa partie."
    invited = replace(made, members=(made.members[0], replace(SECOND, organisation="")))
    assert "pas encore accepté" in _only(invited).message
    changed = replace(made, members=(made.members[0], replace(made.members[1], role="Autre chose")))
    assert "à signer de nouveau" in _only(changed).message
    assert _only(changed).member == "second"


def test_a_signature_bears_on_the_budget_of_its_own_member_only() -> None:
    made = content(members=(LEAD, SECOND))
    line_of_second = (line("74-o2r", 5, member="second"), line("64-wages", 5, member="second"))
    found = problems(replace(made, budget=(*BUDGET, *line_of_second)))
    assert [(problem.member, problem.field) for problem in found] == [("second", "signature")]


@pytest.mark.parametrize(
    ("state", "is_required", "blocking", "said"),
    [
        (FileState.CLEAN, True, None, ""),
        (FileState.QUARANTINE, True, False, "vérification du fichier est en cours"),
        (FileState.FAILED, True, False, "vérification du fichier est en cours"),
        (FileState.REFUSED, True, True, "est refusé. Type inconnu."),
        (FileState.REFUSED, False, False, "est refusé"),
    ],
)
def test_pieces_wait_for_their_verdict_without_stopping_anyone(
    state: FileState, is_required: bool, blocking: bool | None, said: str
) -> None:
    asked = replace(IDENTITY, is_required=is_required)
    joined = PieceJoined("statuts.pdf", "0" * 64, state, "statuts", reason="Type inconnu.")
    found = problems(content(call=replace(CALL, pieces=(asked,)), pieces=(joined,)))
    assert [problem.blocking for problem in found] == ([] if blocking is None else [blocking])
    assert all(said in problem.message for problem in found)


def test_a_refused_piece_that_was_sent_again_stops_nobody() -> None:
    call = replace(CALL, pieces=(IDENTITY,))
    refused = PieceJoined("a.exe", "0" * 64, FileState.REFUSED, "statuts")
    clean = PieceJoined("a.pdf", "1" * 64, FileState.CLEAN, "statuts")
    assert is_complete(content(call=call, pieces=(refused, clean)))
    assert not is_complete(content(call=call, pieces=(refused,)))


def test_a_piece_of_one_member_does_not_do_for_another() -> None:
    call = replace(CALL, pieces=(replace(IDENTITY, is_per_member=True),))
    joined = PieceJoined("a.pdf", "0" * 64, FileState.CLEAN, "statuts", "lead")
    made = content(call=call, members=(LEAD, SECOND), pieces=(joined,))
    assert _only(made).member == "second"


def test_problems_come_in_the_order_of_the_pages() -> None:
    empty = replace(content(), title="", members=(), answers={}, budget=())
    order = {section.code: rank for rank, section in enumerate(SECTIONS)}
    ranks = [order[problem.section] for problem in problems(empty)]
    assert ranks == sorted(ranks)
    assert {problem.section for problem in problems(empty)} == set(order) - {"pieces"}


def test_what_is_sent_has_one_text() -> None:
    made = content(publics=("jeunes", "femmes"))
    same = replace(made, publics=("femmes", "jeunes"), answers=dict(reversed(made.answers.items())))
    assert made.canonical() == same.canonical()
    assert '"amount":"90000.00"' in made.canonical()
    assert "Aller vers" in made.canonical()
    for changed in (replace(made, title="Autre"), replace(made, budget=BUDGET[:1])):
        assert changed.canonical() != made.canonical()


def test_a_signature_is_not_moved_by_a_signature() -> None:
    made = content(members=(LEAD, SECOND))
    assert signed(made) == made
    assert all(made.is_signed(member) for member in made.members)


def _only(made: Content) -> Problem:
    (found,) = problems(made)
    return found


def _matches(found: Any, said: str) -> bool:
    return any(re.search(said, problem.message) for problem in found)


def test_a_lead_that_nobody_can_reach_is_told_and_stops_nobody() -> None:
    silent = replace(LEAD, contact_email="", contact_phone="")
    (told,) = problems(content(members=(silent,)))
    assert (told.field, told.member, told.blocking) == ("contact_email", silent.key, False)
    assert "personne à joindre" in told.message
    assert not problems(content(members=(replace(silent, contact_phone="0102030405"),)))
