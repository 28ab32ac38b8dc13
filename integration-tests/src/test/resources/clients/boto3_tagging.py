"""Tags, request payment and acceleration by boto3. Arguments: endpoint, access key, secret key."""
import io
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:]
s3 = boto3.client(
    's3',
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name='us-east-1',
    config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}),
)
B = 'boto3-tagging'


def tags(**pairs):
    return [{'Key': key, 'Value': value} for key, value in pairs.items()]


def of(key):
    return s3.get_object_tagging(Bucket=B, Key=key)['TagSet']


def code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode']
    return None


s3.create_bucket(Bucket=B, CreateBucketConfiguration={'Tags': tags(made='yes')})
assert s3.get_bucket_tagging(Bucket=B)['TagSet'] == tags(made='yes')
wanted = tags(zone='b', team='red + blue', empty='')
s3.put_bucket_tagging(Bucket=B, Tagging={'TagSet': wanted})
assert s3.get_bucket_tagging(Bucket=B)['TagSet'] == wanted
assert code(s3.put_bucket_tagging, Bucket=B, Tagging={'TagSet': tags(a='1') + tags(a='2')}) == ('InvalidTag', 400)
assert code(s3.put_bucket_tagging, Bucket=B, Tagging={'TagSet': [{'Key': 'aws:a', 'Value': ''}]}) == ('InvalidTag', 400)
assert s3.get_bucket_tagging(Bucket=B)['TagSet'] == wanted
s3.delete_bucket_tagging(Bucket=B)
assert code(s3.get_bucket_tagging, Bucket=B) == ('NoSuchTagSet', 404)

put = s3.put_object(Bucket=B, Key='k', Body=b'text', Tagging='b=x+y&a=%C3%BC&c')
head = s3.head_object(Bucket=B, Key='k')
assert of('k') == tags(b='x y', a='\u00fc', c='')
assert head['TagCount'] == 3 and s3.get_object(Bucket=B, Key='k')['TagCount'] == 3, head
s3.put_object_tagging(Bucket=B, Key='k', Tagging={'TagSet': tags(only='1')})
changed = s3.head_object(Bucket=B, Key='k')
assert of('k') == tags(only='1') and changed['TagCount'] == 1
assert changed['ETag'] == put['ETag'] and changed['LastModified'] == head['LastModified'], changed

s3.copy_object(Bucket=B, Key='copied', CopySource={'Bucket': B, 'Key': 'k'})
assert of('copied') == tags(only='1')
s3.copy_object(
    Bucket=B, Key='copied', CopySource={'Bucket': B, 'Key': 'k'}, TaggingDirective='REPLACE', Tagging='other=2')
assert of('copied') == tags(other='2')
s3.copy_object(
    Bucket=B, Key='copied', CopySource={'Bucket': B, 'Key': 'k'}, MetadataDirective='REPLACE', Metadata={'m': '1'})
assert of('copied') == tags(only='1')

s3.upload_fileobj(
    io.BytesIO(b'x' * (6 << 20)), B, 'parts', ExtraArgs={'Tagging': 'up=load'},
    Config=TransferConfig(multipart_threshold=1, multipart_chunksize=5 << 20))
assert of('parts') == tags(up='load')
assert s3.head_object(Bucket=B, Key='parts')['ETag'].endswith('-2"')

url = s3.generate_presigned_url('put_object', Params={'Bucket': B, 'Key': 'signed', 'Tagging': 'a=b'}, ExpiresIn=60)
request = urllib.request.Request(url, data=b'x', method='PUT', headers={'x-amz-tagging': 'a=b', 'content-type': ''})
with urllib.request.urlopen(request) as answer:
    assert answer.status == 200
assert of('signed') == tags(a='b')

document = '<Tagging><TagSet><Tag><Key>form</Key><Value>yes</Value></Tag></TagSet></Tagging>'
form = s3.generate_presigned_post(B, 'posted', Fields={'tagging': document}, Conditions=[{'tagging': document}])
body = b''
for name, value in form['fields'].items():
    body += b'--XX\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value.encode())
body += b'--XX\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nx\r\n--XX--\r\n'
request = urllib.request.Request(
    form['url'], data=body, headers={'Content-Type': 'multipart/form-data; boundary=XX'})
with urllib.request.urlopen(request) as answer:
    assert answer.status == 204
assert of('posted') == tags(form='yes')

eleven = [{'Key': 'k%d' % i, 'Value': ''} for i in range(11)]
assert code(s3.put_object_tagging, Bucket=B, Key='k', Tagging={'TagSet': eleven}) == ('InvalidTag', 400)
assert code(s3.put_object_tagging, Bucket=B, Key='k', Tagging={'TagSet': tags(a='1') * 2}) == ('InvalidTag', 400)
assert code(s3.put_object, Bucket=B, Key='k', Tagging='aws:a=1') == ('InvalidTag', 400)
assert code(s3.put_object_tagging, Bucket=B, Key='no', Tagging={'TagSet': []}) == ('NoSuchKey', 404)
assert code(s3.get_object_tagging, Bucket=B, Key='no') == ('NoSuchKey', 404)
assert code(s3.delete_object_tagging, Bucket=B, Key='no') == ('NoSuchKey', 404)
assert of('k') == tags(only='1')
assert s3.delete_object_tagging(Bucket=B, Key='k')['ResponseMetadata']['HTTPStatusCode'] == 204
assert of('k') == [] and 'TagCount' not in s3.head_object(Bucket=B, Key='k')

assert s3.get_bucket_request_payment(Bucket=B)['Payer'] == 'BucketOwner'
s3.put_bucket_request_payment(Bucket=B, RequestPaymentConfiguration={'Payer': 'Requester'})
assert s3.get_bucket_request_payment(Bucket=B)['Payer'] == 'Requester'
assert s3.get_object(Bucket=B, Key='k')['Body'].read() == b'text'
assert 'RequestCharged' not in s3.get_object(Bucket=B, Key='k', RequestPayer='requester')
s3.put_bucket_request_payment(Bucket=B, RequestPaymentConfiguration={'Payer': 'BucketOwner'})

assert 'Status' not in s3.get_bucket_accelerate_configuration(Bucket=B)
for status in ('Enabled', 'Suspended'):
    s3.put_bucket_accelerate_configuration(Bucket=B, AccelerateConfiguration={'Status': status})
    assert s3.get_bucket_accelerate_configuration(Bucket=B)['Status'] == status
s3.create_bucket(Bucket='boto3.tagging')
assert code(
    s3.put_bucket_accelerate_configuration, Bucket='boto3.tagging', AccelerateConfiguration={'Status': 'Enabled'}
) == ('InvalidRequest', 400)
