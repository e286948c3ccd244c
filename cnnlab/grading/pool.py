"""Many submissions at once: threads here, or workers of a Dask cluster.

A pool takes tasks as it has hands, so that a course of any size needs no
more memory than a few submissions, and gives results as they end. Each hand
keeps a referee in a process of its own; the threads only wait for it.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from cnnlab.grading.worker import Task, close, grade_one


class Threads:
    """Hands on this machine, by `concurrent.futures`."""

    def __init__(self, jobs: int) -> None:
        if jobs < 1:
            raise ValueError(f"`jobs` (={jobs}) must be 1 or more")
        self.jobs = jobs
        self.executor = ThreadPoolExecutor(jobs)
        self.name = f"{jobs} at a time on this machine"

    def __enter__(self) -> "Threads":
        return self

    def __exit__(self, *_: object) -> None:
        for _ in range(self.jobs):
            self.executor.submit(_finish)
        self.executor.shutdown(cancel_futures=False)

    def grade(self, tasks: Iterable[Task]) -> Iterator[dict]:
        """Results in the order in which they end."""
        running = set()
        for task in tasks:
            running.add(self.executor.submit(grade_one, task))
            if len(running) >= self.jobs + 1:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


def _finish() -> None:
    close()


class DaskCluster:
    """Hands of a Dask cluster.

    Parameters
    ----------
    address
        Of a scheduler, such as ``tcp://host:8786``; ``"local"`` starts a
        `LocalCluster` of ``jobs`` processes. Kubernetes and Slurm are reached
        by the clusters of dask-kubernetes and dask-jobqueue, whose scheduler
        has an address too.
    """

    def __init__(self, address: str, jobs: int) -> None:
        try:
            from distributed import Client, LocalCluster
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "`--cluster` needs Dask: pip install 'cnnlab[cluster]'"
            ) from error
        self.cluster = None
        if address == "local":
            self.cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
            )
        self.client = Client(self.cluster or address, timeout=30)
        self.client.wait_for_workers(1, timeout=60)
        hands = sum(self.client.nthreads().values())
        self.window = 2 * max(1, hands)
        self.name = f"{hands} at a time on {self.client.scheduler.address}"

    def __enter__(self) -> "DaskCluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()

    def grade(self, tasks: Iterable[Task]) -> Iterator[dict]:
        """Results in the order in which they end."""
        from distributed import as_completed

        waiting = iter(tasks)
        ended = as_completed(with_results=True)
        self._add(ended, waiting, self.window)
        for future, result in ended:
            yield result
            future.release()
            self._add(ended, waiting, 1)

    def _add(self, ended, waiting: Iterator[Task], most: int) -> None:
        for _, task in zip(range(most), waiting, strict=False):
            # Not pure: the same submission may be graded again on purpose.
            ended.add(self.client.submit(grade_one, task, pure=False))


Pool = Threads | DaskCluster
MakePool = Callable[[], Pool]


def open_pool(jobs: int, cluster: str = "") -> Pool:
    """Threads, or the cluster at an address."""
    return DaskCluster(cluster, jobs) if cluster else Threads(jobs)
