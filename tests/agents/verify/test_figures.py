import pytest

from agents.verify.figures import figures, occurs


def is_given(claim: str, evidence: str) -> bool:
    known = figures(evidence)
    return all(occurs(figure, known) for figure in figures(claim))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("4,800 kilometres", "4800 km"),
        ("384 400 km", "384,400 kilometres"),
        ("1.50 metres", "1.5 m"),
        ("1,500,000 km", "1.5 million kilometres"),
        ("fifty-seven people", "57 people"),
        ("2,000 islands", "two thousand islands"),
        ("nine bar", "9 bar"),
        ("25 percent", "25%"),
        ("air is -1,000", "air is −1000"),
        ("25-30 seconds", "25 to 30 seconds"),
        ("on July 20, 1969", "on 20 July 1969"),
        ("on 1969-07-20", "on the 20th of July 1969"),
        ("in July 1969", "on 20 July 1969"),
        ("in 1969", "on 20 July 1969"),
        ("on 18 December 1995", "Between 18 and 28 December 1995"),
        ("on 11 February 2015", "in February 2015. On the 11th of that month"),
        ("on 16 December 1971", "from March 1971 to 16 December of that year"),
        ("in 1852", "(1815-1852)"),
        ("in the 1960s", "in 1964"),
        ("1945 metres", "1,945 metres"),
        ("1995年", "in 1995"),
        ("the 2nd stage", "the second stage"),
    ],
)
def test_two_spellings_of_a_figure_are_the_same(claim: str, evidence: str) -> None:
    assert figures(claim)
    assert is_given(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("4,800 miles", "4,800 kilometres"),
        ("4,800", "48,000"),
        ("15.5 m", "155 m"),
        ("in 1969", "in 1996"),
        ("on 21 July 1969", "on 20 July 1969"),
        ("on 20 July 1969", "in July 1969"),
        ("on 1 December 1949", "on 1 December 1948; the constitution of 1949"),
        ("in 1964", "in the 1960s"),
        ("the third stage", "the second stage"),
        ("twelve ellipses", "ten ellipses"),
    ],
)
def test_another_figure_is_not(claim: str, evidence: str) -> None:
    assert not is_given(claim, evidence)


def test_digits_in_a_name_are_no_figure() -> None:
    assert figures("STS-93, Z3, DDG-70 and L1") == ()


def test_may_is_a_month_only_where_it_can_be_no_verb() -> None:
    assert figures("It may end. May it end.") == ()
    assert [figure.month for figure in figures("It ended in May, or on 3 May.")] == [5, 5]


def test_one_and_first_are_idiom_more_often_than_figures() -> None:
    assert all(figure.is_idiom for figure in figures("One of the first."))
