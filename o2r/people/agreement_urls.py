from django.urls import path

from o2r.people.views import agreements, shared, trust_cards

app_name = "agreements"
_FILE = "personnes/<uuid:person>"
urlpatterns = [
    path("partages/", shared.shared, name="shared"),
    path(f"{_FILE}/accords/", agreements.agreements, name="of"),
    path(f"{_FILE}/accords/proposer/", agreements.proposal, name="propose"),
    path(f"{_FILE}/accords/<uuid:agreement>/", agreements.agreement, name="one"),
    path(f"{_FILE}/accords/<uuid:agreement>/oui/", agreements.answer_yes, name="yes"),
    path(f"{_FILE}/accords/<uuid:agreement>/non/", agreements.answer_no, name="no"),
    path(f"{_FILE}/accords/<uuid:agreement>/retirer/", agreements.take_back, name="take_back"),
    path(f"{_FILE}/information/", agreements.information, name="inform"),
    path(f"{_FILE}/recu/", trust_cards.receipt, name="receipt"),
    path(f"{_FILE}/carte/carte.pdf", trust_cards.card_paper, name="card_paper"),
    path(f"{_FILE}/carte/", trust_cards.card, name="card"),
    path(f"{_FILE}/carte/annuler/", trust_cards.cancel, name="cancel_card"),
]
