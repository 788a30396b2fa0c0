"""Money in words."""

from decimal import Decimal

from django import template

register = template.Library()

_LEAST = Decimal("0.0001")


@register.filter
def dollars(amount: Decimal) -> str:
    """`$1.25`, `$0.0031`; what is less than a hundredth of a cent is said to be less."""
    if not amount:
        return "$0"
    if amount < _LEAST:
        return f"<${_LEAST}"
    return f"${amount:.2f}" if amount >= Decimal("0.1") else f"${amount:.4f}"
