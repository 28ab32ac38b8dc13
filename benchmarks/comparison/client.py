"""A client for single requests: Signature V4, one connection for each request, nothing is retried."""

import datetime
import hashlib
import hmac
import http.client
import ssl
import sys
import urllib.parse

TIMEOUT_SECONDS = 600
UNSIGNED = "UNSIGNED-PAYLOAD"


class Endpoint:
    """Where a server answers, and whom one is there; `key` is (id, secret), or None for anonymous requests."""

    def __init__(self, url, key, region="us-east-1"):
        self.url = url.rstrip("/")
        self.key = key
        self.region = region
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            sys.exit(f"endpoint: {url} (expected: http://HOST:PORT or https://HOST:PORT)")
        self.host, self.port, self.secure = parts.hostname, parts.port, parts.scheme == "https"

    def connect(self):
        if self.secure:
            return http.client.HTTPSConnection(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        return http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)

    def request(self, method, path, query=None, body=b"", headers=None):
        """The answer and its content; an error of the server ends the comparison."""
        answer, content = self.attempt(method, path, query, body, headers)
        if answer.status >= 400:
            sys.exit(f"{self.url}: {method} {path}: {answer.status} {content[:300]!r}")
        return answer, content

    def attempt(self, method, path, query=None, body=b"", headers=None):
        """The same, errors of the server included."""
        quoted = urllib.parse.quote(path)
        search = "&".join(f"{encode(name)}={encode(value)}" for name, value in sorted((query or {}).items()))
        connection = self.connect()
        try:
            connection.request(
                method, quoted + ("?" + search if search else ""), body=body,
                headers=self.signed(method, quoted, search, headers or {}))
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def signed(self, method, path, search, headers):
        if self.key is None:
            return headers
        time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        # As http.client states it: without the port that the scheme has anyway.
        usual = self.port in (None, 443 if self.secure else 80)
        stated = {
            "host": self.host if usual else f"{self.host}:{self.port}",
            "x-amz-content-sha256": UNSIGNED,
            "x-amz-date": time,
            **{name.lower(): value for name, value in headers.items()},
        }
        names = ";".join(sorted(stated))
        lines = "".join(f"{name}:{stated[name]}\n" for name in sorted(stated))
        canonical = "\n".join([method, path, search, lines, names, UNSIGNED])
        scope = f"{time[:8]}/{self.region}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        secret = ("AWS4" + self.key[1]).encode()
        for part in (*scope.split("/"), text):
            secret = hmac.digest(secret, part.encode(), "sha256")
        stated["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.key[0]}/{scope}, SignedHeaders={names}, Signature={secret.hex()}")
        return stated


def encode(text):
    return urllib.parse.quote(str(text), safe="-_.~")
