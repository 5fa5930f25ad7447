"""Stands for the product's worker: it reads the same environment, and trains until it is told that this is enough."""

import os

import redis
from celery import Celery

app = Celery(
    "automl",
    broker=os.environ["CELERY_BROKER_URL"],
    backend=os.environ["CELERY_RESULT_BACKEND"],
)
app.conf.task_acks_late = True
app.conf.worker_prefetch_multiplier = 1
app.conf.broker_connection_retry_on_startup = True
app.conf.beat_schedule = {
    "sweep": {"task": "sweep", "schedule": 0.2, "options": {"queue": "sweeps"}}
}


@app.task(name="train")
def train(name):
    # Celery's own connections are those of the broker and of the results; this is the application's. It waits longer
    # than the client's usual limit.
    own = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
    told = own.blpop(f"enough:{name}", timeout=120)
    if told is None:
        raise TimeoutError(name)
    return name


@app.task(name="sweep")
def sweep():
    return None
