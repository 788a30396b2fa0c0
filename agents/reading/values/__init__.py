"""Values that stand in sentences: dates, quantities, colours and names, in four languages."""
