import pytest

from benchmarks.qa.calibration import brier, brier_of_base_rate, gain, reliability, straight_line

GOOD = [(0.9, True)] * 9 + [(0.9, False)] + [(0.1, False)] * 9 + [(0.1, True)]


def test_a_sure_and_wrong_answer_costs_most() -> None:
    assert brier([(1.0, False)]) == 1.0
    assert brier([(1.0, True), (0.5, False)]) == pytest.approx(0.125)


def test_the_base_rate_says_the_share_of_right_ones() -> None:
    assert brier_of_base_rate([(0.3, True), (0.9, False)]) == 0.25


def test_calibrated_answers_beat_the_base_rate() -> None:
    found, low, _ = gain(GOOD)
    assert found == pytest.approx(0.25 - 0.09)
    assert low > 0


def test_saying_the_share_of_all_gains_nothing() -> None:
    assert gain([(0.5, True), (0.5, False)] * 20)[0] == pytest.approx(0.0)


def test_bins_tell_what_was_said_and_what_was_so() -> None:
    first, last = reliability(GOOD)
    assert (first.answers, first.share_right) == (10, 0.1)
    assert (last.mean_said, last.share_right) == (pytest.approx(0.9), 0.9)


def test_a_line_through_what_was_so() -> None:
    assert straight_line(GOOD) == (pytest.approx(0.0), pytest.approx(1.0))
