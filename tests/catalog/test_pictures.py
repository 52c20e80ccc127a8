"""Uploads become small WebP files; what is no picture, or too much of one, is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from marketplace.catalog import pictures
from marketplace.catalog.errors import (
    BadPicture,
    BrokenPicture,
    HeicPicture,
    PictureTooHeavy,
    PictureTooLarge,
    UnknownPictureFormat,
)
from marketplace.catalog.rules import WIDTHS

SCRIPT = b"<script>alert(1)</script>"
RED, BLUE = (200, 0, 0), (0, 0, 200)


def photo(size=(1600, 1200), form="JPEG", mode="RGB", color=RED, **options):
    file = BytesIO()
    Image.new(mode, size, color).save(file, form, **options)
    return file.getvalue()


def shrink(data):
    return pictures.shrink(BytesIO(data))


def opened(shrunk, width):
    return Image.open(BytesIO(shrunk.files[width]))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_in_three_sizes(form):
    shrunk = shrink(photo(form=form))

    assert {width: opened(shrunk, width).size for width in WIDTHS} == {
        320: (320, 240),
        640: (640, 480),
        1280: (1280, 960),
    }
    assert (shrunk.width, shrunk.height) == (1280, 960)
    assert {opened(shrunk, width).format for width in WIDTHS} == {"WEBP"}


def test_a_small_picture_is_not_blown_up():
    shrunk = shrink(photo((400, 300)))

    assert [opened(shrunk, width).width for width in WIDTHS] == [320, 400, 400]


@pytest.mark.parametrize(
    ("size", "largest"),
    [((6000, 4000), (1280, 853)), ((4000, 6000), (1280, 1920)), ((200, 9000), (57, 2560))],
)
def test_no_side_is_longer_than_a_page_needs(size, largest):
    shrunk = shrink(photo(size))

    assert abs(shrunk.width - largest[0]) <= 1
    assert abs(shrunk.height - largest[1]) <= 1


@pytest.mark.parametrize("size", [(400, 200), (3000, 1500)])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photo_stands_upright(size, form):
    lying = Image.new("RGB", size, RED)
    lying.paste(BLUE, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # the camera was held upright
    file = BytesIO()
    lying.save(file, form, exif=exif)

    shrunk = shrink(file.getvalue())

    upright = opened(shrunk, 320).convert("RGB")
    top, bottom = (
        upright.getpixel((upright.width // 2, upright.height * part // 10)) for part in (2, 8)
    )
    assert upright.height == 2 * upright.width
    assert top[2] > top[0]
    assert bottom[0] > bottom[2]


def test_nothing_but_the_picture_is_kept():
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Chị Lan"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (22.0, 20.0, 0.0)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SCRIPT.decode())
    uploads = (
        photo(exif=exif, comment=SCRIPT, icc_profile=b"profile of a screen") + SCRIPT,
        photo(form="PNG", exif=exif, pnginfo=words) + SCRIPT,
        photo(form="WEBP", exif=exif, xmp=SCRIPT),
    )

    for upload in uploads:
        for file in shrink(upload).files.values():
            assert not Image.open(BytesIO(file)).getexif()
            assert b"EXIF" not in file
            assert b"ICCP" not in file
            assert b"script" not in file
            assert b"Lan" not in file


@pytest.mark.parametrize(
    ("mode", "form"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG")],
)
def test_every_kind_of_colour_is_read(mode, form):
    color = (255, 255) if mode == "LA" else None
    file = BytesIO()
    Image.new(mode, (500, 500), color or 0).save(file, form)

    assert opened(shrink(file.getvalue()), 320).size == (320, 320)


def test_what_can_be_seen_through_lies_on_white():
    shrunk = shrink(photo(form="PNG", mode="RGBA", color=(0, 0, 0, 0)))

    assert min(opened(shrunk, 320).convert("RGB").getpixel((100, 100))) > 250


def test_of_moving_pictures_the_first_is_taken():
    second = Image.new("RGB", (400, 300), BLUE)

    shrunk = shrink(photo((400, 300), "PNG", save_all=True, append_images=[second] * 50))

    red, _, blue = opened(shrunk, 320).convert("RGB").getpixel((100, 100))
    assert red > blue
    assert opened(shrunk, 320).n_frames == 1


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        pytest.param(b"", UnknownPictureFormat, id="empty"),
        pytest.param(b"<html><body>Xin chao</body></html>", UnknownPictureFormat, id="html"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnknownPictureFormat, id="svg"),
        pytest.param(photo(form="GIF"), UnknownPictureFormat, id="gif"),
        pytest.param(b"GIF89a" + SCRIPT, UnknownPictureFormat, id="polyglot"),
        pytest.param(photo(form="BMP"), UnknownPictureFormat, id="bmp"),
        pytest.param(photo(form="TIFF"), UnknownPictureFormat, id="tiff"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", UnknownPictureFormat, id="eps"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", HeicPicture, id="iphone"),
        pytest.param(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", UnknownPictureFormat, id="avif"),
        pytest.param(photo()[:3000], BrokenPicture, id="cut-jpeg"),
        pytest.param(photo(form="PNG")[:300], BrokenPicture, id="cut-png"),
        pytest.param(photo(form="WEBP")[:100], BadPicture, id="cut-webp"),
        pytest.param(photo() + bytes(pictures.MAX_BYTES), PictureTooHeavy, id="heavy"),
        pytest.param(photo((5001, 5000), "PNG", "1", 0), PictureTooLarge, id="just-too-large"),
        pytest.param(photo((13400, 13350), "PNG", "1", 0), PictureTooLarge, id="bomb"),
        pytest.param(photo((30000, 30000), "PNG", "1", 0), PictureTooLarge, id="larger-bomb"),
    ],
)
def test_what_is_no_usable_picture_is_refused(data, refusal):
    with pytest.raises(refusal):
        shrink(data)


def test_files_are_named_by_content_and_written_once(tmp_path):
    shrunk = shrink(photo())

    pictures.store(shrunk, tmp_path / "media")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "media").iterdir()}
    pictures.store(shrink(photo()), tmp_path / "media")
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "media").iterdir()}

    assert set(before) == {f"{shrunk.key}-{width}.webp" for width in WIDTHS}
    assert before == after


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError("no space left on device")

    monkeypatch.setattr("marketplace.catalog.pictures.os.fsync", full)

    with pytest.raises(OSError, match="no space"):
        pictures.store(shrink(photo()), tmp_path)

    assert list(tmp_path.iterdir()) == []
