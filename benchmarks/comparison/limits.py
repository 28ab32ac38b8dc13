"""What the machine itself gives, measured in the same run without any server: the limits of the rows."""

import hashlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time

MEBIBYTE = 1 << 20
THREADS = 16
SAMPLES = 3


def all_of(folder, seconds):
    """Every limit by its name: a value and its unit."""
    return {
        "files made, synced and renamed by 16 threads": (files(folder, seconds, synced=True), "/s"),
        "files made and renamed by one thread": (files(folder, seconds, synced=False, threads=1), "/s"),
        "MD5 on one core": (md5(seconds), "MiB/s"),
        "loopback, one connection, from the page cache": (loopback(folder, seconds), "MiB/s"),
        "copy of 1 GiB in the kernel": (kernel_copy(folder), "ms"),
    }


def files(folder, seconds, synced, threads=THREADS):
    """Files of 4 KiB with an attribute that appear in one directory each second."""
    staging, target = folder / "limit-staging", folder / "limit"
    staging.mkdir()
    target.mkdir()
    directory = os.open(target, os.O_RDONLY)
    end = time.monotonic() + seconds
    counts = [0] * threads

    def loop(thread):
        while time.monotonic() < end:
            name = f"{thread}-{counts[thread]}"
            file = os.open(staging / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
            os.write(file, b"x" * 4096)
            os.setxattr(file, "user.limit", b"x" * 250)
            if synced:
                os.fsync(file)
            os.close(file)
            os.rename(staging / name, target / name)
            if synced:
                os.fsync(directory)
            counts[thread] += 1

    running = [threading.Thread(target=loop, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    os.close(directory)
    shutil.rmtree(staging)
    shutil.rmtree(target)
    return sum(counts) / seconds


def md5(seconds):
    chunk = os.urandom(MEBIBYTE)
    digest = hashlib.md5(usedforsecurity=False)
    began = time.monotonic()
    count = 0
    while time.monotonic() < began + seconds:
        digest.update(chunk)
        count += 1
    return count / (time.monotonic() - began)


READER = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    buffer = bytearray(1 << 20)
    while s.recv_into(buffer):
        pass
"""


def loopback(folder, seconds):
    """A file that is cached, by sendfile to another process that throws it away."""
    path = folder / "limit-large"
    path.write_bytes(os.urandom(64 * MEBIBYTE))
    with socket.create_server(("127.0.0.1", 0)) as listener, open(path, "rb") as file:
        reader = subprocess.Popen([sys.executable, "-c", READER, str(listener.getsockname()[1])])
        connection, _ = listener.accept()
        with connection:
            began = time.monotonic()
            sent = 0
            while time.monotonic() < began + seconds:
                offset = 0
                while offset < 64 * MEBIBYTE:
                    offset += os.sendfile(connection.fileno(), file.fileno(), offset, 64 * MEBIBYTE - offset)
                sent += offset
            took = time.monotonic() - began
        reader.wait()
    path.unlink()
    return sent / MEBIBYTE / took


def kernel_copy(folder):
    """Milliseconds, the copy synced, as Sluice's is."""
    source, target = folder / "limit-source", folder / "limit-copy"
    with open(source, "wb") as file:
        for _ in range(1024):
            file.write(os.urandom(MEBIBYTE))
    took = []
    for _ in range(SAMPLES):
        os.sync()
        with open(source, "rb") as read, open(target, "wb") as written:
            began = time.monotonic()
            left = 1 << 30
            while left > 0:
                left -= os.copy_file_range(read.fileno(), written.fileno(), left)
            os.fsync(written.fileno())
            took.append((time.monotonic() - began) * 1000)
        target.unlink()
    source.unlink()
    return statistics.median(took)
