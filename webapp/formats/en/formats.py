"""English: 30 November 2026, 14:05. Django writes as the United States do."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
