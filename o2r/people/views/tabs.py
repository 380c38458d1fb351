"""The tabs of the page of a person: the parts that the apps add, and what waits in each."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from o2r.people.enums import FileTab
from o2r.people.registry import Panel, panels
from o2r.people.views.opened import OpenedFile


@dataclass(frozen=True)
class TabShown:
    """One tab. ``alerts``: what waits there, in words; ``parts``: none when nothing may be read."""

    tab: FileTab
    parts: tuple[tuple[Panel, SafeString], ...]
    alerts: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its address in the page: never that of a part."""
        return f"onglet-{self.tab.value}"

    @property
    def is_story(self) -> bool:
        return self.tab is FileTab.STORY


def tabs_of(file: OpenedFile) -> list[TabShown]:
    """The tabs in order: the story always, the others when something of them may be read."""
    parts: dict[FileTab, list[tuple[Panel, SafeString]]] = {one: [] for one in FileTab}
    alerts: dict[FileTab, list[str]] = {one: [] for one in FileTab}
    for one in panels():
        if one.group not in file.reader.groups:
            continue
        context = one.context(file.reader.actor, file.person, file.reader.groups)
        if context is None:
            continue
        parts[one.tab].append((one, render_to_string(one.template, context)))
        said = one.alert(context) if one.alert else ""
        alerts[one.tab] += [said] if said else []
    shown = [TabShown(one, tuple(parts[one]), tuple(alerts[one])) for one in FileTab]
    return [one for one in shown if one.parts or one.is_story]
