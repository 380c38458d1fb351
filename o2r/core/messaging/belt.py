from o2r.core.belt import leave_out

leave_out(
    "messaging.OutgoingMessage",
    why="chiffré avec la clé du dossier, vidé dès l’envoi ; aucune page n’en montre une ligne",
)
leave_out("messaging.MessageMove", why="des états et des dates, sans personne")
