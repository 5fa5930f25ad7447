"""Sends trainings: `python send.py QUEUE NAME...`. Prints the id of each."""

import sys

from automl.worker import train

queue, *names = sys.argv[1:]
for name in names:
    print(train.apply_async([name], queue=queue).id)
