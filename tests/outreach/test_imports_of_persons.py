"""A file of persons: who is opened, how far, by whom followed; what is refused; what is undone."""

from datetime import date, timedelta

import pytest

from o2r.accounts.acting import actor_for
from o2r.accounts.actors import Actor
from o2r.accounts.enums import MembershipRole as Role
from o2r.accounts.errors import DomainError, NotAllowed
from o2r.accounts.models import Organisation, Team, User
from o2r.core import clock
from o2r.core.crypto.fields import read_sealed
from o2r.core.crypto.models import DataKey
from o2r.core.journal.models import JournalEntry
from o2r.core.notifications.models import Notification
from o2r.outreach.enums import ImportKind
from o2r.outreach.models import ImportAct, ImportedRow, ImportFile
from o2r.outreach.services.imports import forget_file, plan_import, undo_import, write_import
from o2r.people.between.models import IndexChange, IndexParticipation
from o2r.people.enums import ContactKind, Housing, IdentityLevel
from o2r.people.models import ContactMeans, Identity, Note, Person, PersonMove
from o2r.people.services import anonymise, write_note
from tests.accounts.factories import UserFactory, someone
from tests.outreach.importing import imported, kept, people, planned, problems
from tests.people.factories import said

MOMO = {"Identifiant": "1", "Surnom": "Momo", "Dernier contact": "20/11/2026"}
SONIA = {
    "Identifiant": "2",
    "Prénom": "Sonia",
    "Nom": "Ferrand",
    "Date de naissance": "03/05/2001",
    "Dernier contact": "01/11/2026",
}


def test_each_is_opened_at_the_rung_that_its_columns_justify(by: Actor, ines: User) -> None:
    act = imported(by, people(MOMO | {"Date de naissance": "01/02/2003"}, SONIA))
    momo, sonia = Person.objects.order_by("-last_contact_on")
    assert act.made == 2
    assert (momo.level, said(momo)["known_as"], said(momo)["birth_date"]) == (
        IdentityLevel.PSEUDONYM,
        "Momo",
        "",
    )
    assert momo.age_band == "18-25"
    assert sonia.level == IdentityLevel.DECLARED
    assert said(sonia) == {
        "known_as": "",
        "first_name": "Sonia",
        "last_name": "Ferrand",
        "birth_date": "2001-05-03",
        "interpreter_caution": "",
    }
    assert {momo.referent, sonia.referent} == {ines}
    assert [(one.left, one.reached) for one in PersonMove.objects.order_by("pk")] == [
        ("anonyme", "pseudonyme"),
        ("anonyme", "declaree"),
    ]


def test_retention_runs_from_the_last_contact_of_the_file(by: Actor) -> None:
    imported(by, people(MOMO | {"Suivi depuis": "04/01/2026"}))
    momo = Person.objects.get()
    assert (momo.opened_on, momo.last_contact_on) == (date(2026, 1, 4), date(2026, 11, 20))


def test_what_surrounds_the_person_is_written_with_the_most_careful_precautions(
    by: Actor, passerelles: Organisation
) -> None:
    team = Team.objects.create(organisation=passerelles, name="Bus de nuit")
    imported(
        by,
        people(
            MOMO
            | {
                "Autres pseudos": "Momo du parc",
                "Téléphone": "612345678",
                "Email": "momo@mail.example",
                "Lieux fréquentés": "Gare, le soir",
                "Commune": "69200 Vénissieux",
                "Domicile": "SDF",
                "Domiciliation": "oui",
                "Langue": "arabe",
                "Équipe": "BUS DE NUIT, Accueil",
                "Notes": "Cherche du travail.",
            }
        ),
    )
    momo = Person.objects.get()
    assert (momo.commune, momo.department, momo.housing) == ("69259", "69", Housing.NONE)
    assert (momo.is_domiciled, momo.language, momo.team) == (True, "ar", team)
    means = {one.kind: one for one in ContactMeans.objects.filter(person=momo)}
    assert set(means) == {ContactKind.PHONE, ContactKind.EMAIL, ContactKind.PLACE}
    assert all(one.no_voicemail and one.wants_neutral_sender for one in means.values())
    phone = means[ContactKind.PHONE]
    assert read_sealed(phone, "value", organisation=passerelles.pk)["value"] == "06 12 34 56 78"
    note = Note.objects.get()
    assert read_sealed(note, "text", organisation=passerelles.pk)["text"] == (
        "Se fait aussi appeler\u00a0: Momo du parc.\n\nCherche du travail."
    )


def test_a_voicemail_is_allowed_only_when_the_file_says_so(by: Actor) -> None:
    row = MOMO | {"Téléphone": "06 12 34 56 78", "Message vocal": "oui"}
    imported(by, people(row, SONIA | {"Téléphone": "07 12 34 56 78", "Message vocal": ""}))
    assert sorted(one.no_voicemail for one in ContactMeans.objects.all()) == [False, True]


def test_files_are_given_to_colleagues_who_are_told_how_many(
    by: Actor, hugo: User, ines: User
) -> None:
    rows = [
        MOMO | {"Référent": hugo.email.upper()},
        SONIA | {"Référent": "Hugo Perrin"},
        {"Surnom": "Zaza", "Dernier contact": "20/11/2026", "Référent": ""},
    ]
    imported(by, people(*rows))
    assert Person.objects.filter(referent=hugo).count() == 2
    assert Person.objects.filter(referent=ines).count() == 1
    told = Notification.objects.get(recipient=hugo.pk)
    assert "2 dossiers" in told.body
    assert "Momo" not in told.body + told.subject
    assert not Notification.objects.filter(recipient=ines.pk).exists()


@pytest.mark.parametrize("named", ["nobody@ailleurs.example", "Hugo", "lina"])
def test_nobody_else_is_made_a_referent(by: Actor, named: str, lina: User) -> None:
    plan = planned(by, people(MOMO | {"Référent": lina.email if named == "lina" else named}))
    [problem] = problems(plan)
    assert problem.startswith("ligne 2, colonne Référent : ce n’est le nom ni l’adresse")


def test_a_protected_file_is_met_from_the_start_by_its_referent_alone(
    by: Actor, hugo: User, sami: User
) -> None:
    imported(by, people(MOMO | {"Dossier protégé": "oui", "Référent": hugo.email}))
    momo = Person.objects.get()
    assert momo.is_protected
    assert momo.protections.get().ended_at is None
    for user, sees in ((hugo, True), (sami, False)):
        met = Person.objects.visible_to(actor_for(user)).filter(pk=momo.pk).exists()
        assert met is sees
    assert not Person.objects.visible_to(by).filter(pk=momo.pk).exists()
    assert ImportedRow.objects.get().name_digest == ""


def test_the_same_file_twice_doubles_nothing_even_without_references(by: Actor) -> None:
    zaza = {"Surnom": "Zaza", "Dernier contact": "20/11/2026"}
    content = people(MOMO, SONIA, zaza, zaza | {"Dernier contact": "19/11/2026"})
    imported(by, content)
    assert Person.objects.count() == 4
    plan = planned(by, content)
    assert (len(plan.made), len(plan.known), plan.may_be_written) == (0, 4, False)
    # One line more, and one of which more is known.
    longer = people(MOMO | {"Dernier contact": "30/11/2026"}, SONIA, zaza, zaza, zaza)
    imported(by, longer)
    assert Person.objects.count() == 5


def test_another_operator_may_have_the_same_references(by: Actor, lina: User) -> None:
    imported(by, people(MOMO))
    imported(actor_for(lina), people(MOMO))
    assert Person.objects.count() == 2
    assert len(set(ImportedRow.objects.values_list("digest", flat=True))) == 2


def test_nothing_is_written_when_one_line_is_wrong(by: Actor) -> None:
    file = kept(by, people(MOMO, SONIA | {"Date de naissance": "31/02/2001"}))
    with pytest.raises(DomainError, match="corrigez les lignes"):
        write_import(by=by, file=file)
    assert not Person.objects.exists()
    assert not ImportAct.objects.exists()
    assert ImportFile.objects.filter(pk=file.pk).exists()


def test_the_file_is_sealed_and_its_key_goes_with_it(by: Actor) -> None:
    file = kept(by, people(MOMO))
    assert b"Momo" not in bytes(file.content.sheet)
    assert DataKey.objects.filter(subject=file.pk).exists()
    second = kept(by, people(SONIA))
    assert not DataKey.objects.filter(subject=file.pk).exists()
    assert ImportFile.objects.get() == second
    write_import(by=by, file=second)
    assert not ImportFile.objects.exists()
    assert not DataKey.objects.filter(subject=second.pk).exists()
    with pytest.raises(DomainError, match="n’attend plus"):
        write_import(by=by, file=second)


def test_a_file_given_up_leaves_nothing(by: Actor) -> None:
    file = kept(by, people(MOMO))
    for _ in range(2):
        forget_file(by=by, file=file)
    assert not ImportFile.objects.exists()
    assert not DataKey.objects.exists()


def test_what_is_never_taken_does_not_even_wait_with_the_file(by: Actor) -> None:
    row = MOMO | {"NIR": "1 85 05 78 006 084 91", "Nationalité": "Hors UE", "Religion": "x"}
    file = kept(by, people(row))
    text = read_sealed(file.content, "sheet", organisation=file.organisation_id)["sheet"]
    assert "85 05" not in text
    assert "Hors UE" not in text
    plan = plan_import(by=by, file=file)
    assert plan.may_be_written


def test_one_line_of_the_journal_for_the_whole_import(by: Actor) -> None:
    before = JournalEntry.objects.exclude(kind="file-key").count()
    act = imported(by, people(MOMO, SONIA))
    lines = JournalEntry.objects.exclude(kind="file-key").order_by("number")[before:]
    assert [(one.kind, one.action, one.count, one.object_id) for one in lines] == [
        ("outreach-import", "create", 2, act.pk)
    ]


def test_who_coordinates_may_import_and_an_adviser_may_not(sami: User, karim: User) -> None:
    imported(actor_for(sami), people(MOMO))
    assert Person.objects.get().referent == sami
    with pytest.raises(NotAllowed):
        kept(actor_for(karim), people(MOMO))


def test_nobody_else_imports_or_gives_up_the_file_of_somebody(by: Actor, hugo: User) -> None:
    file = kept(by, people(MOMO))
    for act in (write_import, forget_file):
        with pytest.raises(NotAllowed):
            act(by=actor_for(hugo), file=file)


def test_the_last_mapping_is_proposed_again_to_the_whole_operator(by: Actor, hugo: User) -> None:
    from_ines = people({"Code": "1", "Truc": "Momo", "Dernier contact": "20/11/2026"})
    file = kept(by, from_ines)
    assert file.mapping["Truc"] == ""
    file.mapping |= {"Truc": "known_as", "Code": "reference"}
    file.save()
    write_import(by=by, file=file)
    again = kept(actor_for(hugo), from_ines)
    assert (again.mapping["Truc"], again.mapping["Code"]) == ("known_as", "reference")


# --- Undoing ---


def test_an_import_is_undone_whole_and_may_be_done_again(by: Actor) -> None:
    content = people(MOMO | {"Téléphone": "06 12 34 56 78", "Notes": "x"}, SONIA)
    act = imported(by, content)
    keys = list(Person.objects.values_list("pk", flat=True))
    undo_import(by=by, act=act)
    for model in (Person, Identity, ContactMeans, Note, ImportedRow):
        assert not model._default_manager.exists(), model
    assert not DataKey.objects.filter(subject__in=keys).exists()
    assert undo_import(by=by, act=act).undone_at is not None
    imported(by, content)
    assert Person.objects.count() == 2


def test_what_somebody_has_completed_is_not_undone(by: Actor) -> None:
    act = imported(by, people(MOMO, SONIA))
    write_note(by=by, person=Person.objects.first(), text="Vue hier.", level="equipe")
    with pytest.raises(DomainError, match="complétés"):
        undo_import(by=by, act=act)
    assert Person.objects.count() == 2


def test_after_a_day_an_import_stays(by: Actor) -> None:
    act = imported(by, people(MOMO))
    with (
        clock.stopped_at(clock.now() + timedelta(hours=24)),
        pytest.raises(DomainError, match="plus de 24 heures"),
    ):
        undo_import(by=by, act=act)


def test_only_who_imported_undoes(by: Actor, hugo: User) -> None:
    act = imported(by, people(MOMO))
    with pytest.raises(NotAllowed):
        undo_import(by=actor_for(hugo), act=act)


def test_somebody_erased_leaves_no_digest(by: Actor) -> None:
    act = imported(by, people(MOMO))
    anonymise(by=by, person=Person.objects.get())
    assert not ImportedRow.objects.exists()
    with pytest.raises(DomainError):
        undo_import(by=by, act=act)


# --- Bad input ---


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Surnom": "x" * 400}, "colonne Surnom : le texte a 400 caractères, 100 au plus"),
        ({"Surnom": "Mo\u202emo"}, "caractère invisible (U+202E)"),
        ({"Surnom": "'=cmd()"}, "formule"),
        ({"Surnom": ""}, "rien ne nomme cette personne"),
        ({"Dernier contact": "01/01/2031"}, "n’est pas encore venu"),
        ({"Dernier contact": "31/02/2026"}, "n’est pas une date"),
        ({"Date de naissance": "01/01/1850"}, "trop ancien"),
        ({"Date de naissance": "01/01/2090"}, "n’est pas encore venu"),
        ({"Commune": "Saint-Denis"}, "colonne Commune"),
        ({"Téléphone": "06 12"}, "un seul numéro de téléphone"),
        ({"Notes": "n° 1 85 05 78 006 084 91"}, "numéro de sécurité sociale"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_column(
    by: Actor, cells: dict[str, str], said: str
) -> None:
    plan = planned(by, people(SONIA, MOMO | cells))
    [problem] = problems(plan)
    assert problem.startswith("ligne 3, colonne ")
    assert said in problem
    assert not plan.may_be_written


@pytest.mark.parametrize("name", ["🦊 Renard", "مومو", "Zoé 👩🏽‍🚀", "Łukasz-Żółć"])
def test_emoji_and_scripts_written_from_the_right_are_kept_as_they_are(
    by: Actor, name: str
) -> None:
    imported(by, people(MOMO | {"Surnom": name}))
    assert said(Person.objects.get())["known_as"] == name


def test_who_was_not_met_for_two_years_is_left_out_and_said(by: Actor) -> None:
    plan = planned(by, people(MOMO, SONIA | {"Dernier contact": "01/11/2024"}))
    [left] = plan.left_out
    assert "durée de conservation" in left.reason
    assert [one.name for one in plan.made] == ["Momo"]


def test_an_account_of_today_does_not_become_referent(by: Actor, passerelles: Organisation) -> None:
    new = someone(
        Role.CASEWORKER,
        passerelles,
        user=UserFactory(display_name="Nora Simon"),
        personal_data_from=clock.now() + timedelta(hours=20),
    ).user
    [problem] = problems(planned(by, people(MOMO | {"Référent": new.email})))
    assert "moins de 24 heures" in problem


def test_an_import_of_persons_is_only_of_persons(by: Actor) -> None:
    file = kept(by, people(MOMO))
    assert ImportKind(file.kind) is ImportKind.PERSONS


def test_what_is_computed_from_a_file_is_told_of_each(by: Actor, passerelles: Organisation) -> None:
    """Opened, then taken back, as a file opened by hand."""
    IndexParticipation.objects.create(organisation=passerelles, decided_by_id=by.user)
    act = imported(by, people(MOMO, SONIA))
    assert IndexChange.objects.count() == 2
    IndexChange.objects.all().delete()
    undo_import(by=by, act=act)
    assert IndexChange.objects.count() == 2
