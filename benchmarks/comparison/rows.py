"""The rows of the table: what is measured of each server, and what limits it."""

import collections
import itertools
import os
import re
import statistics
import sys
import threading
import time

from .driver import bench, mebibytes_per_second, per_second

MEBIBYTE = 1 << 20
PART = 16 * MEBIBYTE
PARTS = 64
PAGE = 1000
FORM = "key-{:07d}"
PAGES = 5
WRITERS = 10
SMALL = ("--size", "4KiB", "--clients", "16")
LARGE = ("--size", "64MiB", "--objects", "4")

# `limit` names some of `limits.all_of`; `loaded` is whether it puts load on a server, `listing` whether it needs the buckets
# that are listed, `ours` whether only a server of this run has a figure: one that runs already is not started anew, and its
# folder is not ours. `measure` takes a server, and seconds of measurement and of warm-up, which only load has.
Row = collections.namedtuple("Row", "name unit measure limit loaded listing ours", defaults=(False, False))


def load(workload, figure, *arguments):
    return lambda server, seconds, warm_up: figure(
        bench(server, workload, seconds, "--bucket", "compared", *arguments, warm_up=warm_up))


def upload(server, key, size=PART, parts=PARTS):
    """An upload of which nothing is missing but its completion, as what completes it."""
    path = f"/compared/{key}"
    _, begun = server.endpoint.request("POST", path, {"uploads": ""})
    identity = re.search(rb"<UploadId>([^<]+)", begun).group(1).decode()
    body = os.urandom(size)
    listed = []
    for number in range(1, parts + 1):
        answer, _ = server.endpoint.request("PUT", path, {"partNumber": number, "uploadId": identity}, body)
        listed.append(f"<Part><PartNumber>{number}</PartNumber><ETag>{answer.headers['ETag']}</ETag></Part>")
    document = f"<CompleteMultipartUpload>{''.join(listed)}</CompleteMultipartUpload>".encode()
    return lambda: server.endpoint.request("POST", path, {"uploadId": identity}, document)


def milliseconds(action):
    os.sync()  # nobody pays for what the one before left to be written
    began = time.monotonic()
    action()
    return (time.monotonic() - began) * 1000


turns = itertools.count()


def complete_new(server, seconds, warm_up):
    key = f"new-{next(turns)}"
    took = milliseconds(upload(server, key))
    server.endpoint.request("DELETE", f"/compared/{key}")
    return took


def ensure(server, key):
    """An object of 1 GiB, unless it is there."""
    answer, _ = server.endpoint.attempt("HEAD", f"/compared/{key}")
    if answer.status != 200:
        upload(server, key)()


def complete_over(server, seconds, warm_up):
    ensure(server, "over")
    return milliseconds(upload(server, "over"))


def copy(server, seconds, warm_up):
    ensure(server, "source")
    key = f"/compared/copy-{next(turns)}"
    took = milliseconds(
        lambda: server.endpoint.request("PUT", key, headers={"x-amz-copy-source": "/compared/source"}))
    server.endpoint.request("DELETE", key)
    return took


def page(server, listed, after):
    query = {"list-type": 2, "max-keys": PAGE, "prefix": listed.prefix, "start-after": listed.key(after)}
    _, content = server.endpoint.request("GET", f"/{listed.bucket}", query)
    keys = content.count(b"<Contents>")
    if keys != PAGE:
        sys.exit(f"{server.name}: a page of {keys} keys (expected: {PAGE})")


def list_pages(number):
    def measure(server, seconds, warm_up):
        listed = server.listed[number]
        step = (listed.count - PAGE) // PAGES
        return statistics.median(
            milliseconds(lambda at=at: page(server, listed, at * step)) for at in range(PAGES))

    return measure


def list_folders(server, seconds, warm_up):
    """A page of common prefixes; each folder holds one key."""
    took = []
    step = (server.listed[1].count - PAGE) // PAGES
    for turn in range(PAGES):
        after = f"folder-{turn * step:07d}0"  # behind the folder, before the next
        query = {"list-type": 2, "max-keys": PAGE, "delimiter": "/", "start-after": after}
        answer = []
        took.append(milliseconds(
            lambda: answer.append(server.endpoint.request("GET", f"/{server.folders}", query)[1])))
        found = answer[0].count(b"<CommonPrefixes>")
        if found != PAGE:
            sys.exit(f"{server.name}: a page of {found} common prefixes (expected: {PAGE})")
    return statistics.median(took)


def list_while_written(server, seconds, warm_up):
    """The same pages as without, while ten clients put beside the keys that are listed."""
    listed = server.listed[1]
    done = threading.Event()

    def write(writer):
        while not done.is_set():
            server.endpoint.request("PUT", f"/{listed.bucket}/{listed.prefix}written-{writer}-{next(turns)}", body=b"x")

    writers = [threading.Thread(target=write, args=(writer,), daemon=True) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        return list_pages(1)(server, seconds, warm_up)
    finally:
        done.set()
        for writer in writers:
            writer.join()


def restart(server, seconds, warm_up):
    server.stop()
    return server.start()


def first_page(server, seconds, warm_up):
    server.stop()
    server.start()
    return milliseconds(lambda: page(server, server.listed[1], 0))


def make_bucket(server, bucket):
    """Whether it was not there before."""
    answer, _ = server.endpoint.attempt("HEAD", f"/{bucket}")
    if answer.status == 404:
        server.endpoint.request("PUT", f"/{bucket}")
    return answer.status == 404


class Listed:
    """A flat bucket whose keys are numbered. Where the storage is ours they are put there as files: it is the listing that
    is measured, and all serve what they find. Elsewhere they are put once, by the driver."""

    def __init__(self, server, count):
        self.bucket = f"listed-{count}"
        self.count = count
        self.prefix = ""
        self.form = FORM
        empty = make_bucket(server, self.bucket)
        if not server.fill(self.bucket, FORM, count):
            if empty:
                bench(server, "put", 86400, "--operations", str(count), "--bucket", self.bucket, "--keep",
                      "--size", "1", warm_up=0)
            _, content = server.endpoint.request("GET", f"/{self.bucket}", {"list-type": 2, "max-keys": 1})
            first = re.search(rb"<Key>([^<]+)</Key>", content).group(1).decode()
            self.prefix = first[: first.rindex("/") + 1]
            self.form = self.prefix + "{:010d}"

    def key(self, number):
        return self.form.format(number)


def rows(listed):
    """All rows; `listed` are the sizes of the two buckets that are listed."""
    synced, made = "files made, synced and renamed by 16 threads", "files made and renamed by one thread"
    md5, loopback = "MD5 on one core", "loopback, one connection, from the page cache"
    few, many = (f"{count:,}" for count in listed)
    return [
        Row("put 4 KiB, 16 clients", "/s", load("put", per_second, *SMALL), (synced, made), True),
        Row("get 4 KiB, 16 clients", "/s", load("get", per_second, *SMALL), (), True),
        Row("head, 16 clients", "/s", load("head", per_second, *SMALL), (), True),
        Row("put 64 MiB, 4 clients", "MiB/s", load("put", mebibytes_per_second, "--clients", "4", *LARGE[:2]), (md5,),
            True),
        Row("put 1 GiB, 1 client", "MiB/s", load("put", mebibytes_per_second, "--clients", "1", "--size", "1GiB"),
            (md5,), True),
        Row("get 64 MiB, 4 clients", "MiB/s", load("get", mebibytes_per_second, "--clients", "4", *LARGE), (loopback,),
            True),
        Row("get 64 MiB, 64 clients", "MiB/s", load("get", mebibytes_per_second, "--clients", "64", *LARGE),
            (loopback,), True),
        Row("complete of 64 x 16 MiB onto a new key", "ms", complete_new, (), False),
        Row("complete of 64 x 16 MiB onto a key that holds 1 GiB", "ms", complete_over, (), False),
        Row("copy of 1 GiB", "ms", copy, ("copy of 1 GiB in the kernel",), False),
        Row(f"list page of {PAGE:,} in {few} keys", "ms", list_pages(0), (), False, True),
        Row(f"list page of {PAGE:,} in {many} keys", "ms", list_pages(1), (), False, True),
        Row(f"list page of {PAGE:,} in {many} keys, while {WRITERS} clients put", "ms", list_while_written, (), False,
            True),
        Row(f"list page of {PAGE:,} common prefixes of {many} folders", "ms", list_folders, (), False, True, True),
        Row(f"first page of {many} keys after a start", "ms", first_page, (), False, True, True),
        Row("start, to the first answer", "ms", restart, (), False, False, True),
    ]


def prepare(server, counts):
    """What the rows need to be there."""
    make_bucket(server, "compared")
    server.listed = [Listed(server, count) for count in counts]
    if server.own and server.has_folder and counts:
        server.folders = f"folders-{counts[1]}"
        make_bucket(server, server.folders)
        for number in range(counts[1]):
            folder = server.data / server.folders / f"folder-{number:07d}"
            folder.mkdir()
            (folder / "key").write_bytes(b"x")
