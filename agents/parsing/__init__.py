"""Values out of what others wrote: JSON that is nearly JSON, schemas, and what a database can store."""
