"""Real servers on loopback: a Spark master with workers, Spark Connect on it, and a PostgreSQL cluster of our own.

Each is a context; leaving it ends the processes that it started. What cannot be started raises: nothing is skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

LOOPBACK = "127.0.0.1"
_WAIT_S = 180  # a busy machine takes its time to start a JVM
_MASTER, _WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"

_DEFAULTS = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1g
spark.executor.memory 1g
spark.cores.max 2
spark.executor.cores 1
spark.ui.enabled false
spark.sql.shuffle.partitions 4
spark.sql.debug.maxToStringFields 20
"""
_LOGGING = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1}: %m%n
"""


class NotStarted(RuntimeError):
    """A server that the tests need did not come up."""


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _until(what: str, ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _WAIT_S
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise NotStarted(f"{what} did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)


@dataclass
class SparkCluster:
    """A standalone master and workers, from the pip package; an application takes one core of each of two."""

    workers: int = 2
    executor_memory: str = "1g"
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pactline-spark-")))
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Start the master, then the workers, and wait until all are registered."""
        try:
            import pyspark
        except ImportError as missing:
            raise NotStarted("pyspark is not installed; run: make test-engines") from missing
        if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
            raise NotStarted("there is no Java; on Debian: apt-get install openjdk-17-jre-headless")
        self.home = Path(pyspark.__file__).parent
        configured = self.folder / "conf"
        configured.mkdir()
        defaults = _DEFAULTS.replace("spark.executor.memory 1g", f"spark.executor.memory {self.executor_memory}")
        (configured / "spark-defaults.conf").write_text(defaults, encoding="ascii")
        (configured / "log4j2.properties").write_text(_LOGGING, encoding="ascii")
        self.port = free_port()
        try:
            self._start("master", _MASTER, "--port", str(self.port), "--webui-port", str(free_port()))
            self._wait_for("master", lambda: answers(self.port))
            for number in range(self.workers):
                self.add_worker(f"worker-{number}")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def master(self) -> str:
        """The address of the master."""
        return f"spark://{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What an application needs in its environment to run on this cluster."""
        return {
            "SPARK_HOME": str(self.home),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_NO_DAEMONIZE": "1",
            "PYSPARK_PYTHON": sys.executable,
        }

    def add_worker(self, name: str) -> None:
        """One more worker, with room for an executor of each of three applications."""
        place = self.folder / name
        place.mkdir()
        self._start(
            name, _WORKER, "--cores", "3", "--memory", "4g", "--work-dir", str(place),
            "--port", str(free_port()), "--webui-port", str(free_port()), self.master,
        )  # fmt: skip
        log = self.folder / f"{name}.log"
        self._wait_for(name, lambda: "Successfully registered with master" in log.read_text(errors="replace"))

    def kill_worker(self, name: str) -> int:
        """End a worker and its executors at once, as a lost machine would; how many processes that were."""
        process = self.processes.pop(name)
        group = _children(process.pid)
        for pid in (process.pid, *group):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        return 1 + len(group)

    def executors_of(self, name: str) -> list[int]:
        """The processes that a worker runs for applications."""
        return _children(self.processes[name].pid)

    def _start(self, name: str, what: str, *arguments: str) -> None:
        conf = self.folder / "daemon-conf"
        conf.mkdir(exist_ok=True)
        (conf / "log4j2.properties").write_text(_LOGGING.replace("level = error", "level = info"), encoding="ascii")
        ours = {"SPARK_CONF_DIR": str(conf), "SPARK_DAEMON_MEMORY": "256m"}
        environment = {**os.environ, **self.environment, **ours}
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), what, "--host", LOOPBACK, *arguments],
                stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment,
                start_new_session=True,
            )  # fmt: skip

    def _wait_for(self, name: str, ready: Callable[[], bool]) -> None:
        _until(f"Spark's {name}", ready, self.processes[name], self.folder / f"{name}.log")

    def stop(self) -> None:
        """End everything that was started, the last first."""
        for process in reversed(self.processes.values()):
            for pid in _children(process.pid):
                _end(pid)
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def connect(self) -> SparkConnect:
        """A Spark Connect server on this cluster."""
        return SparkConnect(self)


@dataclass
class SparkConnect:
    """Spark Connect on a cluster; ``address`` is what clients name."""

    cluster: SparkCluster

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        self.port = free_port()
        self._log = self.cluster.folder / "connect.log"
        command = [
            str(self.cluster.home / "bin" / "spark-submit"), "--class", _CONNECT, "--master", self.cluster.master,
            "--conf", f"spark.connect.grpc.binding.port={self.port}",
            "--conf", f"spark.connect.grpc.binding.address={LOOPBACK}",
            "spark-internal",
        ]  # fmt: skip
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**os.environ, **self.cluster.environment}, start_new_session=True,
            )  # fmt: skip
        try:
            _until("Spark Connect", lambda: answers(self.port), self.process, self._log)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def address(self) -> str:
        """What clients name."""
        return f"sc://{LOOPBACK}:{self.port}"


def _children(pid: int) -> list[int]:
    """The processes below one, all the way down."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text(errors="replace")
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == pid:
                found += [int(entry.name), *_children(int(entry.name))]
    return found


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return


class PostgresServer:
    """A PostgreSQL cluster of our own in a temporary folder; it runs as another user when we are root."""

    password = "a word only for tests"

    def __enter__(self) -> Self:
        """Make the cluster, start it and wait until it answers."""
        self._bin = _postgres_bin()
        self.folder = Path(tempfile.mkdtemp(prefix="pactline-postgres-"))
        self._user = _another_user() if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self.port = free_port()
        self._log = self.folder / "log"
        secret = self.folder / "password"
        secret.write_text(self.password + "\n", encoding="ascii")
        secret.chmod(0o644)
        try:
            self._run(
                "initdb", "--pgdata", str(self.folder / "db"), "--username", "pactline", "--auth", "scram-sha-256",
                "--pwfile", str(secret), "--encoding", "UTF8", "--locale", "C", "--no-sync",
            )  # fmt: skip
            with self._log.open("wb") as log:
                self.process = self._popen(
                    log, "postgres", "-D", str(self.folder / "db"), "-p", str(self.port), "-h", LOOPBACK,
                    "-k", str(self.folder), "-c", "fsync=off", "-c", "timezone=America/New_York",
                )  # fmt: skip
            _until("PostgreSQL", self._ready, self.process, self._log)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        process = getattr(self, "process", None)
        if process is not None:
            process.send_signal(signal.SIGINT)  # fast shutdown
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        """Where it is, with the password."""
        from urllib.parse import quote

        return f"postgresql://pactline:{quote(self.password)}@{LOOPBACK}:{self.port}/postgres"

    def _ready(self) -> bool:
        command = [str(self._bin / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._bin / program), *arguments], capture_output=True, text=True, check=False, **self._as()
        )  # type: ignore[call-overload]
        if done.returncode:
            raise NotStarted(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _popen(self, log: object, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(self._bin / program), *arguments], stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True, **self._as(),
        )  # type: ignore[call-overload,no-any-return]  # fmt: skip

    def _as(self) -> dict[str, object]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": [], "cwd": str(self.folder)}


def _postgres_bin() -> Path:
    """Where the server's programs are."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not places:
        raise NotStarted("there is no PostgreSQL server; on Debian: apt-get install postgresql")
    return places[-1].parent


def _another_user() -> pwd.struct_passwd:
    """Who runs the server when we are root, which it refuses."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotStarted("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
