"""The error shape of the pure commands; see guwah.failures."""

from guwah.failures import (
    ANSWER_IS_NO,
    NOT_UNDERSTOOD,
    WRONG_USE,
    Failure,
    fail,
    json_option,
    print_json,
)

__all__ = ["ANSWER_IS_NO", "NOT_UNDERSTOOD", "WRONG_USE", "Failure", "fail", "json_option", "print_json"]
