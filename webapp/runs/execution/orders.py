"""Orders for a run in the database: rows in, values out."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from agents.orders import Order, Wish, wish_from, wish_values
from agents.parsing.storable import storable
from webapp.runs import models


def add(run: models.Run, wish: Wish, author: User | None) -> None:
    """Leave a wish for the run."""
    models.Order.objects.create(run=run, author=author, wish=storable(wish_values(wish)))


def after(run: models.Run, number: int) -> Sequence[Order]:
    """What people want of the run since an order."""
    rows = models.Order.objects.filter(run=run, pk__gt=number).values_list("pk", "wish")
    return [Order(pk, wish_from(wish)) for pk, wish in rows]
