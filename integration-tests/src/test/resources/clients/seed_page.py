"""The Python section of the page "S3 Client", with Python 3's bytes. Argument: the port."""
import io
import math
import os
import sys

import boto
import boto.s3.connection

try:
    from filechunkio import FileChunkIO
except ImportError:

    class FileChunkIO(io.BytesIO):
        """A slice of a file, where filechunkio is not installed."""

        def __init__(self, name, mode, offset, bytes):
            with open(name, 'rb') as whole:
                whole.seek(offset)
                super().__init__(whole.read(bytes))


conn = boto.connect_s3(
    aws_access_key_id='',
    aws_secret_access_key='',
    host='localhost',
    port=int(sys.argv[1]),
    path='/api/v1/s3',
    is_secure=False,
    calling_format=boto.s3.connection.OrdinaryCallingFormat(),
)

bucketName = 'bucket-for-testing'
bucket = conn.create_bucket(bucketName)

smallObjectKey = 'small.txt'
smallObjectContent = 'Hello World!'

key = bucket.new_key(smallObjectKey)
key.set_contents_from_string(smallObjectContent)
assert smallObjectContent.encode() == key.get_contents_as_string()

largeObjectKey = 'large.txt'
largeObjectFile = '8mb.data'
with open(largeObjectFile, 'wb') as f:
    f.write(bytes(8 * 1048576))

key = bucket.new_key(largeObjectKey)
with open(largeObjectFile, 'rb') as f:
    key.set_contents_from_file(f)
with open(largeObjectFile, 'rb') as f:
    largeObject = f.read()
assert largeObject == key.get_contents_as_string()

assert sorted(k.name for k in bucket.list()) == [largeObjectKey, smallObjectKey]
bucket.delete_key(smallObjectKey)
bucket.delete_key(largeObjectKey)

mp = bucket.initiate_multipart_upload(largeObjectFile)

# Use a chunk size of 1MB (feel free to change this)
sourceSize = os.stat(largeObjectFile).st_size
chunkSize = 1048576
chunkCount = int(math.ceil(sourceSize / float(chunkSize)))

for i in range(chunkCount):
    offset = chunkSize * i
    size = min(chunkSize, sourceSize - offset)
    with FileChunkIO(largeObjectFile, 'r', offset=offset, bytes=size) as fp:
        mp.upload_part_from_file(fp, part_num=i + 1)

mp.complete_upload()
assert bucket.get_key(largeObjectFile).get_contents_as_string() == largeObject

mp = bucket.initiate_multipart_upload(largeObjectFile)
mp.cancel_upload()

bucket.delete_key(largeObjectFile)
conn.delete_bucket(bucketName)
assert conn.lookup(bucketName) is None
