"""The people of a demonstration: invented, at each rung of the ladder, in communes that exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from o2r.accounts import demo
from o2r.people.enums import (
    AgeBand,
    AgreementProof,
    ContactKind,
    Gender,
    GroupKind,
    GroupRole,
    Housing,
    IdentityLevel,
    NoteLevel,
    ProtectionReason,
    Purpose,
    SharedField,
    Support,
)
from o2r.people.services.contacting import Means

INES = "ines.valmont@passerelles.example"
HUGO = "hugo.perrin@passerelles.example"
LINA = "lina.quesnel@fabrique.example"
VIENNE, PONT_EVEQUE, ROUSSILLON, PEAGE = "38544", "38318", "38344", "38298"


@dataclass(frozen=True)
class ExampleNote:
    """One note: how many days ago, by whom."""

    ago: int
    by: str
    text: str
    level: NoteLevel = NoteLevel.TEAM


@dataclass(frozen=True)
class ExampleAgreement:
    """One proposal to the mission locale. ``answer``: « given », « withdrawn », or not yet."""

    ago: int
    purpose: Purpose
    fields: tuple[SharedField, ...]
    proof: AgreementProof = AgreementProof.VOICE
    answer: str = "given"
    ends_in: int | None = None


@dataclass(frozen=True)
class ExamplePerson:
    """One file. ``opened``: days ago; ``seen``: what was shown to verify."""

    known_as: str
    by: str
    opened: int
    coded: Mapping[str, Any]
    level: IdentityLevel = IdentityLevel.PSEUDONYM
    first_name: str = ""
    last_name: str = ""
    born: date | None = None
    seen: str = ""
    informed: Support | None = Support.SPOKEN
    contacts: tuple[Means, ...] = ()
    notes: tuple[ExampleNote, ...] = ()
    agreements: tuple[ExampleAgreement, ...] = ()
    beside: tuple[str, ...] = ()
    protected: ProtectionReason | None = None
    draft: str = ""
    card_word: str = ""


@dataclass(frozen=True)
class ExampleGroup:
    """Who goes with whom, by what they are called; the first one, then the others."""

    by: str
    kind: GroupKind
    names: tuple[str, ...]
    role: GroupRole | None = None
    their_role: GroupRole | None = None


PARTNER = demo.MISSION_LOCALE
_WHO = (SharedField.FIRST_NAME, SharedField.PHONE)
PEOPLE = (
    ExamplePerson(
        "Bilou",
        INES,
        opened=33,
        coded={
            "age_band": AgeBand.FROM_18_TO_25,
            "gender": Gender.MAN,
            "commune": VIENNE,
            "housing": Housing.HOSTED,
        },
        contacts=(
            Means(
                ContactKind.PHONE,
                "06 99 00 41 27",
                remark="Le téléphone est à son cousin : dire « c’est Inès », rien d’autre.",
                not_before=time(10),
                is_read_by_others=True,
                is_preferred=True,
            ),
            Means(ContactKind.PLACE, "Sous l’auvent de la gare, côté bus, vers 19 h"),
        ),
        notes=(
            ExampleNote(33, INES, "Dort chez des amis, change souvent. Ne veut pas de papiers."),
            ExampleNote(
                19,
                INES,
                "Parle d’un stage arrêté l’an dernier. Voudrait refaire de la cuisine, « mais pas "
                "dans un bureau ». Accepte qu’on demande à la mission locale.",
                NoteLevel.SHARED,
            ),
            ExampleNote(
                9,
                INES,
                "Il s’inquiète pour sa petite sœur. À reprendre avec lui, seul, sans le groupe.",
                NoteLevel.CONFIDENTIAL,
            ),
        ),
        agreements=(ExampleAgreement(19, Purpose.REFER, _WHO),),
        beside=(HUGO,),
        card_word="tournesol bleu",
    ),
    ExamplePerson(
        "Zaza",
        INES,
        opened=27,
        coded={"age_band": AgeBand.FROM_18_TO_25, "gender": Gender.WOMAN, "commune": VIENNE},
        notes=(ExampleNote(9, INES, "Passe avec son frère. Préfère qu’on vienne au café."),),
        draft="A parlé d’un rendez-vous à la préfecture, à vérifier avec elle :",
    ),
    ExamplePerson(
        "Nino",
        INES,
        opened=9,
        coded={"age_band": AgeBand.FROM_16_TO_17, "gender": Gender.MAN, "commune": VIENNE},
        informed=None,
    ),
    ExamplePerson(
        "Titi",
        INES,
        opened=61,
        coded={"age_band": AgeBand.FROM_26_TO_29, "gender": Gender.MAN, "housing": Housing.NONE},
        contacts=(Means(ContactKind.RELAY, "Par la gardienne du gymnase, le mardi soir"),),
        agreements=(ExampleAgreement(50, Purpose.REMIND, _WHO, answer="withdrawn"),),
    ),
    ExamplePerson(
        "Rosa",
        INES,
        opened=61,
        coded={
            "age_band": AgeBand.FROM_30_TO_54,
            "gender": Gender.WOMAN,
            "commune": PEAGE,
            "needs_plain_words": True,
        },
        level=IdentityLevel.DECLARED,
        first_name="Rosa",
        last_name="Almira",
        informed=Support.FALC,
        notes=(
            ExampleNote(
                61, INES, "Lit avec difficulté : tout lui dire, et lui laisser la feuille à images."
            ),
        ),
    ),
    ExamplePerson(
        "Lucien",
        HUGO,
        opened=160,
        coded={
            "gender": Gender.MAN,
            "commune": ROUSSILLON,
            "housing": Housing.NONE,
            "is_domiciled": True,
        },
        level=IdentityLevel.VERIFIED,
        first_name="Lucien",
        last_name="Favrel",
        born=date(1981, 4, 12),
        seen="Carte d’identité vue, rien n’en est gardé",
        informed=Support.PAPER,
        contacts=(Means(ContactKind.PHONE, "06 99 00 52 08", no_voicemail=False),),
        notes=(
            ExampleNote(
                120, HUGO, "Permis poids lourd à renouveler. Visite médicale prise pour le mois."
            ),
            ExampleNote(40, HUGO, "Bonne humeur, dossier de domiciliation déposé.", NoteLevel.TEAM),
        ),
        agreements=(
            ExampleAgreement(
                150,
                Purpose.ACCOMPANY,
                (*_WHO, SharedField.FULL_NAME),
                proof=AgreementProof.SIGNATURE,
                ends_in=20,
            ),
        ),
    ),
    ExamplePerson(
        "Samira",
        HUGO,
        opened=75,
        coded={
            "age_band": AgeBand.FROM_30_TO_54,
            "gender": Gender.WOMAN,
            "commune": PONT_EVEQUE,
            "housing": Housing.SHELTER,
            "language": "prs",
            "needs_interpreter": True,
        },
        level=IdentityLevel.DECLARED,
        first_name="Samira",
        last_name="Nouri",
        informed=Support.INTERPRETER,
        contacts=(
            Means(
                ContactKind.MESSAGING,
                "samira.n, sur la messagerie du téléphone de l’hôtel",
                wants_neutral_sender=True,
            ),
        ),
        agreements=(
            ExampleAgreement(3, Purpose.APPOINTMENT, (SharedField.FIRST_NAME,), answer=""),
        ),
        beside=(INES,),
    ),
    ExamplePerson(
        "Yas",
        HUGO,
        opened=40,
        coded={"age_band": AgeBand.FROM_16_TO_17, "gender": Gender.MAN, "commune": PONT_EVEQUE},
        beside=(INES,),
    ),
    ExamplePerson(
        "Maëlle",
        HUGO,
        opened=20,
        coded={"age_band": AgeBand.FROM_26_TO_29, "gender": Gender.WOMAN},
        contacts=(
            Means(
                ContactKind.PHONE, "06 99 00 77 31", remark="Jamais le soir.", not_after=time(17)
            ),
        ),
        notes=(ExampleNote(0, INES, "Vue au café, pressée. Tout va bien dit-elle."),),
        beside=(INES,),
        protected=ProtectionReason.VIOLENCE,
    ),
    ExamplePerson(
        "Kim",
        LINA,
        opened=14,
        coded={"age_band": AgeBand.FROM_18_TO_25},
        notes=(ExampleNote(14, LINA, "Cherche un logement à plusieurs."),),
    ),
)
GROUPS = (
    ExampleGroup(INES, GroupKind.SIBLINGS, ("Zaza", "Nino")),
    ExampleGroup(INES, GroupKind.STREET, ("Bilou", "Zaza", "Titi")),
    ExampleGroup(
        HUGO,
        GroupKind.HOUSEHOLD,
        ("Samira", "Yas"),
        role=GroupRole.PARENT,
        their_role=GroupRole.CHILD,
    ),
)
