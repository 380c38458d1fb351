"""Who may do what with projects. Pure: each function asks facts already loaded, or one query."""

from o2r.accounts.models import User
from o2r.projects.models import FundedProject


def can_manage_projects(user: User) -> bool:
    """Import files, publish and withdraw any project."""
    return user.is_active and user.is_instance_manager


def can_confirm_project(user: User, project: FundedProject) -> bool:
    """Say that a page is still right: those who carry the project, and who runs the platform."""
    return user.is_active and (user.is_instance_manager or user.works_for(project.bearer))


def can_answer_for_project(user: User, project: FundedProject) -> bool:
    """Read and treat what visitors send about a project."""
    return can_confirm_project(user, project)
