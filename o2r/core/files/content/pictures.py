"""The structure of pictures, to the last byte and without decompressing anything."""

import struct
import zlib
from collections.abc import Iterator

from o2r.core.files.content.types import Data, FileType, Limits, Refused

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_END, _SCAN, _START = 0xD9, 0xDA, 0xD8
_PHOTOS_IN_ONE = 4


class _Damaged(Exception):
    """The structure stops making sense."""


def check_structure(data: Data, kind: FileType, limits: Limits) -> None:
    """Refuse a damaged picture, one followed by something else, one with too many pixels.

    Nothing is decompressed. Raises Refused.
    """
    walk = {FileType.PNG: _png_size, FileType.JPEG: _jpeg_size, FileType.WEBP: _webp_size}[kind]
    try:
        width, height = walk(data)
    except (_Damaged, struct.error, IndexError):
        raise Refused(
            "L’image est incomplète, abîmée, ou d’autres données y sont cachées. Ouvrez-la dans "
            "votre visionneuse, enregistrez-la de nouveau, puis renvoyez-la."
        ) from None
    if not width or not height or width * height > limits.pixels:
        raise Refused(
            f"L’image mesure {width} × {height} points ; la limite est de "
            f"{limits.pixels // 1_000_000} millions de points. Réduisez-la puis renvoyez-la."
        )


def _png_size(data: Data) -> tuple[int, int]:
    position, size = len(PNG_SIGNATURE), (0, 0)
    first = True
    while True:
        length, name = struct.unpack(">I4s", data[position : position + 8])
        end = position + 12 + length
        if end > len(data) or first != (name == b"IHDR"):
            raise _Damaged
        (expected,) = struct.unpack(">I", data[end - 4 : end])
        if zlib.crc32(data[position + 4 : end - 4]) != expected:
            raise _Damaged
        if first:
            size = struct.unpack(">II", data[position + 8 : position + 16])
        if name == b"IEND":
            if end != len(data):
                raise _Damaged
            return size[0], size[1]
        first, position = False, end


def _jpeg_size(data: Data) -> tuple[int, int]:
    """The size of the biggest picture: a phone may put smaller copies after the first one."""
    position, biggest = 0, (0, 0)
    for _ in range(_PHOTOS_IN_ONE):
        end, size = _one_jpeg(data, position)
        biggest = max(biggest, size, key=lambda known: known[0] * known[1])
        position = end
        if not bytes(data[position:]).strip(b"\0"):
            return biggest
    raise _Damaged


def _one_jpeg(data: Data, start: int) -> tuple[int, tuple[int, int]]:
    size = (0, 0)
    for code, begin, end in jpeg_segments(data, start):
        if code in _START_OF_FRAME:
            height, width = struct.unpack(">HH", data[begin + 5 : begin + 9])
            size = (width, height)
        elif code == _END:
            return end, size
    raise _Damaged


def jpeg_segments(data: Data, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Each segment of a JPEG: its code, where its marker begins, where it ends.

    The data that follow a scan belong to it. Raises an error when the structure is wrong.
    """
    if data[start : start + 2] != b"\xff\xd8":
        raise _Damaged
    yield _START, start, start + 2
    position = start + 2
    while True:
        if data[position] != 0xFF:
            raise _Damaged
        code = data[position + 1]
        if code == 0xFF:
            position += 1
            continue
        if code == _END:
            yield code, position, position + 2
            return
        if code in _ALONE:
            end = position + 2
        else:
            (length,) = struct.unpack(">H", data[position + 2 : position + 4])
            end = position + 2 + length
            if length < 2 or end > len(data):
                raise _Damaged
        if code == _SCAN:
            end = _end_of_scan(data, end)
        yield code, position, end
        position = end


def _end_of_scan(data: Data, position: int) -> int:
    """Where the next real marker stands: FF00 is a stuffed byte, FFD0 to FFD7 a restart."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            raise _Damaged
        if data[position + 1] != 0 and data[position + 1] not in _ALONE:
            return position
        position += 2


def _webp_size(data: Data) -> tuple[int, int]:
    (announced,) = struct.unpack("<I", data[4:8])
    if announced + 8 != len(data):
        raise _Damaged
    position, size = 12, (0, 0)
    while position < len(data):
        name, length = struct.unpack("<4sI", data[position : position + 8])
        end = position + 8 + length + length % 2
        if end > len(data):
            raise _Damaged
        body = data[position + 8 : position + 8 + min(length, 16)]
        found = _webp_dimensions(name, body)
        size = max(size, found, key=lambda known: known[0] * known[1])
        position = end
    return size


def _webp_dimensions(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        wide, tall = body[4:7], body[7:10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(tall, "little") + 1
    if name == b"VP8L":
        (bits,) = struct.unpack("<I", body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
