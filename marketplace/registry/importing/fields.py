"""The columns of a register, and what officials call them."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l

from marketplace.intake.kinds import Field as Column
from marketplace.producers.rules import kind_from
from marketplace.registry.importing import cells
from marketplace.registry.importing.cells import as_period, looks_like_stars
from marketplace.registry.importing.decisions import looks_like_decision
from marketplace.registry.importing.outcomes import BadCell, Field
from marketplace.registry.rules.codes import looks_like_code

_MAKER = re.compile(
    r"(?i)\s*(?:htx|hợp tác xã|công ty|cty|tổ hợp tác|tht|hkd|hộ kinh doanh|cơ sở)\b"
)


def _looks_like_maker(text: str) -> bool:
    return _MAKER.match(text) is not None and kind_from(text) is None


def _looks_like_kind(text: str) -> bool:
    return kind_from(text) is not None


def _looks_like_date(text: str) -> bool:
    return as_period(text) is not None


def _looks_like_group(text: str) -> bool:
    return not text.isdigit() and cells.group(text)[0] is not None


def _looks_like_status(text: str) -> bool:
    try:
        cells.standing(text)
    except BadCell:
        return False
    return True


FIELDS: tuple[Column, ...] = (
    Column(
        Field.NAME,
        _l("Name of the product"),
        (
            "tên sản phẩm", "sản phẩm", "tên sản phẩm OCOP", "sản phẩm OCOP", "tên gọi sản phẩm",
            "tên sản phẩm dịch vụ", "tên sản phẩm được công nhận", "tên sản phẩm tham gia",
        ),
        is_required=True,
        longest=200,
    ),
    Column(
        Field.STARS,
        _l("Stars"),
        (
            "hạng sao", "sao", "số sao", "phân hạng", "xếp hạng", "hạng", "phân hạng sao",
            "hạng sao đạt được", "hạng sản phẩm", "kết quả phân hạng", "kết quả xếp hạng",
            "hạng sao OCOP", "phân hạng sản phẩm", "đạt hạng", "đạt sao", "hạng sao công nhận",
        ),
        is_required=True,
        looks_like=looks_like_stars,
        for_file=True,
        choices=(
            ("3", _l("3 stars")),
            ("4", _l("4 stars")),
            ("5", _l("5 stars")),
            ("không ghi", _l("not stated")),
        ),
    ),
    Column(
        Field.PRODUCER,
        _l("Producer"),
        (
            "chủ thể", "tên chủ thể", "chủ thể OCOP", "chủ thể sản xuất", "đơn vị", "tên đơn vị",
            "tên chủ thể sản xuất", "đơn vị sản xuất", "cơ sở sản xuất", "tên cơ sở",
            "chủ thể sản phẩm", "chủ thể kinh tế", "chủ thể tham gia", "nhà sản xuất",
            "tên tổ chức cá nhân", "tổ chức cá nhân", "tên cơ sở sản xuất kinh doanh",
        ),
        is_required=True,
        longest=200,
        looks_like=_looks_like_maker,
    ),
    Column(
        Field.PRODUCER_KIND,
        _l("Kind of producer"),
        ("loại hình", "loại hình chủ thể", "loại chủ thể", "loại hình tổ chức"),
        looks_like=_looks_like_kind,
    ),
    Column(
        Field.COMMUNE,
        _l("Commune"),
        ("xã", "xã phường", "xã phường thị trấn", "phường xã", "xã cũ", "tên xã"),
        longest=60,
    ),
    Column(
        Field.DISTRICT,
        _l("District (before July 2025)"),
        (
            "huyện", "huyện thị xã thành phố", "quận huyện", "huyện thị", "huyện cũ",
            "huyện thành phố", "huyện thị thành phố", "tên huyện",
        ),
        longest=60,
    ),
    Column(
        Field.PROVINCE,
        _l("Province"),
        ("tỉnh", "tỉnh thành phố", "tỉnh thành", "tên tỉnh"),
        is_required=True,
        or_in=Field.ADDRESS,
        longest=60,
        for_file=True,
    ),
    Column(
        Field.ADDRESS,
        _l("Address"),
        (
            "địa chỉ", "địa chỉ sản xuất", "địa chỉ chủ thể", "nơi sản xuất", "địa điểm sản xuất",
            "địa điểm", "địa bàn", "địa chỉ cơ sở sản xuất", "địa chỉ trụ sở",
        ),
        longest=300,
    ),
    Column(
        Field.GROUP,
        _l("Product group"),
        (
            "nhóm", "nhóm sản phẩm", "ngành", "nhóm ngành", "ngành hàng", "bộ sản phẩm",
            "lĩnh vực", "nhóm ngành hàng", "phân nhóm", "ngành nhóm sản phẩm",
        ),
        looks_like=_looks_like_group,
    ),
    Column(
        Field.STATUS,
        _l("Status"),
        ("trạng thái", "tình trạng"),
        is_required=True,
        looks_like=_looks_like_status,
        for_file=True,
        usual="công nhận",
        choices=(
            ("công nhận", _l("recognised")),
            ("thu hồi", _l("revoked")),
            ("tiềm năng", _l("candidates, not recognised yet")),
        ),
    ),
    Column(
        Field.DECISION,
        _l("Number of the decision"),
        (
            "quyết định", "số quyết định", "quyết định công nhận", "quyết định số", "số QĐ",
            "số quyết định công nhận", "quyết định công nhận số", "QĐ công nhận", "căn cứ",
            "số ngày quyết định", "số hiệu quyết định", "quyết định công nhận OCOP",
            "quyết định công nhận số ngày tháng năm", "số ngày tháng năm quyết định",
        ),
        longest=300,
        looks_like=looks_like_decision,
        for_file=True,
    ),
    Column(
        Field.RECOGNISED_ON,
        _l("Date of the decision"),
        (
            "ngày công nhận", "năm công nhận", "ngày quyết định", "ngày cấp", "ngày ban hành",
            "ngày ký", "thời gian công nhận", "thời điểm công nhận", "ngày QĐ",
            "ngày tháng năm công nhận", "quyết định công nhận ngày", "năm đánh giá",
            "ngày tháng năm", "quyết định ngày", "quyết định công nhận ngày tháng năm",
            "ngày cấp giấy chứng nhận", "năm phân hạng",
        ),
        is_required=True,
        looks_like=_looks_like_date,
        or_in=Field.DECISION,
        for_file=True,
        goes_with=Field.DECISION,
    ),
    Column(
        Field.ISSUING_BODY,
        _l("Issued by"),
        (
            "cơ quan ban hành", "cơ quan công nhận", "cấp công nhận", "cơ quan cấp", "nơi cấp",
            "cơ quan ra quyết định", "cơ quan quyết định", "đơn vị công nhận",
        ),
        longest=160,
        for_file=True,
        goes_with=Field.DECISION,
    ),
    Column(
        Field.CERTIFICATE,
        _l("Number of the certificate"),
        ("số giấy chứng nhận", "giấy chứng nhận", "số GCN", "số hiệu giấy chứng nhận"),
        longest=80,
    ),
    Column(
        Field.PRODUCT_CODE,
        _l("Product code"),
        ("mã sản phẩm", "mã số sản phẩm", "mã OCOP", "mã số OCOP", "mã số sản phẩm OCOP"),
        longest=60,
        looks_like=looks_like_code,
    ),
    Column(Field.NEW_CODE, _l("Code of the commune today"), ("mã xã mới", "mã xã phường mới")),
    Column(
        Field.NEW_COMMUNE,
        _l("Commune today"),
        ("xã mới", "tên xã mới", "xã phường mới", "xã sau sáp nhập", "xã phường sau sáp nhập"),
    ),
    Column(
        Field.SOURCE, _l("Source"), ("nguồn", "nguồn tin"), longest=200, for_file=True
    ),
    Column(Field.NOTE, _l("Note of the source"), ("ghi chú", "diễn giải")),
    Column(Field.PRICE, _l("Price"), ("giá", "giá bán", "giá đồng")),
    Column(Field.UNIT, _l("Unit"), ("đơn vị tính", "ĐVT", "quy cách")),
)  # fmt: skip


def title(field: Field) -> str:
    """How a column is called when the file itself does not say."""
    headings = next(column.headings for column in FIELDS if column.name == field)
    return f"{headings[0]} ({field})"
