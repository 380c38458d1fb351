"""The letter of a referral, for a structure without mailbox. Pure: it names nobody."""

from o2r.core.documents import Block, Document, Fields, Heading, Paragraph, Signature
from o2r.pathways.referrals.models import Referral


def letter_document(row: Referral, address: str, code: str) -> Document:
    """Who writes to whom, where to answer, and the code when something is shared."""
    sender = row.organisation.name
    blocks: list[Block] = [
        Fields(
            [
                ("De", sender),
                ("À", row.structure_name),
                ("Service", row.service_name),
                ("Référence", row.reference),
            ]
        ),
        Paragraph("Madame, Monsieur,"),
        Paragraph(
            "Nous accompagnons une personne qui souhaite être reçue par votre service. Cette "
            "lettre ne dit pas qui elle est : ce qu’elle accepte de partager se lit en ligne, et "
            "elle peut l’arrêter quand elle veut."
        ),
        Heading("Pour répondre, sans compte"),
        Fields([("Adresse", address), *([("Code", code)] if code else [])]),
        Paragraph(
            "Ouvrez l’adresse, puis dites où vous en êtes : personne jointe, rendez-vous, reçue, "
            "ou impossible pour vous. Même un refus nous aide."
        ),
    ]
    if code:
        blocks.append(
            Paragraph(
                "Le code ouvre ce que la personne accepte de partager. Gardez cette lettre dans "
                "votre service, et détruisez-la ensuite."
            )
        )
    blocks.append(Signature([f"Pour {sender}"]))
    return Document(title=f"Orientation {row.reference}", subtitle=sender, blocks=blocks)
