"""Masking leaves enough to recognise and not enough to reach."""

import pytest

from engine.rules import masking


@pytest.mark.parametrize(
    ("value", "shown"), [("王建国", "王**"), ("李", "李"), ("", ""), ("Alexander", "A**")]
)
def test_names(value: str, shown: str) -> None:
    assert masking.name(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13900001234", "139****1234"),
        ("022-25605000", "022*****5000"),
        ("12360", "***60"),
        ("", ""),
        ("1", "1"),
    ],
)
def test_phones(value: str, shown: str) -> None:
    assert masking.phone(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("wang@corp.invalid", "w***@corp.invalid"), ("", ""), ("broken", "***")]
)
def test_mails(value: str, shown: str) -> None:
    assert masking.mail(value) == shown
