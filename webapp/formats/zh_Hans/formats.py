"""Chinese: 12,480. Django leaves the digits of large numbers together."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
