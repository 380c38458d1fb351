from o2r.accounts.space import offer
from o2r.pathways.together.selectors.group import invitations_waiting

offer(
    "care-member",
    "accept",
    title="Accompagner à plusieurs",
    text="Les places qu’on vous propose auprès de personnes, et celles que vous tenez.",
    route="together:invitations",
    link="Voir mes accompagnements",
    waiting=invitations_waiting,
)
