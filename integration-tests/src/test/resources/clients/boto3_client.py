"""boto3 with its defaults. Arguments: endpoint, access key, secret key."""
import hashlib
import io
import sys
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:]


def client(secret=secret_key, **config):
    return boto3.client(
        's3',
        endpoint_url=endpoint,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret,
        region_name='us-east-1',
        config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}, **config),
    )


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response['Error']['Code']
    return None


s3 = client()
s3.create_bucket(Bucket='boto3')
assert 'boto3' in [bucket['Name'] for bucket in s3.list_buckets()['Buckets']]
assert s3.get_bucket_location(Bucket='boto3')['LocationConstraint'] is None

small = b'Hello World!'
put = s3.put_object(
    Bucket='boto3', Key='folder/small ü+.txt', Body=small, ContentType='text/plain', Metadata={'colour': 'blue'}
)
assert put['ETag'] == '"%s"' % hashlib.md5(small).hexdigest()
got = s3.get_object(Bucket='boto3', Key='folder/small ü+.txt', ChecksumMode='ENABLED')
assert got['Body'].read() == small
assert got['ContentType'] == 'text/plain'
assert got['Metadata'] == {'colour': 'blue'}
assert got['ETag'] == put['ETag']
part = s3.get_object(Bucket='boto3', Key='folder/small ü+.txt', Range='bytes=6-')
assert part['Body'].read() == b'World!' and part['ResponseMetadata']['HTTPStatusCode'] == 206
assert s3.head_object(Bucket='boto3', Key='folder/small ü+.txt')['ContentLength'] == 12

for algorithm in ('CRC32', 'SHA1', 'SHA256'):
    s3.put_object(Bucket='boto3', Key='checksum', Body=small, ChecksumAlgorithm=algorithm)
    head = s3.head_object(Bucket='boto3', Key='checksum', ChecksumMode='ENABLED')
    assert head['Checksum' + algorithm], head

# Unseekable bodies go with a trailer.
s3.put_object(Bucket='boto3', Key='checksum', Body=io.BytesIO(b'x' * 100_000))
assert s3.get_object(Bucket='boto3', Key='checksum')['Body'].read() == b'x' * 100_000

assert code(s3.put_object, Bucket='boto3', Key='checksum', Body=b'', IfNoneMatch='*') == 'PreconditionFailed'
assert code(s3.get_object, Bucket='boto3', Key='missing') == 'NoSuchKey'
assert code(s3.get_object, Bucket='boto3-missing', Key='missing') == 'NoSuchBucket'
assert code(s3.delete_bucket, Bucket='boto3') == 'BucketNotEmpty'
assert code(s3.put_bucket_versioning, Bucket='boto3', VersioningConfiguration={'Status': 'Enabled'}) == 'NotImplemented'
assert code(s3.get_bucket_cors, Bucket='boto3') == 'NoSuchCORSConfiguration'
rules = [
    {'ID': 'uploads', 'AllowedOrigins': ['https://*.example.com'], 'AllowedMethods': ['PUT', 'POST'],
     'AllowedHeaders': ['*'], 'ExposeHeaders': ['ETag'], 'MaxAgeSeconds': 3000},
    {'AllowedOrigins': ['*'], 'AllowedMethods': ['GET']},
]
s3.put_bucket_cors(Bucket='boto3', CORSConfiguration={'CORSRules': rules})
assert s3.get_bucket_cors(Bucket='boto3')['CORSRules'] == rules
wrong = [{'AllowedOrigins': ['*'], 'AllowedMethods': ['PATCH']}]
assert code(s3.put_bucket_cors, Bucket='boto3', CORSConfiguration={'CORSRules': wrong}) == 'InvalidRequest'
assert code(s3.put_bucket_cors, Bucket='boto3', CORSConfiguration={'CORSRules': []}) == 'MalformedXML'
s3.delete_bucket_cors(Bucket='boto3')
assert code(s3.get_bucket_cors, Bucket='boto3') == 'NoSuchCORSConfiguration'
assert code(client(secret='wrong').list_buckets) == 'SignatureDoesNotMatch'
old = client(signature_version='s3')
old.put_object(Bucket='boto3', Key='signed/by v2', Body=small)
assert old.get_object(Bucket='boto3', Key='signed/by v2')['Body'].read() == small

large = bytes(range(256)) * 40_960 + b'the end'
config = TransferConfig(multipart_threshold=1, multipart_chunksize=5 << 20)
s3.upload_fileobj(io.BytesIO(large), 'boto3', 'folder/large', Config=config)
downloaded = io.BytesIO()
s3.download_fileobj('boto3', 'folder/large', downloaded, Config=config)
assert downloaded.getvalue() == large
assert s3.head_object(Bucket='boto3', Key='folder/large')['ETag'].endswith('-3"')
s3.copy({'Bucket': 'boto3', 'Key': 'folder/large'}, 'boto3', 'copy', Config=config)
assert s3.get_object(Bucket='boto3', Key='copy')['Body'].read() == large

for i in range(7):
    s3.put_object(Bucket='boto3', Key='many/%d' % i, Body=b'')
pages = s3.get_paginator('list_objects_v2').paginate(Bucket='boto3', Prefix='many/', PaginationConfig={'PageSize': 3})
assert [entry['Key'] for page in pages for entry in page['Contents']] == ['many/%d' % i for i in range(7)]
top = s3.list_objects_v2(Bucket='boto3', Delimiter='/')
assert [entry['Key'] for entry in top['Contents']] == ['checksum', 'copy']
assert [entry['Prefix'] for entry in top['CommonPrefixes']] == ['folder/', 'many/', 'signed/']

url = s3.generate_presigned_url('get_object', Params={'Bucket': 'boto3', 'Key': 'folder/small ü+.txt'}, ExpiresIn=60)
with urllib.request.urlopen(url) as answer:
    assert answer.read() == small
try:
    urllib.request.urlopen(url.replace('small', 'smell'))
    raise AssertionError('another key than the signed one')
except urllib.error.HTTPError as error:
    assert error.code == 403

post = client(signature_version='s3v4').get_object(Bucket='boto3', Key='folder/small ü+.txt')
assert post['Body'].read() == small

bucket = boto3.resource(
    's3',
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name='us-east-1',
).Bucket('boto3')
assert len(bucket.objects.all().delete()[0]['Deleted']) == 12
s3.delete_bucket(Bucket='boto3')
