"""boto3 and the settings of a bucket, operation by operation. Arguments: endpoint, access key, secret key."""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:]
BUCKET = 'boto3-settings'
OBJECT = {'Bucket': BUCKET, 'Key': 'page'}
ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers'

s3 = boto3.client(
    's3',
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name='us-east-1',
    config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}),
)


def refused(status, code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response['ResponseMetadata']['HTTPStatusCode'], error.response['Error']['Code']
        assert found == (status, code), found
    else:
        raise AssertionError('not refused (expected: %s)' % code)


def is_done(status, answer):
    found = answer['ResponseMetadata']['HTTPStatusCode']
    assert found == status, found


def grants(answer):
    return [(grant['Grantee'].get('URI', 'user'), grant['Permission']) for grant in answer['Grants']]


s3.create_bucket(Bucket=BUCKET)
s3.put_object(Body=b'text', **OBJECT)

# Policy, and its status
refused(404, 'NoSuchBucketPolicy', s3.get_bucket_policy, Bucket=BUCKET)
policy = json.dumps({
    'Version': '2012-10-17',
    'Statement': [{
        'Effect': 'Allow',
        'Principal': '*',
        'Action': ['s3:GetObject'],
        'Resource': ['arn:aws:s3:::%s/*' % BUCKET],
        'Condition': {'StringLike': {'aws:Referer': ['http://example.org/*']}},
    }],
})
is_done(204, s3.put_bucket_policy(Bucket=BUCKET, Policy=policy))
assert s3.get_bucket_policy(Bucket=BUCKET)['Policy'] == policy
assert s3.get_bucket_policy_status(Bucket=BUCKET)['PolicyStatus'] == {'IsPublic': True}
refused(400, 'MalformedPolicy', s3.put_bucket_policy, Bucket=BUCKET, Policy='{"Statement": []}')
assert s3.get_bucket_policy(Bucket=BUCKET)['Policy'] == policy
is_done(204, s3.delete_bucket_policy(Bucket=BUCKET))
is_done(204, s3.delete_bucket_policy(Bucket=BUCKET))
refused(404, 'NoSuchBucketPolicy', s3.get_bucket_policy, Bucket=BUCKET)

# Ownership
own = {'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]}
assert s3.get_bucket_ownership_controls(Bucket=BUCKET)['OwnershipControls'] == own
refused(400, 'AccessControlListNotSupported', s3.put_bucket_acl, Bucket=BUCKET, ACL='public-read')
own = {'Rules': [{'ObjectOwnership': 'BucketOwnerPreferred'}]}
is_done(200, s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls=own))
assert s3.get_bucket_ownership_controls(Bucket=BUCKET)['OwnershipControls'] == own

# Access control lists
is_done(200, s3.put_bucket_acl(Bucket=BUCKET, ACL='public-read-write'))
shown = s3.get_bucket_acl(Bucket=BUCKET)
assert grants(shown) == [('user', 'FULL_CONTROL'), (ALL_USERS, 'READ'), (ALL_USERS, 'WRITE')], shown
policy = {'Owner': shown['Owner'], 'Grants': shown['Grants'][:2]}
is_done(200, s3.put_bucket_acl(Bucket=BUCKET, AccessControlPolicy=policy))
assert s3.get_bucket_acl(Bucket=BUCKET)['Grants'] == shown['Grants'][:2]
is_done(200, s3.put_object_acl(GrantRead='uri="%s"' % ALL_USERS, **OBJECT))
assert grants(s3.get_object_acl(**OBJECT)) == [(ALL_USERS, 'READ')]
is_done(200, s3.put_object_acl(ACL='private', **OBJECT))
assert grants(s3.get_object_acl(**OBJECT)) == [('user', 'FULL_CONTROL')]
refused(400, 'InvalidArgument', s3.put_object_acl, GrantRead='id="nobody-at-all"', **OBJECT)
refused(404, 'NoSuchKey', s3.get_object_acl, Bucket=BUCKET, Key='nothing')
refused(
    400,
    'InvalidBucketAclWithObjectOwnership',
    s3.put_bucket_ownership_controls,
    Bucket=BUCKET,
    OwnershipControls={'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]},
)

# Public access block
refused(404, 'NoSuchPublicAccessBlockConfiguration', s3.get_public_access_block, Bucket=BUCKET)
switches = dict.fromkeys(['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'], True)
is_done(200, s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=switches))
assert s3.get_public_access_block(Bucket=BUCKET)['PublicAccessBlockConfiguration'] == switches
refused(403, 'AccessDenied', s3.put_object_acl, ACL='public-read', **OBJECT)
is_done(204, s3.delete_public_access_block(Bucket=BUCKET))
refused(404, 'NoSuchPublicAccessBlockConfiguration', s3.get_public_access_block, Bucket=BUCKET)

# CORS
refused(404, 'NoSuchCORSConfiguration', s3.get_bucket_cors, Bucket=BUCKET)
rules = [
    {
        'ID': 'one',
        'AllowedOrigins': ['https://*.example.org'],
        'AllowedMethods': ['GET', 'PUT'],
        'AllowedHeaders': ['*'],
        'ExposeHeaders': ['ETag', 'x-amz-version-id'],
        'MaxAgeSeconds': 3000,
    },
    {'AllowedOrigins': ['*'], 'AllowedMethods': ['HEAD']},
]
is_done(200, s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={'CORSRules': rules}))
assert s3.get_bucket_cors(Bucket=BUCKET)['CORSRules'] == rules
refused(
    400,
    'InvalidRequest',
    s3.put_bucket_cors,
    Bucket=BUCKET,
    CORSConfiguration={'CORSRules': [{'AllowedOrigins': ['*'], 'AllowedMethods': ['PATCH']}]},
)
is_done(204, s3.delete_bucket_cors(Bucket=BUCKET))
refused(404, 'NoSuchCORSConfiguration', s3.get_bucket_cors, Bucket=BUCKET)

# Tags
refused(404, 'NoSuchTagSet', s3.get_bucket_tagging, Bucket=BUCKET)
tags = [{'Key': 'team', 'Value': 'red'}, {'Key': 'ä b', 'Value': ''}]
is_done(204, s3.put_bucket_tagging(Bucket=BUCKET, Tagging={'TagSet': tags}))
assert s3.get_bucket_tagging(Bucket=BUCKET)['TagSet'] == tags
is_done(204, s3.delete_bucket_tagging(Bucket=BUCKET))
is_done(200, s3.put_object_tagging(Tagging={'TagSet': tags}, **OBJECT))
assert s3.get_object_tagging(**OBJECT)['TagSet'] == tags
assert s3.get_object(**OBJECT)['TagCount'] == 2
is_done(204, s3.delete_object_tagging(**OBJECT))
assert s3.get_object_tagging(**OBJECT)['TagSet'] == []
refused(400, 'InvalidTag', s3.put_object_tagging, Tagging={'TagSet': [{'Key': 'aws:a', 'Value': ''}]}, **OBJECT)

# Payment and acceleration
assert s3.get_bucket_request_payment(Bucket=BUCKET)['Payer'] == 'BucketOwner'
is_done(200, s3.put_bucket_request_payment(Bucket=BUCKET, RequestPaymentConfiguration={'Payer': 'Requester'}))
assert s3.get_bucket_request_payment(Bucket=BUCKET)['Payer'] == 'Requester'
assert 'Status' not in s3.get_bucket_accelerate_configuration(Bucket=BUCKET)
is_done(200, s3.put_bucket_accelerate_configuration(Bucket=BUCKET, AccelerateConfiguration={'Status': 'Enabled'}))
assert s3.get_bucket_accelerate_configuration(Bucket=BUCKET)['Status'] == 'Enabled'

is_done(200, s3.put_bucket_acl(Bucket=BUCKET, ACL='private'))
is_done(204, s3.delete_bucket_ownership_controls(Bucket=BUCKET))
refused(404, 'OwnershipControlsNotFoundError', s3.get_bucket_ownership_controls, Bucket=BUCKET)
s3.delete_object(**OBJECT)
s3.delete_bucket(Bucket=BUCKET)
