"""An invented operation, and the sheets of the invented people of a demonstration."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from o2r.accounts import demo
from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.accounts.models import User
from o2r.core import clock
from o2r.pathways.fse.models import Operation
from o2r.pathways.fse.services.operations import Described, estimate_minorities, open_operation
from o2r.pathways.fse.services.sheets import open_sheet
from o2r.people.models import Person

COORDINATOR = "sami.belloc@passerelles.example"
REFERENTS = ("hugo.perrin@passerelles.example", "ines.valmont@passerelles.example")
NAMES = (("Exemple", "Inès"), ("Modèle", "Bilal"), ("Fictif", "Zahra"), ("Inventé", "Tom"))
MOST = len(NAMES)
METHOD = (
    "Part des habitants du voyage dans les communes de l’opération, d’après le schéma "
    "départemental d’accueil."
)
_WHOLE = {
    "commune_naissance_insee_ou_etranger": "Vienne",
    "commune_residence_insee": "38544",
    "telephone": "06 99 00 12 34",
    "en_formation": "non",
}
SHEETS: tuple[dict[str, str], ...] = (
    # Whole, and out.
    {
        **_WHOLE,
        "sexe": "F",
        "date_naissance": "2004-04-12",
        "statut_marche_travail": "chomeur",
        "duree_recherche_mois": "9",
        "niveau_cite": "0-2",
        "handicap": "non",
        "exclusion_logement": "oui",
        "situation_sortie": "formation",
        "qualification_obtenue": "non",
    },
    # Whole at the entry; two answers that the person did not wish to give.
    {
        **_WHOLE,
        "sexe": "M",
        "date_naissance": "1999-11-02",
        "statut_marche_travail": "inactif",
        "niveau_cite": "3-4",
        "handicap": "refus",
        "nationalite_hors_ue": "refus",
    },
    # Begun.
    {"sexe": "F", "commune_residence_insee": "38318"},
    # Whole but for how to reach them.
    {**_WHOLE, "sexe": "M", "telephone": "", "niveau_cite": "0-2"},
)


@transaction.atomic
def create_demo_sheets() -> int:
    """Create one invented operation and its sheets, once; how many. The people are those of the
    demonstration, under names that are not theirs.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    users = {one.email: one for one in User.objects.filter(is_example=True).order_by("email")}
    if COORDINATOR not in users or Operation.objects.exists():
        return 0
    today, by = clock.today(), actor_for(users[COORDINATOR])
    operation = open_operation(
        by=by,
        described=Described(
            number="202600123",
            title=f"Reprendre pied, {demo.PASSERELLES}",
            starts_on=today - timedelta(days=200),
            ends_on=today + timedelta(days=165),
        ),
    )
    Operation.objects.filter(pk=operation.pk).update(is_example=True)
    estimate_minorities(by=by, operation=operation, number=2, method=METHOD)
    made = 0
    for email in REFERENTS:
        user = users.get(email)
        if user is not None:
            made += _open(actor_for(user), user, operation, made)
    return made


def _open(by: Actor, user: User, operation: Operation, already: int) -> int:
    """The sheets of some of the people that somebody follows."""
    rows = Person.objects.followed().filter(referent=user, is_protected=False).order_by("pk")
    some = list(rows[: MOST - already] if already else rows[: MOST // 2])
    for rank, person in enumerate(some, start=already):
        open_sheet(by=by, person=person, operation=operation, copied=_answers(rank))
    return len(some)


def _answers(rank: int) -> dict[str, str]:
    today = clock.today()
    last, first = NAMES[rank]
    given = SHEETS[rank] | {
        "nom": last,
        "prenom": first,
        "date_entree": (today - timedelta(days=120 - rank)).isoformat(),
    }
    if "situation_sortie" in given:
        given["date_sortie"] = (today - timedelta(days=10)).isoformat()
    return {code: value for code, value in given.items() if value}
