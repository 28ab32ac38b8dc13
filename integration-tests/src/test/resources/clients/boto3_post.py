"""Uploads by presigned forms, as a web page would. Arguments: endpoint, access key, secret key."""
import sys
import urllib.error
import urllib.request

import boto3
from botocore.client import Config

endpoint, access_key, secret_key = sys.argv[1:4]
s3 = boto3.client(
    "s3", endpoint_url=endpoint, aws_access_key_id=access_key, aws_secret_access_key=secret_key,
    region_name="us-east-1", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))


def post(form, content, extra=None):
    """Sends a form; its status, headers and text."""
    body = b""
    for name, value in {**form["fields"], **(extra or {})}.items():
        body += b"--XX\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n" % (name.encode(), value.encode())
    body += b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\n"
    body += b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--XX--\r\n"
    request = urllib.request.Request(
        form["url"], data=body, headers={"Content-Type": "multipart/form-data; boundary=XX"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, dict(refusal.headers), refusal.read().decode()


def keys():
    return [item["Key"] for item in s3.list_objects_v2(Bucket="forms").get("Contents", [])]


s3.create_bucket(Bucket="forms")

form = s3.generate_presigned_post(
    "forms", "user/${filename}",
    Fields={"Content-Type": "image/png", "x-amz-meta-who": "me"},
    Conditions=[{"Content-Type": "image/png"}, {"x-amz-meta-who": "me"}, ["content-length-range", 1, 1 << 20]],
    ExpiresIn=600)
content = bytes(range(256)) * 1000
status, headers, text = post(form, content)
assert status == 204, (status, text)
assert headers["Location"].endswith("/forms/user/photo.png"), headers
stored = s3.get_object(Bucket="forms", Key="user/photo.png")
assert stored["Body"].read() == content
assert stored["ContentType"] == "image/png" and stored["Metadata"] == {"who": "me"}, stored
assert headers["ETag"] == stored["ETag"]

for extra, what in [({"x-amz-meta-more": "1"}, "Extra input fields: x-amz-meta-more"), ({"Content-Type": "text/html"}, "Policy Condition failed")]:
    status, _, text = post(form, content, extra)
    assert status == 403 and "<Code>AccessDenied</Code>" in text and what in text, (status, text)

status, _, text = post(form, b"x" * (1 << 20) + b"y")
assert status == 400 and "<Code>EntityTooLarge</Code>" in text, (status, text)
status, _, text = post(form, b"")
assert status == 400 and "<Code>EntityTooSmall</Code>" in text, (status, text)

tampered = {"url": form["url"], "fields": {**form["fields"], "x-amz-signature": "0" * 64}}
status, _, text = post(tampered, content)
assert status == 403 and "<Code>SignatureDoesNotMatch</Code>" in text, (status, text)

created = s3.generate_presigned_post(
    "forms", "created ü", Fields={"success_action_status": "201"}, Conditions=[{"success_action_status": "201"}])
status, headers, text = post(created, b"text")
assert status == 201 and "<Key>created ü</Key>" in text and "<Bucket>forms</Bucket>" in text, (status, text)

expired = s3.generate_presigned_post("forms", "late", ExpiresIn=-10)
status, _, text = post(expired, b"text")
assert status == 403 and "Policy expired." in text, (status, text)

assert keys() == ["created ü", "user/photo.png"], keys()
