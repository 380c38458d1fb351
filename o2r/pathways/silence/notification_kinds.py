from o2r.core.notifications import kinds

SILENCE = kinds.declare(
    "silence-alert",
    label="Une personne que je suis ne donne plus de nouvelles",
)
