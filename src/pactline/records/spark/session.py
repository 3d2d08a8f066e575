"""A session on a cluster: a classic master (``spark://``, ``local[2]``, ``yarn``, ``k8s://``) or Spark Connect (``sc://``).

What can change a figure is set here and nowhere else: instants are never shown in a local zone, and a sum that does not
fit into 64 bits is an error. Everything else (memory, cores, shuffle) is left to the cluster's own settings.
"""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pactline.values.problem import Problem, Problems

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
}
_QUIET = {"spark.ui.showConsoleProgress": "false"}
_CONNECT_PORT, _PATIENCE_S = 15002, 10
_THEIRS = ("pyspark", "py4j", "grpc")
_INSTALL = "install the engine with: pip install 'pactline[spark]'"


def start_session(master: str) -> Any:
    """A Spark session of our own on this master. Raises Problems when the engine is missing or cannot be reached."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas, which nothing here uses
            from pyspark.sql import SparkSession
    except ImportError:
        raise unusable(master, "Spark is not installed here", _INSTALL) from None
    try:
        if master.startswith("sc://"):
            return _connected(master)
        builder = SparkSession.builder.master(master).appName("pactline")
        for key, value in _QUIET.items():
            builder = builder.config(key, value)
        return ours(builder.getOrCreate())
    except Problems:
        raise
    except Exception as error:  # py4j, gRPC and Spark each have errors of their own
        remedy = "check the address, and that the master and its workers are up and reachable from here"
        raise unusable(master, f"no session could be started: {said(error)}", remedy) from None


def _connected(address: str) -> Any:
    """A session of Spark Connect, whose client would otherwise try for ten minutes to reach a host that is away."""
    host, _, port = address.removeprefix("sc://").partition("/")[0].rpartition(":")
    try:
        socket.create_connection((host or port, int(port) if host else _CONNECT_PORT), _PATIENCE_S).close()
    except (OSError, ValueError) as error:
        raise unusable(address, f"nobody answers there: {error}", "check the address of Spark Connect") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        from pyspark.sql import SparkSession

        return ours(SparkSession.builder.remote(address).create())


def ours(session: Any) -> Any:
    """A session with the settings that figures need; one that was handed in keeps its own."""
    own = session.newSession() if hasattr(session, "newSession") else session
    for key, value in _SETTINGS.items():
        own.conf.set(key, value)
    return own


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """Show what the cluster complains of as a problem rather than as a stack of Java. Raises Problems."""
    try:
        yield
    except Exception as error:  # Spark, py4j and gRPC each have errors of their own; all others are not the cluster's
        if type(error).__module__.partition(".")[0] not in _THEIRS:
            raise
        remedy = "every worker must see the segments under the same path; the cluster's own log says more"
        raise unusable(place, f"the cluster could not finish: {said(error)}", remedy) from error


def said(error: BaseException) -> str:
    """The one line that matters of a message that may go on with a page of Java: what caused it in the end."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    return (causes or lines or [type(error).__name__])[-1 if causes else 0][:300]


def unusable(place: str, message: str, remedy: str) -> Problems:
    """The problem of an engine that does not do its work."""
    return Problems([Problem(place, 0, 0, "RECORDS_ENGINE", message, remedy)])
