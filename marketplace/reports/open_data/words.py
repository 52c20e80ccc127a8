"""What each dataset is called and holds, in both languages: a catalogue carries both at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table that anyone may take away."""

    name: str  # in its address
    title: Words
    description: Words
    keywords: tuple[str, ...]
    themes: tuple[str, ...]  # of the European data themes


TITLE = Words("Dữ liệu mở của Chợ phiên OCOP", "Open data of Chợ phiên OCOP")

PRODUCTS = Dataset(
    "san-pham",
    Words("Sản phẩm OCOP và giấy chứng nhận", "OCOP products and their certificates"),
    Words(
        "Mỗi dòng là một giấy chứng nhận: sản phẩm, chủ thể, nơi làm ra, hạng sao theo quyết định, "
        "thời hạn, tình trạng vào ngày chốt và nơi đang bán trên mạng. Không có số điện thoại, địa "
        "chỉ, mã số thuế hay tài khoản của ai.",
        "A row for each certificate: product, producer, place, stars by decision, validity, its "
        "state on the day, and where the product is on sale online. Nobody's phone, address, tax "
        "code or account is in it.",
    ),
    ("OCOP", "sản phẩm", "giấy chứng nhận", "hạng sao"),
    ("AGRI", "ECON"),
)
DECISIONS = Dataset(
    "quyet-dinh",
    Words("Quyết định công nhận sản phẩm OCOP", "Decisions that recognise OCOP products"),
    Words(
        "Mỗi dòng là một quyết định: số, ngày, nơi ban hành và số sản phẩm theo hạng sao.",
        "A row for each decision: its number, day, issuing body and its products by star.",
    ),
    ("OCOP", "quyết định công nhận"),
    ("AGRI", "GOVE"),
)
FIGURES = Dataset(
    "so-lieu",
    Words("Số liệu tổng hợp về OCOP trên mạng", "Figures of OCOP online"),
    Words(
        "Các chỉ tiêu vào ngày chốt, chia theo hạng sao, ngành, loại hình, xã và các cách khác. "
        "Số đếm chủ thể nhỏ hơn 5 có thể chỉ ra một người thì để trống, cùng với số nào giúp suy "
        "ra nó.",
        "The figures of the day, by star, sector, legal kind, commune and in other ways. Counts of "
        "producers below 5 that could point at a person are left empty, and with them whatever "
        "would give them away.",
    ),
    ("OCOP", "thương mại điện tử", "thanh toán điện tử", "chỉ tiêu"),
    ("ECON", "GOVE"),
)
DATASETS = {dataset.name: dataset for dataset in (PRODUCTS, DECISIONS, FIGURES)}
