"""The words of people are met with their file; the rest, by the operator that wrote it.

Where teams go is read by their operator alone: it tells where people in trouble are to be found.
"""

from o2r.core.belt import leave_out, protect, rules
from o2r.people.belt import of_my_people

protect(
    "outreach.EncounterWords",
    columns=["need_said", "words"],
    readable=of_my_people("person_id"),
)
protect("outreach.Promise", columns=["what"], readable=of_my_people("person_id"))
protect(
    "outreach.Place",
    columns=["where", "safety_note", "latitude", "longitude"],
    readable=rules.organisation("organisation_id", "place"),
)
SIGNAL = "partner-signal"
# Once it has led to somebody, a signal is met by who meets their file. Who sent it meets the row
# for its neutral words: what it said is sealed with a key that they do not hold.
protect(
    "outreach.PartnerSignal",
    columns=["commune", "follow_digest"],
    readable=rules.either(
        rules.both(
            rules.organisation("organisation_id", SIGNAL),
            rules.either(rules.sql("person_id IS NULL"), of_my_people("person_id")),
        ),
        rules.organisation("sender_id", SIGNAL, "referrer"),
    ),
)
protect(
    "outreach.EntryDraft",
    columns=["fields"],
    # Of a team that goes on rounds, or of a partner who signals somebody.
    readable=rules.both(
        rules.either(
            rules.organisation("organisation_id", "encounter"),
            rules.both(
                rules.anywhere("partner-signal"),
                rules.sql("organisation_id = (SELECT o2r_organisation())"),
            ),
        ),
        rules.sql("author_id = o2r_user()"),
    ),
)
leave_out(
    "outreach.SignalWords", why="chiffré avec une clé que seule l’organisation destinataire tient"
)
leave_out("outreach.SignalMove", why="suit son signalement, dont les droits de lire sont calculés")
leave_out(
    "outreach.ImportContent", why="chiffré avec une clé que seule l’organisation de l’auteur tient"
)
leave_out("outreach.ImportedRow", why="des empreintes à clé, qui ne se remontent pas sans elle")
leave_out("outreach.TrustDate", why="une date, lue avec le dossier qui la porte")
_WHO = "n’identifie qu’un compte, dont le nom n’est pas dans la table"
for _label in ("Round", "Encounter", "DailyReport", "ImportFile", "ImportAct"):
    leave_out(f"outreach.{_label}", why=_WHO)
