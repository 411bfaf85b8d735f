"""Amounts and lists as catalogue files write them: `{workdays: 5}`, `{elapsed: 240}`, one word or several."""

from typing import Annotated

from pydantic import BeforeValidator

from engine.model.policy import Amount
from engine.model.words import Unit


def amount(value: object) -> object:
    """`{unit: number}` as an amount; whole numbers only."""
    if not isinstance(value, dict):
        return value
    if len(value) != 1 or next(iter(value)) not in set(Unit):
        raise ValueError(
            f"say one of {', '.join(f'{{{unit}: …}}' for unit in Unit)}; minutes, or days for workdays"
        )
    unit, number = next(iter(value.items()))
    return {"unit": unit, "amount": number}


def several(value: object) -> object:
    """One word stands for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


WrittenAmount = Annotated[Amount, BeforeValidator(amount)]
Words = BeforeValidator(several)
