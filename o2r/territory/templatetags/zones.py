"""A zone in a template: ``{% load zones %}``, then ``zone|read_zone``."""

from django import template

from o2r.territory.zone_reading import ZoneReading
from o2r.territory.zones import Zone

register = template.Library()


@register.filter
def read_zone(zone: Zone | ZoneReading) -> ZoneReading:
    """The sentence, the counts, the communes by département and the map of a resolved zone."""
    return zone if isinstance(zone, ZoneReading) else ZoneReading(zone)
