"""The only door to Pillow: uploads become small WebP files that carry nothing but the picture.

Whatever a camera, a person or an attacker put beside the pixels (place, name, script) is left
behind, because only pixels are copied.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from math import ceil
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from marketplace.catalog.errors import (
    BrokenPicture,
    HeicPicture,
    PictureTooHeavy,
    PictureTooLarge,
    UnknownPictureFormat,
)
from marketplace.catalog.rules import LARGE_WIDTH, WIDTHS

MAX_BYTES = 10 * 1024 * 1024
# Of each format we take, how many pixels. Pillow keeps a WebP four times while decoding it.
MAX_PIXELS = {"JPEG": 25_000_000, "PNG": 25_000_000, "WEBP": 12_000_000}
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
LYING_ON_ITS_SIDE = (5, 6, 7, 8)  # EXIF orientations that swap width and height
PORTRAIT = 2  # no size is taller than twice its width
STRIP = 16  # rows of the smaller picture made at a time
QUALITY = 78


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A picture in all its sizes. ``key`` is the SHA-256 of the largest one's file."""

    key: str
    width: int
    height: int
    files: dict[int, bytes]  # by the width it is meant for; none is larger than the upload


def shrink(upload: IO[bytes]) -> Shrunk:
    """Make the sizes we keep from an uploaded file.

    Raises:
        PictureTooHeavy: more than 10 MB.
        HeicPicture, UnknownPictureFormat: not JPEG, PNG or WebP, whatever its name says.
        PictureTooLarge: too many pixels; they are counted before any is decoded.
        BrokenPicture: it cannot be read to the end.
    """
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PictureTooHeavy
    sheet = _decode(data)
    files, size = {}, sheet.size
    for width in sorted(WIDTHS, reverse=True):
        sheet.thumbnail((width, width * PORTRAIT))
        files[width] = _encode(sheet)
    largest = files[LARGE_WIDTH]
    return Shrunk(sha256(largest).hexdigest(), *size, files)


def store(shrunk: Shrunk, folder: Path) -> None:
    """Write the files, each whole or not at all. Those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, data in shrunk.files.items():
        path = folder / f"{shrunk.key}-{width}.webp"
        if not path.exists():
            _write(path, data)


def forget(key: str, folder: Path) -> None:
    """Delete the files of a picture that hangs nowhere any more."""
    for width in WIDTHS:
        (folder / f"{key}-{width}.webp").unlink(missing_ok=True)


def _decode(data: bytes) -> Image.Image:
    """The pixels of the first frame, upright, on white, no larger than the largest size."""
    try:
        with _open(data) as image:
            return _flat(image)
    except (UnknownPictureFormat, PictureTooLarge):
        raise
    except Exception as error:  # broken files make decoders raise almost anything
        raise BrokenPicture from error


def _open(data: bytes) -> Image.Image:
    """The file's header; no pixel is decoded yet."""
    try:
        image = Image.open(BytesIO(data), formats=tuple(MAX_PIXELS))
    except UnidentifiedImageError as error:
        raise _unknown(data) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    if image.width * image.height > MAX_PIXELS[image.format or ""]:
        image.close()
        raise PictureTooLarge
    return image


def _unknown(data: bytes) -> UnknownPictureFormat:
    is_heic = data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS
    return HeicPicture() if is_heic else UnknownPictureFormat()


def _flat(image: Image.Image) -> Image.Image:
    """The picture upright on white paper, at most as large as the largest size."""
    exif = image.getexif()
    box = (LARGE_WIDTH, LARGE_WIDTH * PORTRAIT)
    if exif.get(ExifTags.Base.Orientation) in LYING_ON_ITS_SIDE:
        box = (box[1], box[0])
    image.draft("RGB", (LARGE_WIDTH, LARGE_WIDTH))
    small = _reduced(image, box)
    small.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(small)
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    return sheet


def _reduced(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """A copy in RGB or RGBA that fits in the box.

    Shrunk roughly strip by strip first: each step on a whole picture would need its memory again.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    factor = max(1, int(max(image.width / box[0], image.height / box[1])))
    small = Image.new(mode, (ceil(image.width / factor), ceil(image.height / factor)))
    for top in range(0, image.height, STRIP * factor):
        bottom = min(top + STRIP * factor, image.height)
        strip = image.crop((0, top, image.width, bottom)).convert(mode)
        small.paste(strip.reduce(factor), (0, top // factor))
    small.thumbnail(box)
    return small


def _encode(sheet: Image.Image) -> bytes:
    file = BytesIO()
    sheet.save(file, "WEBP", quality=QUALITY, method=4)
    return file.getvalue()


def _write(path: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
