package main

import (
	"io"
	"net/url"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

type minioClient struct {
	s3     *minio.Client
	bucket string
}

func newMinio(endpoint, bucket string, pathStyle bool) client {
	address, err := url.Parse(endpoint)
	must(err)
	lookup := minio.BucketLookupDNS
	if pathStyle {
		lookup = minio.BucketLookupPath
	}
	key, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	s3, err := minio.New(address.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(key, secret, ""),
		BucketLookup: lookup,
	})
	must(err)
	return &minioClient{s3: s3, bucket: bucket}
}

func (c *minioClient) makeBucket() error {
	return c.s3.MakeBucket(always, c.bucket, minio.MakeBucketOptions{})
}

func (c *minioClient) upload(key, file string) error {
	_, err := c.s3.FPutObject(always, c.bucket, key, file, minio.PutObjectOptions{PartSize: 5 << 20})
	return err
}

func (c *minioClient) put(key string, body io.Reader, length int64) error {
	_, err := c.s3.PutObject(always, c.bucket, key, body, length, minio.PutObjectOptions{PartSize: 5 << 20})
	return err
}

func (c *minioClient) get(key string) ([]byte, error) {
	object, err := c.s3.GetObject(always, c.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, err
	}
	defer object.Close()
	return io.ReadAll(object)
}

func (c *minioClient) getRange(key string, from, to int64) ([]byte, error) {
	options := minio.GetObjectOptions{}
	if err := options.SetRange(from, to); err != nil {
		return nil, err
	}
	object, err := c.s3.GetObject(always, c.bucket, key, options)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	return io.ReadAll(object)
}

func (c *minioClient) list(prefix string) ([]string, error) {
	var keys []string
	options := minio.ListObjectsOptions{Prefix: prefix, Recursive: true, MaxKeys: 5}
	for object := range c.s3.ListObjects(always, c.bucket, options) {
		if object.Err != nil {
			return nil, object.Err
		}
		keys = append(keys, object.Key)
	}
	return keys, nil
}

func (c *minioClient) copy(from, to string) error {
	_, err := c.s3.CopyObject(
		always,
		minio.CopyDestOptions{Bucket: c.bucket, Object: to},
		minio.CopySrcOptions{Bucket: c.bucket, Object: from})
	return err
}

func (c *minioClient) presignedGet(key string) (string, error) {
	got, err := c.s3.PresignedGetObject(always, c.bucket, key, time.Minute, nil)
	if err != nil {
		return "", err
	}
	return got.String(), nil
}

func (c *minioClient) refusesSecond(key string) bool {
	options := minio.PutObjectOptions{}
	options.SetMatchETagExcept("*")
	_, err := c.s3.PutObject(always, c.bucket, key, nil, 0, options)
	return minio.ToErrorResponse(err).Code == "PreconditionFailed"
}

func (c *minioClient) remove(keys []string) error {
	objects := make(chan minio.ObjectInfo, len(keys))
	for _, key := range keys {
		objects <- minio.ObjectInfo{Key: key}
	}
	close(objects)
	for failed := range c.s3.RemoveObjects(always, c.bucket, objects, minio.RemoveObjectsOptions{}) {
		return failed.Err
	}
	return nil
}
