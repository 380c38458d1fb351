"""The decision of inadmissibility, as a document to keep or to send."""

from o2r.calls.reading.models import Admissibility
from o2r.core.documents import Block, Document, Fields, Paragraph, Signature


def refusal_document(found: Admissibility) -> Document:
    """The letter of an application declared inadmissible, addressed to the bearer.

    ``found`` has a letter.
    """
    application = found.application
    lead = next((one for one in application.members.all() if one.is_lead), None)
    call = application.call
    facts = [
        ("De", call.dreets.name),
        ("À", f"{lead.name}{f', SIRET {lead.siret}' if lead.siret else ''}" if lead else ""),
        ("Candidature", f"n° {application.number} « {application.title} »"),
        ("Appel", call.title),
    ]
    if found.decided_at is not None:
        facts.append(("Date", f"{found.decided_at.astimezone(call.zone_info):%d/%m/%Y}"))
    blocks: list[Block] = [Fields([(name, text) for name, text in facts if text])]
    blocks += [Paragraph(part) for part in found.letter_body.split("\n\n") if part.strip()]
    blocks.append(Signature([f"Pour le préfet de région, {call.dreets.name}"]))
    return Document(title=found.letter_heading, subtitle=call.dreets.name, blocks=blocks)
