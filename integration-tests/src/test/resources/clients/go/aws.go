package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

type awsClient struct {
	s3     *s3.Client
	bucket *string
}

var always = context.Background()

func newAws(endpoint, bucket string, pathStyle bool) client {
	key, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	return &awsClient{
		s3: s3.New(s3.Options{
			BaseEndpoint: aws.String(endpoint),
			Region:       "us-east-1",
			UsePathStyle: pathStyle,
			Credentials:  credentials.NewStaticCredentialsProvider(key, secret, ""),
		}),
		bucket: aws.String(bucket),
	}
}

func (c *awsClient) makeBucket() error {
	_, err := c.s3.CreateBucket(always, &s3.CreateBucketInput{Bucket: c.bucket})
	return err
}

func (c *awsClient) upload(key, file string) error {
	body, err := os.Open(file)
	if err != nil {
		return err
	}
	defer body.Close()
	return c.put(key, body, -1)
}

func (c *awsClient) put(key string, body io.Reader, length int64) error {
	_, err := manager.NewUploader(c.s3).Upload(always, &s3.PutObjectInput{Bucket: c.bucket, Key: &key, Body: body})
	return err
}

func (c *awsClient) get(key string) ([]byte, error) {
	into := manager.NewWriteAtBuffer(nil)
	_, err := manager.NewDownloader(c.s3).Download(always, into, &s3.GetObjectInput{Bucket: c.bucket, Key: &key})
	return into.Bytes(), err
}

func (c *awsClient) getRange(key string, from, to int64) ([]byte, error) {
	got, err := c.s3.GetObject(always, &s3.GetObjectInput{
		Bucket: c.bucket, Key: &key, Range: aws.String(fmt.Sprintf("bytes=%d-%d", from, to)),
	})
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	return io.ReadAll(got.Body)
}

func (c *awsClient) list(prefix string) ([]string, error) {
	var keys []string
	pages := s3.NewListObjectsV2Paginator(c.s3, &s3.ListObjectsV2Input{
		Bucket: c.bucket, Prefix: &prefix, MaxKeys: aws.Int32(5),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(always)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			keys = append(keys, *object.Key)
		}
	}
	return keys, nil
}

func (c *awsClient) copy(from, to string) error {
	// A plus is a blank there: PathEscape leaves one as it is.
	source := *c.bucket + "/" + url.QueryEscape(from)
	_, err := c.s3.CopyObject(always, &s3.CopyObjectInput{Bucket: c.bucket, Key: &to, CopySource: &source})
	return err
}

func (c *awsClient) presignedGet(key string) (string, error) {
	got, err := s3.NewPresignClient(c.s3).PresignGetObject(always, &s3.GetObjectInput{Bucket: c.bucket, Key: &key})
	if err != nil {
		return "", err
	}
	return got.URL, nil
}

func (c *awsClient) refusesSecond(key string) bool {
	_, err := c.s3.PutObject(always, &s3.PutObjectInput{Bucket: c.bucket, Key: &key, IfNoneMatch: aws.String("*")})
	return err != nil
}

func (c *awsClient) remove(keys []string) error {
	var objects []types.ObjectIdentifier
	for _, key := range keys {
		objects = append(objects, types.ObjectIdentifier{Key: aws.String(key)})
	}
	_, err := c.s3.DeleteObjects(always, &s3.DeleteObjectsInput{
		Bucket: c.bucket, Delete: &types.Delete{Objects: objects},
	})
	return err
}
