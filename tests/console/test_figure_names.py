"""A list says in words which number it stands behind."""

from types import SimpleNamespace

import pytest

from console.figure_names import figure
from console.names import Names
from engine.catalog.read import read_catalog
from tests.world import CATALOG


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(rules=SimpleNamespace(directory=read_catalog(CATALOG)), locale="zh")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("ledger/closing", "台账平衡 · 期末在办"),
        ("ledger/off/confirmed", "台账平衡 · 销号 · 企业确认"),
        ("attention/overdue", "需要关注 · 超时在办"),
        ("agency/tianjin-customs/off", "责任单位 · 天津海关 · 销号"),
        ("rates/resolved/yes", "比率 · 解决率 · 分子"),
        ("kept/claim/all/met", "时限执行 · 签收 · 合计 · 按时"),
        ("measure/2023-measures/28/new", "措施 · 28 企业“问题清零” · 新增"),
        ("zeroed/2023-measures/3", "清零措施 · 3 检验检疫证明证书线上申请与自助打印"),
        ("late/replied", "补录 · 补录答复"),
        ("common/7/open", "共性问题 · #7 · 在办"),
        ("never-heard-of", ""),
    ],
)
def test_a_key_is_told_in_words(names, key, said):
    assert figure(names, key) == said
