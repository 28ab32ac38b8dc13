"""boto 2 with Signature V2, in headers and in URLs. Arguments: the port, access key, secret key."""
import sys
import urllib.request

import boto
import boto.s3.connection

conn = boto.connect_s3(
    aws_access_key_id=sys.argv[2],
    aws_secret_access_key=sys.argv[3],
    host='localhost',
    port=int(sys.argv[1]),
    is_secure=False,
    calling_format=boto.s3.connection.OrdinaryCallingFormat(),
)
bucket = conn.create_bucket('boto2')


def send(method, url, body=None, headers={}):
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


headers = {'Content-Type': 'text/x-boto', 'x-amz-meta-color': 'blue', 'x-amz-acl': 'private'}
url = conn.generate_url(300, 'PUT', 'boto2', 'a key', headers=headers)
assert 'x-amz-meta-color=blue' in url
send('PUT', url, b'text', {'Content-Type': 'text/x-boto'})

key = bucket.get_key('a key')
assert key.get_contents_as_string() == b'text'
assert key.get_metadata('color') == 'blue'
assert key.content_type == 'text/x-boto'

url = key.generate_url(300, response_headers={'response-content-type': 'text/y'})
assert send('GET', url) == b'text'

key.delete()
conn.delete_bucket('boto2')
