"""Bucket policies by boto3, and what they let curl do without a signature.

usage: boto3_policies.py ENDPOINT ACCESS_KEY SECRET_KEY
"""

import json
import subprocess
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:]
bucket = "boto3-policies"
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name="us-east-1",
    config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
)


def refusal(call, **arguments):
    try:
        call(Bucket=bucket, **arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("not refused")


def curl(path, *options):
    command = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", *options]
    return subprocess.run(
        [*command, f"{endpoint}/{bucket}{path}"], check=True, capture_output=True, text=True
    ).stdout


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=3)


def everybody(effect, action, resource, **more):
    return {
        "Effect": effect,
        "Principal": "*",
        "Action": action,
        "Resource": f"arn:aws:s3:::{bucket}{resource}",
        **more,
    }


s3.create_bucket(Bucket=bucket)
for key in ("site/index.html", "private/key"):
    s3.put_object(Bucket=bucket, Key=key, Body=b"text")

# Without a policy nothing is public.
assert refusal(s3.get_bucket_policy)[0] == "NoSuchBucketPolicy"
assert refusal(s3.get_bucket_policy_status)[0] == "NoSuchBucketPolicy"
assert curl("/site/index.html") == "403"
s3.delete_bucket_policy(Bucket=bucket)

# A public site, but for one user agent.
site = policy(
    everybody("Allow", "s3:GetObject", "/site/*"),
    everybody(
        "Allow", "s3:ListBucket", "", Condition={"StringLike": {"s3:prefix": ["site/*"]}}
    ),
    everybody(
        "Deny", "s3:*", "/*", Condition={"StringLike": {"aws:UserAgent": "Crawler/*"}}
    ),
)
s3.put_bucket_policy(Bucket=bucket, Policy=site)
assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == site
assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": True}
assert curl("/site/index.html") == "200"
assert curl("/site/index.html", "-A", "Crawler/1") == "403"
assert curl("/private/key") == "403"
assert curl("/site/index.html", "-X", "DELETE") == "403"
assert curl("?prefix=site/") == "200"
assert curl("?prefix=private/") == "403"

# What cannot be is refused with its name, and the policy in force stays.
for statement, word in (
    (everybody("Allow", "s3:GetEverything", "/*"), "s3:GetEverything"),
    (everybody("Allow", "s3:GetObject", "2/*"), "Policy has invalid resource"),
    (everybody("Allow", "s3:GetObject", ""), "Action does not apply to any resource(s)"),
    (
        everybody("Deny", "s3:*", "/*", Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}}),
        "aws:SourceVpc",
    ),
    (everybody("Deny", "s3:*", "/*", Condition={"StringIs": {"aws:Referer": "x"}}), "StringIs"),
):
    code, message = refusal(s3.put_bucket_policy, Policy=policy(statement))
    assert code == "MalformedPolicy" and word in message, (code, message)
assert refusal(s3.put_bucket_policy, Policy=site + " " * 20480)[0] == "MalformedPolicy"
assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == site

# A policy for one account is not public.
own = {**everybody("Allow", "s3:GetObject", "/*"), "Principal": {"AWS": "000000000000"}}
s3.put_bucket_policy(Bucket=bucket, Policy=policy(own))
assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"] == {"IsPublic": False}
assert curl("/site/index.html") == "403"

s3.delete_bucket_policy(Bucket=bucket)
assert refusal(s3.get_bucket_policy)[0] == "NoSuchBucketPolicy"
for key in ("site/index.html", "private/key"):
    s3.delete_object(Bucket=bucket, Key=key)
s3.delete_bucket(Bucket=bucket)
