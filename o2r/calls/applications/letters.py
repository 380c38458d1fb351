"""A letter of the State service to the bearer of an application, as a document to sign."""

from datetime import datetime

from o2r.calls.applications.models import Application
from o2r.core.documents import Block, Document, Fields, Paragraph, Signature


def letter_to_bearer(
    application: Application, *, heading: str, body: str, on: datetime | None, digest: str = ""
) -> Document:
    """Who writes to whom about what, then ``body``: paragraphs with an empty line between them.

    ``on``: when it was decided or sent, None for not yet. ``digest``: SHA-256 of a letter that is
    frozen.
    """
    call = application.call
    lead = next((one for one in application.members.all() if one.is_lead), None)
    facts = [
        ("De", call.dreets.name),
        ("À", f"{lead.name}{f', SIRET {lead.siret}' if lead.siret else ''}" if lead else ""),
        ("Candidature", f"n° {application.number} « {application.title} »"),
        ("Appel", call.title),
        ("Date", f"{on.astimezone(call.zone_info):%d/%m/%Y}" if on else ""),
    ]
    blocks: list[Block] = [Fields([(name, text) for name, text in facts if text])]
    blocks += [Paragraph(part) for part in body.split("\n\n") if part.strip()]
    blocks.append(Signature([f"Pour le préfet de région, {call.dreets.name}"]))
    if digest:
        blocks.append(Paragraph(f"Empreinte SHA-256 du courrier : {digest}"))
    return Document(title=heading, subtitle=call.dreets.name, blocks=blocks)
