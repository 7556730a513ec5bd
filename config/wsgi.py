import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# A policy page builds some thousand short-lived objects. With Python's own thresholds the collector walks the whole
# program several times meanwhile, for tens of milliseconds; what is loaded now never becomes garbage anyway.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
