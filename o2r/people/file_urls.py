"""The pages of a person's file."""

from django.urls import path

from o2r.people.views import (
    caseload,
    contacts,
    facts,
    file,
    following,
    groups,
    identity,
    look_alikes,
    merging,
    notes,
)

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("chercher/", caseload.search, name="search"),
    path("ressemblances/", look_alikes.typed, name="look_alikes"),
    path("nouveau/", identity.open_file, name="open"),
    path("<uuid:person>/", file.person, name="person"),
    path("<uuid:person>/nom/", identity.rename, name="rename"),
    path("<uuid:person>/niveau/", identity.level, name="level"),
    path("<uuid:person>/annuler/", identity.cancel, name="cancel"),
    path("<uuid:person>/effacer/", identity.erase, name="erase"),
    path("<uuid:person>/situation/", facts.facts, name="facts"),
    path("<uuid:person>/joindre/", contacts.new_contact, name="new_contact"),
    path("<uuid:person>/joindre/<uuid:contact>/", contacts.contact, name="contact"),
    path(
        "<uuid:person>/joindre/<uuid:contact>/modifier/",
        contacts.change_contact,
        name="change_contact",
    ),
    path(
        "<uuid:person>/joindre/<uuid:contact>/effacer/",
        contacts.remove_contact,
        name="remove_contact",
    ),
    path("<uuid:person>/notes/", notes.new_note, name="new_note"),
    path("<uuid:person>/notes/brouillon/", notes.draft, name="note_draft"),
    path("<uuid:person>/notes/<uuid:note>/", notes.note, name="note"),
    path("<uuid:person>/referent/", following.entrust, name="entrust"),
    path("<uuid:person>/collegues/", following.accompany, name="accompany"),
    path(
        "<uuid:person>/collegues/<uuid:follow_up>/retirer/",
        following.stop_accompanying,
        name="stop_accompanying",
    ),
    path("<uuid:person>/groupes/", groups.new_group, name="new_group"),
    path("<uuid:person>/groupes/<uuid:member>/ajouter/", groups.join_group, name="join_group"),
    path("<uuid:person>/groupes/<uuid:member>/quitter/", groups.leave_group, name="leave_group"),
    path("<uuid:person>/groupes/<uuid:member>/finir/", groups.end_group, name="end_group"),
    path("<uuid:person>/reunir/", merging.merge, name="merge"),
    path("<uuid:person>/separer/", merging.undo_merge, name="undo_merge"),
]
