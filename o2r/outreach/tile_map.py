"""A place on the instance's own tiles: nine pictures and a mark, without script. Pure.

No tile is ever asked of anybody else: a stranger who draws the map of a place learns where it is.
"""

import math
from dataclasses import dataclass

TILE = 256
"""Pixels of the side of a tile."""
ZOOM = 16


@dataclass(frozen=True)
class Tile:
    """One picture, and where it goes on the drawing."""

    address: str
    x: int
    y: int


@dataclass(frozen=True)
class TileMap:
    """The drawing around a point, which stands at its centre; ``side``: in pixels."""

    tiles: tuple[Tile, ...]
    side: int = 2 * TILE

    @property
    def view_box(self) -> str:
        return f"0 0 {self.side} {self.side}"

    @property
    def centre(self) -> int:
        return self.side // 2


def around(latitude: float, longitude: float, *, template: str, zoom: int = ZOOM) -> TileMap:
    """The tiles around a point, in the usual scheme (Web Mercator, ``{z}/{x}/{y}``)."""
    count = 2**zoom
    x = (longitude + 180) / 360 * count
    angle = math.radians(max(min(latitude, 85.05), -85.05))
    y = (1 - math.asinh(math.tan(angle)) / math.pi) / 2 * count
    left, top = x * TILE - TILE, y * TILE - TILE
    return TileMap(
        tuple(
            Tile(
                template.format(z=zoom, x=column % count, y=row),
                round(column * TILE - left),
                round(row * TILE - top),
            )
            for row in range(math.floor(y) - 1, math.floor(y) + 2)
            for column in range(math.floor(x) - 1, math.floor(x) + 2)
            if 0 <= row < count
        )
    )
