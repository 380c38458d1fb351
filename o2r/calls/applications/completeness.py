"""What is missing or wrong in an application, said at the field. Pure.

A blocking problem prevents the submission; the others are said to the candidate, who decides. The
rules are those of the cahier des charges (arrêté of 26 June 2024, annexe 1) and of the call itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from o2r.accounts.siret import problem as siret_problem
from o2r.calls.applications.balance import Totals
from o2r.calls.applications.content import Content, MemberContent, PieceAsked, PieceJoined
from o2r.calls.applications.sections import BUDGET, CONSORTIUM, PIECES, PROJECT, SECTIONS
from o2r.calls.enums import EnvelopeRule, MemberRule
from o2r.core.files.enums import AWAITING_VERDICT, FileState
from o2r.core.money import euros
from o2r.projects.enums import Public, Stage
from o2r.territory.typography import typographic

_TEXT_OF_STAGE = {"remobilisation": Stage.REMOBILISATION, "support": Stage.SUPPORT}
"""These texts are asked of who chose the stage that they describe."""
_NOT_YET_SENT = "draft"


@dataclass(frozen=True)
class Problem:
    """Something to correct. ``section`` and ``field`` say where, ``member`` (a key) of whom."""

    section: str
    field: str
    message: str
    member: str | None = None
    blocking: bool = True


def problems(content: Content) -> tuple[Problem, ...]:
    """Everything that is missing or wrong, in the order of the pages."""
    found = [
        *_project(content),
        *_consortium(content),
        *_answers(content),
        *_budget(content),
        *_pieces(content),
    ]
    order = {section.code: rank for rank, section in enumerate(SECTIONS)}
    return tuple(sorted(found, key=lambda problem: order[problem.section]))


def is_complete(content: Content) -> bool:
    """Whether nothing prevents the submission."""
    return not any(problem.blocking for problem in problems(content))


def _said(
    section: str, field: str, message: str, member: str | None = None, *, blocking: bool = True
) -> Problem:
    return Problem(section, field, typographic(message), member, blocking)


def _project(content: Content) -> Iterator[Problem]:
    call = content.call
    if not content.title.strip():
        yield _said(PROJECT, "title", "Donnez un intitulé au projet.")
    yield from _zone(content)
    if not content.publics:
        yield _said(PROJECT, "publics", "Dites pour qui est le projet : choisissez un public.")
    elif call.publics and not set(content.publics) & {*call.publics, Public.EVERYONE.value}:
        asked = ", ".join(_label(Public, code) for code in call.publics)
        yield _said(
            PROJECT,
            "publics",
            f"Aucun des publics choisis n’est de ceux de l’appel ({asked}).",
            blocking=False,
        )
    if not content.stages:
        yield _said(PROJECT, "stages", "Choisissez les étapes que le projet prend en charge.")
    for code in call.required_stages:
        if content.stages and code not in content.stages:
            yield _said(
                PROJECT, "stages", f"L’appel exige l’étape « {_label(Stage, code)} » : ajoutez-la."
            )
    if content.places is None:
        yield _said(
            PROJECT,
            "places",
            "Le nombre de personnes accompagnées par an n’est pas indiqué.",
            blocking=False,
        )


def _zone(content: Content) -> Iterator[Problem]:
    zone = content.zone
    if not zone.communes:
        yield _said(PROJECT, "zone", "Dites sur quelles communes le projet agira.")
    elif zone.other_region:
        yield _said(
            PROJECT,
            "zone",
            "C’est un projet d’une autre région : la demande va au préfet de la région où "
            "l’activité se tient.",
        )
    else:
        for sentence in zone.outside:
            yield _said(PROJECT, "zone", f"{sentence}. Retirez ce territoire ou réduisez-le.")


def _consortium(content: Content) -> Iterator[Problem]:
    if not content.members:
        yield _said(CONSORTIUM, "members", "Le consortium n’a aucun membre : ajoutez le vôtre.")
        return
    leads = sum(member.is_lead for member in content.members)
    if leads != 1:
        said = "n’a pas de" if not leads else f"a {leads} chefs de file au lieu d’un seul"
        ending = " chef de file" if not leads else ""
        yield _said(CONSORTIUM, "lead", f"Le consortium {said}{ending} : désignez-en un.")
    taken = {code for member in content.members for code in member.stages}
    for code in dict.fromkeys((*content.call.required_stages, *content.stages)):
        if code not in taken:
            by = "l’appel exige" if code in content.call.required_stages else "le projet annonce"
            yield _said(
                CONSORTIUM,
                "stages",
                f"Aucun membre ne prend l’étape « {_label(Stage, code)} », que {by}.",
            )
    for member in content.members:
        yield from _member(content, member)
        if member.is_lead and not (member.contact_email or member.contact_phone):
            yield _said(
                CONSORTIUM,
                "contact_email",
                f"{member.name} : ni adresse ni téléphone. Si le projet est retenu, sa page "
                "publique n’aura personne à joindre.",
                member.key,
                blocking=False,
            )


def _member(content: Content, member: MemberContent) -> Iterator[Problem]:
    key, name = member.key, member.name
    if not content.call.is_example:
        if not member.siret:
            yield _said(CONSORTIUM, "siret", f"{name} : le SIRET manque.", key)
        elif wrong := siret_problem(member.siret):
            yield _said(CONSORTIUM, "siret", f"{name} : {wrong}.", key)
    if not member.role.strip():
        yield _said(CONSORTIUM, "role", f"{name} : dites son rôle dans le projet.", key)
    if not member.stages:
        yield _said(
            CONSORTIUM,
            "member_stages",
            f"{name} : choisissez les étapes prises en charge.",
            key,
        )
    if member.zone.beyond:
        yield _said(
            CONSORTIUM,
            "member_zone",
            f"{name} : {_communes(member.zone.beyond)} hors du territoire du projet.",
            key,
            blocking=False,
        )
    yield from _signature(content, member)
    yield from _elsewhere(content, member)


def _signature(content: Content, member: MemberContent) -> Iterator[Problem]:
    if content.is_signed(member):
        return
    key, name = member.key, member.name
    if not member.organisation:
        message = f"{name} n’a pas encore accepté l’invitation à rejoindre le consortium."
    elif member.signed_at is None:
        message = f"{name} n’a pas signé sa partie."
    else:
        message = f"{name} : sa partie a changé depuis sa signature, elle est à signer de nouveau."
    yield _said(CONSORTIUM, "signature", message, key)


def _elsewhere(content: Content, member: MemberContent) -> Iterator[Problem]:
    rule = content.call.member_rule
    if not member.elsewhere or rule is MemberRule.FREE:
        return
    sent = any(state != _NOT_YET_SENT for state in member.elsewhere)
    what = "déjà déposée" if sent else "en préparation"
    refused = rule is MemberRule.REFUSE and sent
    ending = (
        " : l’appel ne le permet pas"
        if rule is MemberRule.REFUSE
        else ". L’appel le permet ; le comité le saura"
    )
    yield _said(
        CONSORTIUM,
        "organisation",
        f"{member.name} est aussi dans une autre candidature à cet appel, {what}{ending}.",
        member.key,
        blocking=refused,
    )


def _answers(content: Content) -> Iterator[Problem]:
    for section in SECTIONS:
        for asked in section.texts:
            text = content.answers.get(asked.code, "").strip()
            stage = _TEXT_OF_STAGE.get(asked.code)
            needed = asked.is_required or (stage is not None and stage.value in content.stages)
            if not text and needed:
                yield _said(section.code, asked.code, f"« {asked.label} » : ce texte manque.")
            elif len(text) > asked.limit:
                over = len(text) - asked.limit
                yield _said(
                    section.code,
                    asked.code,
                    f"« {asked.label} » : {over} caractère{'s' if over > 1 else ''} de trop "
                    f"(limite : {asked.limit}).",
                )


def _budget(content: Content) -> Iterator[Problem]:
    whole = content.balance.whole
    if whole.is_empty:
        yield _said(BUDGET, "budget", "Le budget est vide : remplissez au moins une année.")
    else:
        for member in content.members:
            for year in range(1, content.call.years + 1):
                yield from _unbalanced(member, year, content.balance.of(member.key, year))
        yield from _requested(content)
        if not whole.indirect:
            yield _said(
                BUDGET,
                "budget",
                "Aucune charge indirecte n’est comptée : le budget se présente en coûts complets, "
                "charges communes comprises.",
                blocking=False,
            )
    if not content.has_analytic_accounts:
        yield _said(
            BUDGET,
            "has_analytic_accounts",
            "Attestez que le projet aura une comptabilité analytique : elle est obligatoire.",
        )


def _unbalanced(member: MemberContent, year: int, totals: Totals) -> Iterator[Problem]:
    where = f"{member.name}, année {year}"
    if totals.gap:
        more = "dépassent" if totals.gap > 0 else "sont inférieures aux"
        than = "les produits" if totals.gap > 0 else "produits"
        yield _said(
            BUDGET,
            f"year_{year}",
            f"{where} : les charges {more} {than} de {euros(abs(totals.gap))}.",
            member.key,
        )
    if totals.in_kind_gap:
        yield _said(
            BUDGET,
            f"in_kind_{year}",
            f"{where} : les contributions en nature ne s’équilibrent pas : "
            f"{euros(totals.in_kind_used)} d’emplois (86) pour "
            f"{euros(totals.in_kind_given)} de contributions (87).",
            member.key,
        )


def _requested(content: Content) -> Iterator[Problem]:
    call, requested = content.call, content.balance.requested
    if not requested:
        yield _said(BUDGET, "requested", "Aucune aide n’est demandée à l’appel dans les produits.")
        return
    if call.floor_amount is not None and requested < call.floor_amount:
        yield _said(
            BUDGET,
            "requested",
            f"L’aide demandée ({euros(requested)}) est inférieure au montant minimal de l’appel "
            f"({euros(call.floor_amount)}).",
        )
    over = call.envelope is not None and requested > call.envelope
    if over and call.envelope is not None and call.envelope_rule is not EnvelopeRule.FREE:
        refused = call.envelope_rule is EnvelopeRule.REFUSE
        yield _said(
            BUDGET,
            "requested",
            f"L’aide demandée ({euros(requested)}) dépasse l’enveloppe de l’appel "
            f"({euros(call.envelope)}).",
            blocking=refused,
        )
    if not over:
        yield from _shared(content, requested)


def _shared(content: Content, requested: Decimal) -> Iterator[Problem]:
    """Every département of the project has an envelope of its own, and they do not suffice.

    Only said: the committee may take from elsewhere, which no rule of the call forbids.
    """
    call = content.call
    kept = {share.department: share for share in call.shares}
    touched = content.zone.departments
    if call.envelope_rule is EnvelopeRule.FREE or not touched or not kept.keys() >= {*touched}:
        return
    total = sum((kept[code].amount for code in touched), Decimal(0))
    if requested > total:
        names = ", ".join(kept[code].name for code in touched)
        yield _said(
            BUDGET,
            "requested",
            f"L’aide demandée ({euros(requested)}) dépasse ce que l’appel garde pour {names} "
            f"({euros(total)}). Vous pouvez déposer ainsi ; le comité le saura.",
            blocking=False,
        )


def _pieces(content: Content) -> Iterator[Problem]:
    for asked in content.call.pieces:
        if not asked.is_per_member:
            yield from _piece(content, asked, None)
            continue
        for member in content.members:
            yield from _piece(content, asked, member)


def _piece(content: Content, asked: PieceAsked, member: MemberContent | None) -> Iterator[Problem]:
    key = member.key if member else None
    joined = [
        piece
        for piece in content.pieces
        if piece.piece == asked.code and (key is None or piece.member == key)
    ]
    what = f"« {asked.label} »" + (f" ({member.name})" if member else "")
    accepted = [piece for piece in joined if piece.state != FileState.REFUSED]
    for piece in joined:
        if piece.state == FileState.REFUSED:
            yield from _refused(what, asked, key, piece, replaced=bool(accepted))
    if not joined and asked.is_required:
        yield _said(PIECES, asked.code, f"{what} : cette pièce manque.", key)
    if any(piece.state in AWAITING_VERDICT for piece in accepted):
        yield _said(
            PIECES,
            asked.code,
            f"{what} : la vérification du fichier est en cours. Il est reçu, vous pouvez déposer.",
            key,
            blocking=False,
        )


def _refused(
    what: str, asked: PieceAsked, key: str | None, piece: PieceJoined, *, replaced: bool
) -> Iterator[Problem]:
    yield _said(
        PIECES,
        asked.code,
        f"{what} : le fichier « {piece.name} » est refusé. {piece.reason} Joignez-en un autre.",
        key,
        blocking=asked.is_required and not replaced,
    )


def _label(choices: type[Stage] | type[Public], code: str) -> str:
    return str(choices(code).label) if code in choices.values else code


def _communes(count: int) -> str:
    return f"{count} communes sont" if count > 1 else "une commune est"
