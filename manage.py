#!/usr/bin/env python
"""Django's command line, with Sightline's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    # Threads of torch that wait should sleep: see webapp/celery.py.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
