"""The classes of secrets, and the places where each may be, with the reason.

What is not listed here must be nowhere. An allowance that is never used fails too: the list stays
as short as the product allows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from o2r.proofs.sinks import Sink

COPIES = (Sink.WAL, Sink.BACKUP)
"""A write-ahead log and a backup hold what the database holds."""


@dataclass(frozen=True)
class Allowed:
    """One class may be in one sink, in the pieces whose name matches ``where``.

    ``certain``: it is there at each run, on both engines; not finding it is then a fault.
    """

    kind: str
    sink: Sink
    why: str
    where: str = ""
    certain: bool = True

    def covers(self, kind: str, sink: Sink, where: str) -> bool:
        same = self.sink == sink or (self.sink == Sink.DATABASE and sink in COPIES)
        # The file of the database, its log and its copy are not cut by table.
        whole = sink in COPIES or (sink == Sink.DATABASE and where == "file")
        return kind == self.kind and same and (whole or re.search(self.where, where) is not None)


def _in_database(kind: str, why: str, *tables: str) -> Allowed:
    return Allowed(kind, Sink.DATABASE, why, rf"^({'|'.join(tables)})$")


def _in_log(kind: str, why: str) -> Allowed:
    """What has left the tables: only a log that is read row by row still holds it."""
    return Allowed(kind, Sink.WAL, why, certain=False)


def _link(kind: str, where: str) -> tuple[Allowed, ...]:
    """The secret of a link: in the mail, and in the one address that opens it."""
    return (
        Allowed(kind, Sink.MAIL, _OWN_MAIL, _PERSON),
        Allowed(kind, Sink.ADDRESS, _LINK, where),
        Allowed(kind, Sink.ACCESS_LOG, _LINK, where),
    )


def _address(kind: str, where: str) -> tuple[Allowed, ...]:
    """The secret of a page without an account: in its own addresses, and nowhere else."""
    why = "whoever holds this address sends, or follows, and reads nothing of anybody"
    return tuple(Allowed(kind, sink, why, where) for sink in (Sink.ADDRESS, Sink.ACCESS_LOG))


_ACCOUNT = "an account is known by its professional address, and shown by its name"
_SENT = "the body of a mail leaves the table once sent, and this log when it is recycled"
_DRAFT = "a file waiting for its confirmation leaves the table with it, and this log later"
_OUTBOX = "a mail waits in the outbox with its recipient"
_LINK = "a link sent by mail is an address: it opens once, and leaves the address bar at once"
_SESSION = "Django finds a session by its key; it ends in twelve hours at most"
_OWN_MAIL = "written to the person themselves"
_GUEST = "who answers for an organisation is told who is invited and who joins"
_PUBLIC_SEARCH = "a commune looked for on the public site: the search is a link to share"
_WORK = "what professionals write of their own work is kept for their colleagues"
_OWN_BROWSER = "the browser of the person holds its own key"
_COLLEAGUE = "who answers for a file is told what another has written in it"
_IDENTIFIER = "the identifier that a State service chooses for its call is its public address"
_AGREED = "the person agreed that this organisation knows their first name, and nothing else"
_TEAM = "what a team leaves to its colleagues of the same operator: of places, never of somebody"
_PLACES = "^colleague /espace/(rencontres/nouvelle|tournees/ma-tournee)/"
_IMPORTS = ("outreach_importfile", "outreach_importact")
_PERSON = r"^z\w+@mesure\.example$"
_BEARER = r"^boite@porteur\.example$"

ALLOWED: tuple[Allowed, ...] = (
    # --- Accounts ---------------------------------------------------------------------------------
    _in_database("account-email", _ACCOUNT, "accounts_user", "account_emailaddress"),
    _in_database("account-email", _OUTBOX, "notifications_mail"),
    _in_database("account-email", _SESSION, "django_session"),
    Allowed("account-email", Sink.MAIL, _OWN_MAIL, _PERSON),
    _in_database("account-name", _ACCOUNT, "accounts_user"),
    Allowed("account-name", Sink.MAIL, _OWN_MAIL, _PERSON),
    _in_database("passkey-name", "its owner tells their keys apart", "mfa_authenticator"),
    _in_database("session-key", _SESSION, "django_session", "signin_opensession"),
    Allowed("session-key", Sink.BROWSER, _OWN_BROWSER),
    Allowed("late-form-key", Sink.BROWSER, _OWN_BROWSER, "^/espace/mes-donnees/demande/"),
    *_link("reset-link", "^/espace/mot-de-passe/lien/"),
    *_link("address-link", "^/espace/adresse/"),
    _in_log("reset-link", _SENT),
    _in_log("address-link", _SENT),
    *_link("invitation-link", "^/espace/invitation/"),
    *_link("registration-link", "^/espace/inscription/lien/"),
    _in_log("invitation-link", _SENT),
    _in_log("registration-link", _SENT),
    _in_database("guest-email", _ACCOUNT, "accounts_user", "account_emailaddress"),
    _in_database("guest-email", _GUEST, "accounts_invitation", "notifications_notification"),
    _in_database("guest-email", _OUTBOX, "notifications_mail"),
    _in_database("guest-email", _SESSION, "django_session"),
    Allowed("guest-email", Sink.MAIL, _OWN_MAIL, _PERSON),
    Allowed("guest-email", Sink.MAIL, _GUEST, "^account-manager@"),
    _in_database("guest-name", _ACCOUNT, "accounts_user"),
    _in_database("guest-name", _GUEST, "notifications_notification", "notifications_mail"),
    Allowed("guest-name", Sink.MAIL, _GUEST, "^account-manager@"),
    # --- Visitors ---------------------------------------------------------------------------------
    _in_database("visitor-name", "the bearer answers a person", "projects_relaymessage"),
    Allowed("visitor-name", Sink.MAIL, "the message is relayed to the bearer", _BEARER),
    _in_database(
        "visitor-email",
        "the bearer answers; the platform answers a request",
        *("projects_relaymessage", "notifications_mail", "retention_rightsrequest"),
    ),
    Allowed("visitor-email", Sink.MAIL, "the bearer answers", _BEARER),
    Allowed("visitor-email", Sink.MAIL, _OWN_MAIL, _PERSON),
    _in_database("relay-message", "kept until it is delivered", "projects_relaymessage"),
    Allowed("relay-message", Sink.MAIL, "relayed to the bearer, and to nobody else", _BEARER),
    _in_database("error-report", "treated by who answers for the project", "projects_errorreport"),
    _in_database("reporter-email", "told when it is corrected", "projects_errorreport"),
    Allowed("question", Sink.MAIL, "sent to the team, kept nowhere", "^contact@"),
    Allowed("search", Sink.ADDRESS, _PUBLIC_SEARCH, r"^/\?"),
    Allowed("search", Sink.ACCESS_LOG, _PUBLIC_SEARCH, r"^/\?"),
    # --- Rights -----------------------------------------------------------------------------------
    *_link("rights-link", "^/vos-droits/suite/"),
    _in_database("rights-link", "the session of the visitor, two hours", "django_session"),
    _in_database("rights-details", "the request to answer", "retention_rightsrequest"),
    _in_database("rights-answer", "proof that it was answered", "retention_rightsrequest"),
    Allowed("rights-answer", Sink.MAIL, _OWN_MAIL, _PERSON),
    # --- Person files -----------------------------------------------------------------------------
    _in_database("coded-group", "codes from closed lists, not words", "sample_samplerecord"),
    _in_database("file-name", "its name says which file it is", "files_storedfile"),
    Allowed("file-content", Sink.STORAGE, "the file itself, made harmless", "^files/clean/"),
    # --- People met -------------------------------------------------------------------------------
    Allowed("person-nickname", Sink.OTHER_EXPORT, _AGREED, "^partner /"),
    _in_database("place", _WORK, "outreach_place"),
    _in_database("team-text", _WORK, "outreach_observation", "outreach_dailyreport"),
    _in_database("partner-present", _WORK, "outreach_encounter"),
    Allowed("place", Sink.OTHER_EXPORT, _TEAM, _PLACES),
    Allowed("partner-present", Sink.OTHER_EXPORT, _TEAM, "^colleague /espace/rencontres/"),
    # --- Partners and other operators -------------------------------------------------------------
    *_address("signal-link", "^/signaler/"),
    *_address("follow-link", "^/signaler/"),
    Allowed("follow-link", Sink.OTHER_EXPORT, "shown to be kept", "^sender /signaler/suivi/"),
    _in_database("partner-name", "to whom a link was given", "outreach_signallink"),
    _in_database("imported-heading", "what a column of a file is", *_IMPORTS),
    # --- Pathways --------------------------------------------------------------------------------
    *_address("employment-link", "^/suivi-emploi/"),
    Allowed(
        "employment-link", Sink.OTHER_EXPORT, "the page that it opens", "^holder of a question"
    ),
    # --- Work -------------------------------------------------------------------------------------
    _in_database("import-slug", "the public name of a project", "projects_fundedproject"),
    _in_database("import-text", "the public text of a project", "projects_fundedproject"),
    _in_database("import-mailbox", "where messages are relayed", "projects_fundedproject"),
    *(
        Allowed(kind, Sink.OTHER_EXPORT, "the file of who runs the directory", "^platform-manager ")
        for kind in ("import-slug", "import-text", "import-mailbox")
    ),
    _in_log("import-name", _DRAFT),
    _in_log("import-mistake", _DRAFT),
    # --- Any form that a page shows ---------------------------------------------------------------
    _in_database("form-text", _WORK, ".*"),
    _in_database("form-address", "whom to invite, to answer, to write to", ".*"),
    Allowed("form-text", Sink.ADDRESS, _IDENTIFIER, "^/espace/appels/"),
    Allowed("form-text", Sink.MAIL, _COLLEAGUE, "^state-officer@essai"),
    Allowed("form-text", Sink.MAIL, "who invites, for which organisation; an answer", _PERSON),
    Allowed("form-address", Sink.MAIL, _OWN_MAIL, _PERSON),
    _in_database(
        "supervision",
        _WORK,
        *("watch_alertmove", "watch_block", "watch_thresholdadjustment", "projects_errorreport"),
    ),
)


def is_allowed(kind: str, sink: Sink, where: str) -> Allowed | None:
    """The line that lets this class be there, if any."""
    return next((one for one in ALLOWED if one.covers(kind, sink, where)), None)


def unused(seen: set[Allowed]) -> Iterator[Allowed]:
    """The allowances that nothing used."""
    return (one for one in ALLOWED if one.certain and one not in seen)
