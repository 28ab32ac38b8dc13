"""Sluice on HDFS: a cluster of real daemons on this machine, agents on it, and HDFS's own client for the same work."""

import os
import pathlib
import subprocess
import sys
import time

from .servers import HERE, SLUICE, START_SECONDS, Server, end, fetched, free_port, with_key

DATANODES = 3
JVMS = pathlib.Path("/usr/lib/jvm")
MEBIBYTE = 1 << 20
# Rows that HDFS's own client has a figure of: what it does, the bytes of a file, the threads, and what a file counts.
CLIENT_ROWS = {
    "put 4 KiB, 16 clients": ("put", 4096, 16, 1),
    "get 4 KiB, 16 clients": ("get", 4096, 16, 1),
    "put 64 MiB, 4 clients": ("put", 64 * MEBIBYTE, 4, 64),
    "get 64 MiB, 4 clients": ("get", 64 * MEBIBYTE, 4, 64),
}


def java():
    """That of JAVA_HOME, else a JDK 25 where Linux keeps them, as ./sluice takes it."""
    homes = [os.environ["JAVA_HOME"]] if os.environ.get("JAVA_HOME") else sorted(map(str, JVMS.glob("*25*")))
    return str(pathlib.Path(homes[-1]) / "bin" / "java") if homes else "java"


class Cluster:
    """A namenode and three datanodes; each block has a copy on all of them."""

    def __init__(self, folder):
        self.folder = folder / "hdfs"
        self.configuration = self.folder / "conf"
        self.configuration.mkdir(parents=True)
        self.port = free_port()
        self.jars = fetched("hdfs")
        self.processes = []

    def uri(self, path=""):
        return f"hdfs://127.0.0.1:{self.port}{path}"

    def configure(self):
        settings = {
            "dfs.replication": DATANODES,
            "dfs.namenode.name.dir": (self.folder / "names").as_uri(),
            "dfs.namenode.rpc-address": f"127.0.0.1:{self.port}",
            "dfs.namenode.http-address": "127.0.0.1:0",
            "dfs.namenode.safemode.extension": 0,
            "dfs.datanode.address": "127.0.0.1:0",
            "dfs.datanode.http.address": "127.0.0.1:0",
            "dfs.datanode.ipc.address": "127.0.0.1:0",
            "dfs.datanode.data.dir": self.folder.as_uri() + "/blocks-${data.node}",
            # Else a small file waits 400 ms for its last block to be reported.
            "dfs.client.block.write.locateFollowingBlock.initial.delay.ms": 5,
        }
        self.write("core-site.xml", {"fs.defaultFS": self.uri(), "hadoop.tmp.dir": self.folder})
        self.write("hdfs-site.xml", settings)
        for pages in ("hdfs", "datanode", "static"):  # else they are unpacked from their jar
            (self.configuration / "webapps" / pages).mkdir(parents=True)

    def write(self, name, settings):
        text = "".join(f"<property><name>{key}</name><value>{value}</value></property>\n"
                       for key, value in settings.items())
        (self.configuration / name).write_text(f"<configuration>\n{text}</configuration>\n")

    def command(self, *words, options=()):
        return [java(), "-Xmx512m", *options, f"-Djava.io.tmpdir={self.folder}",
                "-cp", f"{self.configuration}:{self.jars}/*", *words]

    def begin(self, name, *words, options=()):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes.append(subprocess.Popen(self.command(*words, options=options), stdout=log, stderr=log))

    def start(self):
        self.configure()
        server = "org.apache.hadoop.hdfs.server"
        subprocess.run(self.command(f"{server}.namenode.NameNode", "-format", "-force"), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.begin("namenode", f"{server}.namenode.NameNode")
        for node in range(DATANODES):
            self.begin(f"datanode-{node}", f"{server}.datanode.DataNode", options=[f"-Ddata.node={node}"])
        until = time.monotonic() + START_SECONDS
        while self.load("put", self.uri("/probe"), 1, 1, 0, 1, check=False) in ("", "0.0"):
            if time.monotonic() > until:
                sys.exit(f"HDFS does not answer; see {self.folder}")

    def load(self, *arguments, check=True):
        """What the load by HDFS's own client prints."""
        run = subprocess.run(self.command(str(HERE / "HdfsLoad.java"), *map(str, arguments)), capture_output=True, text=True)
        if check and run.returncode != 0:
            sys.exit(f"{arguments}: {run.stderr[-2000:]}")
        return run.stdout.strip()

    def stop(self):
        end(self.processes)
        self.processes = []


class OnHdfs(Server):
    """A frontend over some agents that share a root of HDFS."""

    def __init__(self, folder, cluster, agents):
        super().__init__(f"{agents} agent{'s' if agents > 1 else ''}", folder, self.words, has_folder=False)
        self.cluster = cluster
        self.agents = agents
        self.root = f"/with-{agents}"

    def words(self, _):
        hadoop = {"HADOOP_CONF_DIR": str(self.cluster.configuration)}
        states = [self.folder / f"state-{agent}" for agent in range(self.agents)]
        for state in states:
            yield ([SLUICE, "agent", "--storage", self.cluster.uri(self.root), "--placement", "shared",
                    "--state", str(state), "--admin-listen", "127.0.0.1:0"], hadoop)
        sockets = [state / "agent.sock" for state in states]
        until = time.monotonic() + START_SECONDS
        while not all(socket.exists() for socket in sockets):
            if time.monotonic() > until:
                sys.exit(f"{self.name}: no agent; see {self.folder}")
            time.sleep(0.1)
        yield ([SLUICE, "frontend", "--listen", f"127.0.0.1:{self.port}", "--admin-listen", "127.0.0.1:0",
                "--placement", "shared", "--agents", ",".join(f"unix:{socket}" for socket in sockets)], with_key())

    def fill(self, bucket, form, count):
        self.cluster.load("fill", self.cluster.uri(f"{self.root}/{bucket}"), "key-%07d", count)
        return True


class Client:
    """HDFS's own client, beside the servers."""

    own = True
    name = "HDFS's client"
    listed = ()
    pids = ()

    def __init__(self, cluster):
        self.cluster = cluster

    def can(self, row):
        return row.name in CLIENT_ROWS

    def measure(self, row, seconds, warm_up):
        work, size, threads, counted = CLIENT_ROWS[row.name]
        folder = self.cluster.uri(f"/client-{work}-{size}")
        return float(self.cluster.load(work, folder, size, threads, warm_up, seconds)) * counted

    def start(self):
        """It starts with each load."""

    def stop(self):
        """It has ended."""
