from o2r.core.belt import leave_out, protect, rules

protect(
    "notifications.Notification",
    columns=["subject", "body", "address"],
    readable=rules.own("recipient", "notification"),
)
leave_out(
    "notifications.Mail",
    why="file d’attente que le travail de fond vide ; aucune page n’en montre une ligne",
)
leave_out(
    "notifications.Preference",
    why="lue pour chaque destinataire au moment de prévenir ; ne dit que la fréquence choisie",
)
