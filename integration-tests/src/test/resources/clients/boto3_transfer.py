"""boto3's transfers of files, with its defaults. Arguments: endpoint, style, bucket, folder with files."""
import io
import os
import sys

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, style, name, folder = sys.argv[1:]
session = boto3.Session()
config = Config(s3={'addressing_style': style})
s3 = session.client('s3', endpoint_url=endpoint, config=config)
bucket = session.resource('s3', endpoint_url=endpoint, config=config).Bucket(name)
bucket.create()
bucket.wait_until_exists()

names = []
for parent, _, files in os.walk(folder):
    names += [os.path.relpath(os.path.join(parent, file), folder) for file in files]
for file in names:
    s3.upload_file(os.path.join(folder, file), name, 'files/' + file, ExtraArgs={'Metadata': {'colour': 'blue'}})
    s3.download_file(name, 'files/' + file, os.path.join(folder, '..', 'downloaded'))
    with open(os.path.join(folder, file), 'rb') as sent, open(os.path.join(folder, '..', 'downloaded'), 'rb') as got:
        assert sent.read() == got.read(), file
    head = s3.head_object(Bucket=name, Key='files/' + file, ChecksumMode='ENABLED')
    assert head['ChecksumCRC32'], head
    assert head['Metadata'] == {'colour': 'blue'}
assert s3.head_object(Bucket=name, Key='files/parts/twice and some.bin')['ETag'].endswith('-3"')

for operation, entries in (('list_objects', 'Contents'), ('list_objects_v2', 'Contents')):
    pages = s3.get_paginator(operation).paginate(Bucket=name, Prefix='files/', PaginationConfig={'PageSize': 4})
    keys = [entry['Key'] for page in pages for entry in page[entries]]
    assert keys == sorted(['files/' + file for file in names], key=str.encode), keys
assert len(list(bucket.objects.filter(Prefix='files/').page_size(5))) == len(names)

s3.upload_fileobj(io.BytesIO(b'from a stream'), name, 'a//stream +%41')
s3.copy({'Bucket': name, 'Key': 'a//stream +%41'}, name, 'copy')
s3.copy({'Bucket': name, 'Key': 'files/parts/twice and some.bin'}, name, 'copy in parts')
copied = io.BytesIO()
bucket.download_fileobj('copy in parts', copied)
with open(os.path.join(folder, 'parts/twice and some.bin'), 'rb') as sent:
    assert sent.read() == copied.getvalue()

# Uploads and parts are listed in pages.
ids = [s3.create_multipart_upload(Bucket=name, Key='upload/%d' % i)['UploadId'] for i in range(5)]
for number in range(1, 6):
    s3.upload_part(Bucket=name, Key='upload/0', UploadId=ids[0], PartNumber=number, Body=b'x' * number)
pages = s3.get_paginator('list_parts').paginate(
    Bucket=name, Key='upload/0', UploadId=ids[0], PaginationConfig={'PageSize': 2}
)
assert [part['Size'] for page in pages for part in page['Parts']] == [1, 2, 3, 4, 5]
pages = s3.get_paginator('list_multipart_uploads').paginate(Bucket=name, PaginationConfig={'PageSize': 2})
assert [upload['Key'] for page in pages for upload in page['Uploads']] == ['upload/%d' % i for i in range(5)]
for i in range(5):
    s3.abort_multipart_upload(Bucket=name, Key='upload/%d' % i, UploadId=ids[i])

# Not urllib.request: it adds a Content-Type, which Signature V2, boto3's default for URLs, signs.
url = s3.generate_presigned_url('put_object', Params={'Bucket': name, 'Key': 'by url +%41'}, ExpiresIn=600)
answer = urllib3.request('PUT', url, body=b'sent by url')
assert answer.status == 200, answer.data
url = s3.generate_presigned_url('get_object', Params={'Bucket': name, 'Key': 'by url +%41'}, ExpiresIn=600)
assert urllib3.request('GET', url).data == b'sent by url'

try:
    s3.put_object(Bucket=name, Key='copy', Body=b'', IfNoneMatch='*')
    raise AssertionError('put over what is there')
except ClientError as error:
    assert error.response['Error']['Code'] == 'PreconditionFailed', error
for key in ('a//stream +%41', 'copy', 'copy in parts', 'by url +%41'):
    bucket.Object(key).delete()
