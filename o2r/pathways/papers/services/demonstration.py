"""The templates of the product, and the invented papers of a demonstration."""

import io
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.errors import DemonstrationOnly
from o2r.core import clock
from o2r.core.files.models import StoredFile
from o2r.core.files.services import INSPECTOR, inspect
from o2r.pathways.papers.enums import PaperKind, SafeKind
from o2r.pathways.papers.models import IssuedDocument, PaperTemplate, TemplateVersion
from o2r.pathways.papers.product_templates import product_templates
from o2r.pathways.papers.services.issuing import Order, issue
from o2r.pathways.papers.services.keeping import ATTACHED, Paper, keep, settle
from o2r.pathways.papers.services.templates import checked
from o2r.people.models import Person

SAID = (
    "Mardi, nous allons ensemble à France services.\nAprès, nous cherchons une visite d’atelier.\n"
    "Vous appelez si ça ne va pas."
)


@transaction.atomic
def add_product_templates() -> int:
    """Add the templates of the product that are not there yet; how many. An instance that has
    retired one does not find it again."""
    known = set(PaperTemplate.objects.exclude(code="").values_list("code", flat=True))
    fresh = [one for one in product_templates() if one.code not in known]
    for one in fresh:
        title, body = checked(one.title, one.body)
        made = PaperTemplate.objects.create(kind=one.kind, title=title, body=body, code=one.code)
        TemplateVersion.objects.create(template=made, number=1, title=title, body=body)
    return len(fresh)


def create_demo_papers() -> int:
    """Write invented papers for the invented people, once; how many documents.

    Raises DemonstrationOnly outside a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise DemonstrationOnly
    people = _people()
    if not people or IssuedDocument.objects.filter(person__in=people).exists():
        return 0
    made = 0
    for person in people:
        if person.referent is None:
            continue
        by = actor_for(person.referent)
        made += _write(by, person)
    _keep(people[0])
    return made


def _people() -> list[Person]:
    """A few invented people, the newest contacts first; never one whose file is protected."""
    rows = Person.objects.followed().findable().filter(is_example=True, referent__isnull=False)
    return list(
        rows.select_related("referent", "organisation").order_by("-last_contact_on", "pk")[:3]
    )


def _write(by: Actor, person: Person) -> int:
    chosen = PaperTemplate.objects.filter(
        code__in=["synthese-personne", "attestation-accompagnement"]
    )
    for template in chosen.order_by("code"):
        message = SAID if template.kind == PaperKind.SUMMARY else ""
        issue(by=by, person=person, template=template, order=Order(uuid4(), message=message))
    return len(chosen)


def _keep(person: Person) -> None:
    if person.referent is None:
        return
    by = actor_for(person.referent)
    upload = SimpleUploadedFile("papier.png", _picture(), content_type="image/png")
    ends = clock.today() + timedelta(days=30)
    paper = Paper(uuid4(), SafeKind.IDENTITY, "Carte d’identité (exemple)", ends)
    kept = keep(by=by, person=person, paper=paper, upload=upload)
    for file in StoredFile.objects.attached_to(ATTACHED, kept.pk).order_by("pk"):
        inspect(by=INSPECTOR, file=file)
    settle(document=kept)


def _picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (480, 300), "#dfe8e6").save(written, "PNG")
    return written.getvalue()
