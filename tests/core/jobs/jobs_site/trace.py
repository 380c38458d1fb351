import os
import time

from django_tasks import task


def leave(line: str) -> None:
    """Append one line to the trace file; several processes may do it at once."""
    descriptor = os.open(os.environ["JOBS_TRACE"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


@task()
def leave_later(line: str, seconds: float) -> None:
    leave(f"{line} begun")
    time.sleep(seconds)
    leave(f"{line} done")


@task()
def fail_later(secret: str, seconds: float) -> None:
    leave("failing")
    raise ValueError(secret)
