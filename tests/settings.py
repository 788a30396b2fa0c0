"""The product's own settings over a throw-away home, so that no test touches a real installation."""

import os
import tempfile

os.environ["SIGHTLINE_HOME"] = tempfile.mkdtemp(prefix="sightline-tests-")
os.environ.setdefault("SIGHTLINE_ENCODER", "hashing")
# As in webapp/celery.py: threads of models that wait should sleep.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ["SIGHTLINE_OCR"] = "off"
os.environ["LC_ALL"] = "C.UTF-8"  # Commands speak the language of the shell.

from webapp.settings import *  # noqa: E402, F403

# Every client of a test would otherwise look through all static files when it is made.
WHITENOISE_AUTOREFRESH = True
