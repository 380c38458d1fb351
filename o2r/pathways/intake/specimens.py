"""Files of pathways that wait, and imports that may be undone: one's own, and another's."""

from uuid import uuid4

from o2r.accounts.enums import Relation
from o2r.accounts.models import Organisation, User
from o2r.accounts.specimens import Somebody, Specimen, specimens_of
from o2r.core import clock
from o2r.core.crypto.fields import write_sealed
from o2r.core.crypto.services import open_file
from o2r.core.journal.authors import Author
from o2r.outreach.exchange.sheets import TakenSheet
from o2r.pathways.intake.models import IntakeAct, IntakeContent, IntakeFile
from o2r.projects.exchange.tables import Line


def _mine(someone: Somebody, relation: Relation) -> tuple[User, Organisation]:
    """Who imports, and for whom."""
    if relation is Relation.OWN:
        return someone.user, someone.organisation
    return someone.stranger, someone.elsewhere


@specimens_of("pathway-import", Relation.ANY, Relation.OWN, parameter="draft")
def intake_file(someone: Somebody, relation: Relation) -> Specimen:
    """A file of pathways that waits to be imported."""
    owner, organisation = _mine(someone, relation)
    IntakeFile.objects.filter(owner=owner, organisation=organisation).delete()
    name = uuid4().hex
    today = f"{clock.today():%d/%m/%Y}"
    line = Line(2, {"Surnom": name, "Dernier contact": today, "État": "repéré"})
    made = IntakeFile.objects.create(
        owner=owner,
        organisation=organisation,
        mapping={"Surnom": "known_as", "Dernier contact": "last_contact_on", "État": "state"},
    )
    open_file(by=Author.system("specimen"), subject=made.pk, organisations=[organisation.pk])
    content = IntakeContent(subject=made.pk, file=made)
    text = TakenSheet("parcours.csv", (line,)).to_text()
    write_sealed(content, organisation=organisation.pk, sheet=text)
    content.save(force_insert=True)
    return Specimen({"draft": str(made.pk)}, {"*": name})


@specimens_of("pathway-import", Relation.ANY, Relation.OWN, parameter="act")
def intake_act(someone: Somebody, relation: Relation) -> Specimen:
    """An import that may still be undone."""
    owner, organisation = _mine(someone, relation)
    made = IntakeAct.objects.create(
        owner=owner,
        organisation=organisation,
        made=1_000_000_000 + uuid4().int % 1_000_000_000,
    )
    return Specimen({"act": str(made.pk)}, {"*": str(made.made)})
