"""What the pages leave in the log."""

import logging
import sys

import pytest

from webapp.logs import OneLineRefusals, RedactingFormatter


@pytest.mark.parametrize(("status", "lines"), [(403, 1), (404, 1), (500, 4)])
def test_a_refusal_is_one_line_and_a_fault_tells_where(status: int, lines: int) -> None:
    try:
        raise PermissionError("not yours")
    except PermissionError:
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Refused", None, sys.exc_info())
    record.status_code = status
    assert OneLineRefusals().filter(record)
    told = RedactingFormatter("{message}").format(record).splitlines()
    assert len(told) >= lines
    assert ("Traceback" in "".join(told)) is (status == 500)
