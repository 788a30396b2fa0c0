"""Django's admin for the technical side: people, access, runs, jobs, settings in force."""
