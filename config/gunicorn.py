"""How long an address may be, and how web processes collect garbage: between requests, not in the middle of one.

A search strategy from a policy's appendix stands in the address of its results, and htmx sends that address along as a
header. The first limit is the largest that gunicorn knows.

A policy page builds some thousand short-lived objects. By Python's own thresholds the collector walks the program in
the middle of the page, for tens of milliseconds. What is loaded at the start never becomes garbage; what a request
leaves behind is collected when its answer is sent.
"""

import gc
import itertools

preload_app = True  # the program is read once; its processes are copies, ready at once
limit_request_line = 8190
limit_request_field_size = 2 * limit_request_line

_served = itertools.count(1)
# Reached only by an answer as long as an export of the whole base.
THRESHOLDS = (500_000, 20, 100)


def post_worker_init(worker):
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def post_request(worker, request, environ, response):
    served = next(_served)
    gc.collect(2 if served % 1000 == 0 else 1 if served % 50 == 0 else 0)
