"""Sessions and factors of a person, theirs and a stranger's, for the access matrix."""

from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.signin.engine import Authenticator
from o2r.accounts.signin.enums import Way
from o2r.accounts.signin.models import OpenSession
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock


@specimens_of("session", Relation.ANY, Relation.OWN)
def session(someone: Somebody, relation: Relation) -> Specimen:
    """An open session. Links received by mail name nobody: theirs are dead ones."""
    now = clock.now()
    made = OpenSession.objects.create(
        user=someone.user if relation is Relation.OWN else someone.stranger,
        session_key=uuid4().hex,
        device="Appareil d’essai",
        way=Way.PASSWORD,
        opened_at=now,
        seen_at=now,
    )
    dead = {"key": "lien-perdu", "uid": "perdu", "token": "perdu"}
    return Specimen({"session": str(made.pk), **dead})


@specimens_of("account", Relation.ANY, Relation.OWN)
def account(someone: Somebody, relation: Relation) -> Specimen:
    """A second factor of an account. The link of a registration names nobody: a dead one."""
    holder = someone.user if relation is Relation.OWN else someone.stranger
    made, _ = Authenticator.objects.get_or_create(
        user=holder, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
    )
    return Specimen({"factor": str(made.pk), "token": "lien-perdu"})
