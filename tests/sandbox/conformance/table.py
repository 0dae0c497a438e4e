"""The rows that the sandbox promises: refusals, updates, webhooks, files, trouble. Each has one test that shows it.

A test claims its rows with `@shows("…")`, a case of a table of cases by carrying the row's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

Function = TypeVar("Function", bound=Callable[..., object])

CLAIMED: dict[str, list[str]] = {}

# How a test of the suite runs: on the loop of the shared server, with either client.
SUITE = pytest.mark.asyncio(loop_scope="session")

AREAS = {
    "token": "unknown malformed",
    "method": "unknown not_emulated parameter_unknown",
    "path": "bad",
    "chat": "empty empty_on_delete empty_on_delete_several"
    " unknown unknown_name never_started blocked deactivated kicked not_a_member migrated",
    "text": "empty blank only_markup too_long raw_too_long counted_after_parsing",
    "caption": "too_long",
    "parse_mode": "unknown of_nothing",
    "html": "unsupported_tag unclosed_start unexpected_end unclosed_end unmatched_end no_end span empty_attribute"
    " bytes_and_units allowed character_references emoji",
    "button": "data_too_long no_action no_text url style",
    "keyboard": "not_a_list not_rows reply_not_rows reply_no_button",
    "json": "markup markup_no_object reply_no_object media media_no_list commands commands_no_list commands_no_objects"
    " reactions_no_list",
    "edit": "same unknown not_own reply_keyboard no_text no_caption late person_late",
    "delete": "unknown nothing none no_number late in_time several",
    "reply": "unknown optional",
    "callback": "unknown late twice of_another_bot text_too_long window",
    "file": "none no_id invalid_id too_big_to_fetch lost photo_too_big too_large no_picture bad_dimensions"
    " by_part_name by_attachment sizes download by_id of_another_bot",
    "album": "too_many together none nothing no_file kind_unknown animation mixed",
    "reaction": "unknown invalid",
    "flood": "chat group overall album off",
    "required": "phone_number first_name from_chat",
    "location": "empty",
    "pin": "nothing_to_unpin",
    "order": "token_before_trouble trouble_before_method method_before_text text_before_chat markup_before_chat"
    " chat_before_message number_before_chat source_before_target",
    "updates": "webhook_active older_poll poll_ended_by_webhook offset negative_offset limit timeout woken remembered"
    " default_kinds held expire press_expires ids_grow",
    "webhook": "secret several in_order retry retry_after delays expire reply reply_get gone bad_secret bad_url info"
    " drop_pending",
    "fault": "429 500 502 503 504 refused reset timeout drop timeout_executed slow broken_json duplicate_updates"
    " reorder_updates shuffle_albums blocked deactivated kicked migrated times chat",
}
ROWS = frozenset(f"{area}.{name}" for area, names in AREAS.items() for name in names.split())


def claim(row: str, test: str) -> None:
    if row not in ROWS:
        raise LookupError(f"{row} is in no table of the sandbox")
    CLAIMED.setdefault(row, []).append(test)


def shows(*rows: str) -> Callable[[Function], Function]:
    def note(function: Function) -> Function:
        for row in rows:
            claim(row, function.__qualname__)
        return function

    return note
