"""Names of things and producers, mixed so that some words are common and some are rare."""

from __future__ import annotations

from random import Random

from marketplace.text import fold

# (what it is, product group, how often): one in six is tea, one in fifty honey.
KINDS = (
    ("Chè Shan tuyết", 11, 10),
    ("Chè xanh", 11, 6),
    ("Gạo Séng Cù", 3, 9),
    ("Thịt trâu gác bếp", 8, 8),
    ("Lạp sườn", 8, 6),
    ("Miến đao", 7, 8),
    ("Măng khô", 7, 7),
    ("Mận hậu", 1, 6),
    ("Quế thanh", 10, 7),
    ("Tương ớt", 9, 5),
    ("Trà dây", 12, 5),
    ("Rượu ngô", 14, 6),
    ("Cao atiso", 18, 4),
    ("Thổ cẩm", 22, 4),
    ("Ghế mây", 21, 3),
    ("Tinh dầu sả", 20, 3),
    ("Cà phê", 13, 2),
    ("Mật ong bạc hà", 4, 2),
)
QUALITIES = (
    "thượng hạng",
    "cổ thụ",
    "vùng cao",
    "truyền thống",
    "hữu cơ",
    "đặc biệt",
    "loại một",
    "gia truyền",
)
PLACES = (
    "Bắc Hà",
    "Suối Giàng",
    "Mường Khương",
    "Sa Pa",
    "Bát Xát",
    "Mù Cang Chải",
    "Văn Chấn",
    "Bảo Yên",
    "Si Ma Cai",
    "Lục Yên",
)
FORMS = ("Hợp tác xã", "Tổ hợp tác", "Công ty TNHH", "Hộ kinh doanh")
UNITS = (("hộp 200 g", 350), ("túi 1 kg", 1100), ("chai 500 ml", 800), ("gói 500 g", 600))
STORY = (
    "Bà con trong bản hái từ sáng sớm, khi sương còn đọng trên lá, rồi đem về sao trên chảo gang "
    "bằng củi rừng. Mỗi mẻ chỉ được vài cân nên chúng tôi làm kỹ từng công đoạn.\n\n"
    "Sản phẩm được đóng gói ngay tại hợp tác xã, có mã truy xuất nguồn gốc trên từng gói."
)


def product(chance: Random, number: int) -> tuple[str, int]:
    """A name that no other product has, and its group."""
    (kind, group_no, _), *_ = chance.choices(KINDS, [weight for *_, weight in KINDS])
    name = f"{kind} {chance.choice(QUALITIES)} {chance.choice(PLACES)} số {number}"
    return name, group_no


def producer(chance: Random, number: int) -> str:
    """A name that no other producer has."""
    return f"{chance.choice(FORMS)} nông sản {chance.choice(PLACES)} {number}"


def slug(name: str) -> str:
    """The name as it stands in an address."""
    return fold(name).replace(" ", "-")
