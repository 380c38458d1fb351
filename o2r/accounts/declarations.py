"""What people who register by themselves declare. The text accepted is kept with its date."""

from o2r.accounts.enums import RegistrationPurpose

TEXTS = {
    RegistrationPurpose.CANDIDATE: (
        "Je déclare être habilité à répondre à un appel à projets au nom de cette organisation, "
        "et que les renseignements donnés ici sont exacts."
    ),
    RegistrationPurpose.OPENING: (
        "Je déclare être habilité à ouvrir et à gérer les comptes de cette organisation, répondre "
        "de ce que j’y autorise, et que les renseignements donnés ici sont exacts."
    ),
}
