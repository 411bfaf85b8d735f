"""Forms become reports: what was said is kept, what is missing is filled in, what is wrong is named whole."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from engine.ports import TEXT_LIMIT
from intake import hotline, web_form
from intake.desk import Desk, read

CALL = {"channel": "customs-12360", "external_id": "c-1", "text": "查验费用由谁承担"}


def wrong(form: type[Any], received: Mapping[str, Any], desk: Desk) -> dict[str, str]:
    """The code of each fault by its place."""
    with pytest.raises(ValidationError) as refused:
        read(form, received, desk)
    return {".".join(map(str, one["loc"])): one["type"] for one in refused.value.errors()}


def test_a_call_is_kept_as_it_was_logged(desk: Desk) -> None:
    said_at = desk.now - timedelta(hours=3)
    filled = CALL | {
        "at": said_at.isoformat(),
        "enterprise_code": "91350100m000100y43",
        "parts": ["查验费用由谁承担", "何时能提箱"],
        "respondent": "port-group",
    }
    report = hotline.normalised(read(hotline.HotlineForm, filled, desk), desk)
    assert report.at == said_at
    assert report.enterprise_code == "91350100M000100Y43"
    assert report.parts == ("查验费用由谁承担", "何时能提箱")
    assert report.raw == {
        "form": "hotline",
        "at": said_at.isoformat(),
        "enterprise_code": "91350100M000100Y43",
        "respondent": "port-group",
    }


def test_a_call_without_a_time_is_now(desk: Desk) -> None:
    assert hotline.normalised(read(hotline.HotlineForm, CALL, desk), desk).at == desk.now


def test_text_keeps_its_lines_and_loses_only_its_edges(desk: Desk) -> None:
    words = "\n  第一行\n\t第二行 “引号” 😀 𠮷\n"
    form = read(hotline.HotlineForm, CALL | {"text": words}, desk)
    assert form.text == words.strip()


def test_a_limit_counts_characters_not_bytes(desk: Desk) -> None:
    read(hotline.HotlineForm, CALL | {"text": "津" * TEXT_LIMIT}, desk)
    assert wrong(hotline.HotlineForm, CALL | {"text": "津" * (TEXT_LIMIT + 1)}, desk) == {
        "text": "string_too_long"
    }


def test_the_web_form_goes_to_the_web_channel_and_counts_from_its_arrival(desk: Desk) -> None:
    form = read(web_form.WebForm, {"external_id": "w-1", "text": "费用咨询"}, desk)
    report = web_form.normalised(form, desk)
    assert (report.channel, report.at, report.urgency) == ("web", desk.now, None)


@pytest.mark.parametrize("field", ["channel", "at", "urgency", "parts"])
def test_an_enterprise_does_not_choose_what_operators_decide(desk: Desk, field: str) -> None:
    value = {
        "channel": "customs-12360",
        "at": "2026-10-07T09:00:00+08:00",
        "urgency": "danger",
        "parts": ["一"],
    }
    faults = wrong(web_form.WebForm, {"external_id": "w-1", "text": "咨询", field: value[field]}, desk)
    assert faults == {field: "unknown_channel" if field == "channel" else "extra_forbidden"}


def test_the_request_s_key_stands_for_the_id_but_does_not_replace_it(desk: Desk) -> None:
    keyed = replace(desk, key="k-1")
    without = {name: value for name, value in CALL.items() if name != "external_id"}
    assert read(hotline.HotlineForm, without, keyed).external_id == "k-1"
    assert read(hotline.HotlineForm, CALL, keyed).external_id == "c-1"
    assert wrong(hotline.HotlineForm, without, desk) == {"external_id": "missing"}
    assert wrong(hotline.HotlineForm, without, replace(desk, key="k" * 201)) == {
        "external_id": "string_too_long"
    }


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\x7f", "\ud800"])
def test_control_characters_are_refused_with_their_place(desk: Desk, character: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read(hotline.HotlineForm, CALL | {"text": f"冻肉{character}滞港"}, desk)
    fault = refused.value.errors()[0]
    assert fault["type"] in ("control_character", "string_unicode")
    if fault["type"] == "control_character":
        assert fault["ctx"] == {"mend": "take it out", "name": f"U+{ord(character):04X}", "place": 3}


@pytest.mark.parametrize("phone", ["13900001234", "022-25605000 转 8012", "+86 (22) 2560-5000", "12360"])
def test_phones_as_people_write_them(desk: Desk, phone: str) -> None:
    assert read(hotline.HotlineForm, CALL | {"phone": phone}, desk).phone == phone


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "打办公室电话"),
        ("phone", "1390000<script>"),
        ("mail", "a@b"),
        ("mail", "a@b.cn, c@d.cn"),
        ("mail", "王 <a@b.cn>"),
    ],
)
def test_contact_that_reaches_nobody_is_refused(desk: Desk, field: str, value: str) -> None:
    assert wrong(hotline.HotlineForm, CALL | {field: value}, desk) == {field: "string_pattern_mismatch"}
