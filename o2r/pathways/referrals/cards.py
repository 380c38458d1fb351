from o2r.accounts.space import offer
from o2r.pathways.referrals.selectors.lists import received_waiting

offer(
    "referral",
    "list",
    title="Orientations reçues",
    text="Qui des équipes d’aller-vers orientent vers vous. Deux clics pour répondre.",
    route="referrals:received",
    link="Voir les orientations",
    waiting=received_waiting,
)
