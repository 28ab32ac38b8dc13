// The JavaScript SDK with its defaults. Arguments: endpoint, access key, secret key, bucket, folder with files.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { Readable } = require('node:stream');
const {
  S3Client,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  waitUntilBucketExists,
  waitUntilObjectNotExists,
} = require('@aws-sdk/client-s3');
const { Upload } = require('@aws-sdk/lib-storage');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');

const [endpoint, accessKeyId, secretAccessKey, Bucket, files] = process.argv.slice(2);
const s3 = new S3Client({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId, secretAccessKey },
});

async function bytes(Key, more = {}) {
  const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED', ...more }));
  return Buffer.from(await got.Body.transformToByteArray());
}

async function code(command) {
  try {
    await s3.send(command);
    return undefined;
  } catch (failure) {
    return failure.name;
  }
}

async function run() {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await waitUntilBucketExists({ client: s3, maxWaitTime: 60 }, { Bucket });
  const buckets = await s3.send(new ListBucketsCommand({}));
  assert(buckets.Buckets.some((bucket) => bucket.Name === Bucket));

  const names = fs
    .readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(files, path.join(entry.parentPath ?? entry.path, entry.name)));
  for (const name of names) {
    const upload = new Upload({
      client: s3,
      partSize: 5 << 20,
      params: { Bucket, Key: 'files/' + name, Body: fs.createReadStream(path.join(files, name)) },
    });
    await upload.done();
    assert(fs.readFileSync(path.join(files, name)).equals(await bytes('files/' + name)), name);
  }

  const listed = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 5 }, { Bucket, Prefix: 'files/' })) {
    listed.push(...page.Contents.map((object) => object.Key));
  }
  const inOrder = names.map((name) => 'files/' + name).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  assert.deepStrictEqual(listed, inOrder);

  const Key = 'a//key with +%41 ünï';
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']) {
    await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'text', Metadata: { colour: 'blue' }, ChecksumAlgorithm }),
    );
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    assert(head['Checksum' + ChecksumAlgorithm], ChecksumAlgorithm);
    assert.strictEqual(head.Metadata.colour, 'blue');
    assert.strictEqual((await bytes(Key)).toString(), 'text');
  }
  assert.strictEqual((await bytes(Key, { Range: 'bytes=1-2' })).toString(), 'ex');

  // A stream whose length nobody tells goes with a trailer.
  const Body = Readable.from([Buffer.alloc(100_000, 'x'), Buffer.alloc(1, 'y')]);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 100_001 }));
  assert.strictEqual((await bytes('stream')).length, 100_001);

  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: encodeURI(Bucket + '/' + Key).replace('+', '%2B') }));
  assert.strictEqual((await bytes('copy')).toString(), 'text');
  assert.strictEqual(await code(new PutObjectCommand({ Bucket, Key, Body: '', IfNoneMatch: '*' })), 'PreconditionFailed');
  // Refused while it is still sent: the answer counts, not a broken pipe.
  const large = new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(64 << 20), IfNoneMatch: '*' });
  assert.strictEqual(await code(large), 'PreconditionFailed');
  assert.strictEqual(await code(new GetObjectCommand({ Bucket, Key: 'missing' })), 'NoSuchKey');
  assert.strictEqual(await code(new DeleteBucketCommand({ Bucket })), 'BucketNotEmpty');

  const putUrl = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'by url +%41' }), { expiresIn: 600 });
  assert.strictEqual((await fetch(putUrl, { method: 'PUT', body: 'sent by url' })).status, 200);
  const getUrl = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'by url +%41' }), { expiresIn: 600 });
  assert.strictEqual(await (await fetch(getUrl)).text(), 'sent by url');

  const Objects = [Key, 'copy', 'stream', 'by url +%41'].map((key) => ({ Key: key }));
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  assert.strictEqual(deleted.Deleted.length, 4);
  await waitUntilObjectNotExists({ client: s3, maxWaitTime: 60 }, { Bucket, Key });
}

run().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
