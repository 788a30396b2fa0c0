"""What pydantic refuses is told in sentences of ours, which have translations."""

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from agents.messages import Message
from agents.messages import message as _
from agents.parsing.validation import enumerated, explain


class Inner(BaseModel):
    name: str


class Values(BaseModel):
    """A field for each kind of mistake."""

    model_config = ConfigDict(extra="forbid")

    whole: int = Field(default=5, ge=1, le=9)
    number: float = Field(default=0.5, gt=0, lt=1, allow_inf_nan=False)
    price: Decimal = Decimal(1)
    switch: bool = True
    word: str = Field(default="abc", min_length=2, max_length=4)
    choice: Literal["a", "b", "c"] = "a"
    items: list[int] = Field(default_factory=lambda: [1], min_length=1, max_length=2)
    table: dict[str, int] = Field(default_factory=dict)
    inner: Inner = Inner(name="x")
    moment: AwareDatetime | None = None
    path: Path = Path()
    ours: str = ""

    @field_validator("ours")
    @classmethod
    def _empty(cls, given: str) -> str:
        if given:
            raise ValueError(_("leave this empty"))
        return given


def refused(**values: Any) -> list[str]:
    with pytest.raises(ValidationError) as error:
        Values.model_validate(values)
    return explain(error.value)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"whole": "x"}, "whole: give a whole number"),
        ({"whole": 1.5}, "whole: give a whole number"),
        ({"whole": 0}, "whole: give 1 or more"),
        ({"whole": 10}, "whole: give 9 or less"),
        ({"whole": "9" * 5000}, "whole: this number has too many digits"),
        ({"number": "x"}, "number: give a number"),
        ({"number": 0}, "number: give more than 0.0"),
        ({"number": 1}, "number: give less than 1.0"),
        ({"number": float("nan")}, "number: give a number that is finite"),
        ({"price": "x"}, "price: give a number"),
        ({"switch": "perhaps"}, "switch: give true or false"),
        ({"word": 3}, "word: give a text"),
        ({"word": "a"}, "word: give at least 2 characters"),
        ({"word": "abcde"}, "word: give at most 4 characters"),
        ({"choice": "d"}, "choice: give one of: 'a', 'b', 'c'"),
        ({"items": 3}, "items: give a list"),
        ({"items": []}, "items: give at least 1 of them"),
        ({"items": [1, 2, 3]}, "items: give at most 2 of them"),
        ({"items": ["x"]}, "items.0: give a whole number"),
        ({"table": 3}, "table: give an object with named values"),
        ({"inner": 3}, "inner: give an object with named values"),
        ({"inner": {}}, "inner.name: this is missing"),
        ({"moment": "2026-01-31T09:30"}, "moment: give a date and a time with its zone"),
        ({"path": 3}, "path: give a path"),
        ({"other": 3}, "other: there is nothing of this name"),
        ({"ours": "x"}, "ours: leave this empty"),
    ],
)
def test_a_mistake_is_told_in_our_words(values: dict[str, Any], told: str) -> None:
    [sentence] = refused(**values)
    assert sentence.startswith(told)
    assert isinstance(sentence, Message)
    assert isinstance(sentence.values["problem"], Message)


def test_what_is_no_json_is_said_of_the_whole() -> None:
    with pytest.raises(ValidationError) as error:
        Values.model_validate_json("{")
    assert explain(error.value) == ["this is no JSON"]
    assert explain(error.value, "line 3") == ["line 3: this is no JSON"]


def test_several_mistakes_are_one_message() -> None:
    assert (
        enumerated(refused(whole="x", switch=3)) == "whole: give a whole number; switch: give true or false"
    )
