"""Refusals in the words of the real Bot API server.

The texts and the rule for the first letter follow `Client.cpp` of telegram-bot-api (`fail_query_with_error`).
Clients match on substrings of them, so they must be exact.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal: HTTP status and `error_code` are the same number."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def lower_first(text: str) -> str:
    """Lower the first letter unless the second is `_` or a capital, so that BUTTON_DATA_INVALID stays."""
    if len(text) > 1 and (text[1] == "_" or "A" <= text[1] <= "Z"):
        return text
    return text[:1].lower() + text[1:]


def bad_request(text: str, **parameters: int) -> ApiError:
    return ApiError(400, f"Bad Request: {lower_first(text)}", **parameters)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {lower_first(text)}")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def not_emulated(what: str) -> ApiError:
    return ApiError(501, f"Not Implemented: emulator has no {what}")


def too_many_requests(retry_after: int) -> ApiError:
    """`retry_after` in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def invalid_token() -> ApiError:
    return ApiError(401, "Unauthorized: invalid token specified")


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def method_not_found() -> ApiError:
    return ApiError(404, "Not Found: method not found")


def not_found() -> ApiError:
    return ApiError(404, "Not Found")


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


CANT_INITIATE = "bot can't initiate conversation with a user"
BLOCKED = "bot was blocked by the user"
NOT_MEMBER = "bot is not a member of the supergroup chat"
KICKED = "bot was kicked from the supergroup chat"
MIGRATED = "group chat was upgraded to a supergroup chat"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
WRONG_FILE = "wrong file_id or the file is temporarily unavailable"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
POLL_WHILE_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
POLL_ENDED_BY_WEBHOOK = "terminated by setWebhook request"
