"""Money in words."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()

_LEAST = Decimal("0.0001")


@register.filter
def dollars(amount: Decimal) -> str:
    """`$1,234.50`, `$0.0031`; what is less than a hundredth of a cent is said to be less."""
    if not amount:
        return "$0"
    if amount < _LEAST:
        return f"<${number_format(_LEAST, 4)}"
    return f"${number_format(amount, 2 if amount >= Decimal('0.1') else 4, force_grouping=True)}"
