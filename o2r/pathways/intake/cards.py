from o2r.accounts.space import offer

offer(
    "pathway-import",
    "create",
    title="Reprendre des parcours",
    text="Les parcours déjà ouverts que vous tenez dans un tableur : vérifiés, puis repris.",
    route="intake:imports",
    link="Importer un fichier de parcours",
)
