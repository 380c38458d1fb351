"""Pictures drawn again from their pixels, without anything else."""

import warnings
from pathlib import Path

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from o2r.core.files.content.bounds import keep_workshop
from o2r.core.files.content.types import FileType, Limits, Refused

# Named here, so that Pillow does not load its readers of forty other formats.
_FORMATS = {
    FileType.PNG: PngImagePlugin.PngImageFile.format,
    FileType.JPEG: JpegImagePlugin.JpegImageFile.format,
    FileType.WEBP: WebPImagePlugin.WebPImageFile.format,
}
_MODES = {
    FileType.PNG: ("1", "L", "LA", "I;16", "P", "RGB", "RGBA"),
    FileType.JPEG: ("L", "RGB"),
    FileType.WEBP: ("RGB", "RGBA"),
}


def redraw(source: Path, target: Path, kind: FileType, limits: Limits) -> None:
    """Write the picture again from its pixels: no EXIF, no place, no profile, no comment.

    The turn that EXIF asks for is applied first; of an animation, the first picture is kept.
    Raises Refused.
    """
    Image.MAX_IMAGE_PIXELS = limits.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=[_FORMATS[kind]]) as image:
            ImageOps.exif_transpose(image, in_place=True)
            drawn = image if image.mode in _MODES[kind] else image.convert("RGB")
            transparency = drawn.info.get("transparency") if kind is FileType.PNG else None
            # Whatever stays here, Pillow would write again: profile, comment, EXIF.
            drawn.info = {} if transparency is None else {"transparency": transparency}
            quality = {} if kind is FileType.PNG else {"quality": 90}
            with target.open("wb") as output:
                drawn.save(output, _FORMATS[kind], exif=b"", **quality)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombWarning) as error:
        raise Refused(
            "L’image ne s’ouvre pas : elle est abîmée. Ouvrez-la dans votre visionneuse, "
            "enregistrez-la de nouveau, puis renvoyez-la."
        ) from error


if __name__ == "__main__":
    keep_workshop(redraw)
