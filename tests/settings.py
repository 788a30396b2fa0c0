"""The product's own settings over a throw-away home, so that no test touches a real installation."""

import os
import tempfile
from pathlib import Path

os.environ["SIGHTLINE_HOME"] = tempfile.mkdtemp(prefix="sightline-tests-")
os.environ.setdefault("SIGHTLINE_ENCODER", "hashing")
# As in webapp/celery.py: threads of models that wait should sleep.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ["SIGHTLINE_OCR"] = "off"
# Nothing is asked of the internet, and each client would read every authority that there is.
os.environ["SSL_CERT_FILE"] = str(Path(__file__).with_name("authority.pem"))
os.environ["LC_ALL"] = "C.UTF-8"  # Commands speak the language of the shell.

from webapp.settings import *  # noqa: E402, F403

# Every client of a test would otherwise look through all static files when it is made.
WHITENOISE_AUTOREFRESH = True
