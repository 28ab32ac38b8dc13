package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/cors"
	"github.com/minio/minio-go/v7/pkg/tags"
)

// Sets, reads and removes the policy, the tags and the CORS rules of a bucket, and the tags of an object.
func setSettings(c *minioClient) {
	must(c.makeBucket())

	policy := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},`+
		`"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::%s/public/*"]}]}`, c.bucket)
	must(c.s3.SetBucketPolicy(always, c.bucket, policy))
	expect(policy)(c.s3.GetBucketPolicy(always, c.bucket))
	must(c.s3.SetBucketPolicy(always, c.bucket, ""))
	expect("")(c.s3.GetBucketPolicy(always, c.bucket))

	ofBucket, err := tags.NewTags(map[string]string{"team": "red", "stage": "a b"}, false)
	must(err)
	must(c.s3.SetBucketTagging(always, c.bucket, ofBucket))
	gotBucket, err := c.s3.GetBucketTagging(always, c.bucket)
	must(err)
	same(ofBucket.ToMap(), gotBucket.ToMap())
	must(c.s3.RemoveBucketTagging(always, c.bucket))
	_, err = c.s3.GetBucketTagging(always, c.bucket)
	same("NoSuchTagSet", minio.ToErrorResponse(err).Code)

	rules := cors.NewConfig([]cors.Rule{{
		AllowedOrigin: []string{"http://*.example.org"},
		AllowedMethod: []string{"GET", "PUT"},
		AllowedHeader: []string{"*"},
		ExposeHeader:  []string{"ETag"},
		MaxAgeSeconds: 60,
	}})
	must(c.s3.SetBucketCors(always, c.bucket, rules))
	gotRules, err := c.s3.GetBucketCors(always, c.bucket)
	must(err)
	same(asJSON(rules.CORSRules), asJSON(gotRules.CORSRules))
	must(c.s3.SetBucketCors(always, c.bucket, nil))
	gotRules, err = c.s3.GetBucketCors(always, c.bucket)
	must(err)
	same(true, gotRules == nil)

	options := minio.PutObjectOptions{UserTags: map[string]string{"a": "1", "b": "two words"}}
	_, err = c.s3.PutObject(always, c.bucket, "tagged", bytes.NewReader([]byte("text")), 4, options)
	must(err)
	sameTags(c, map[string]string{"a": "1", "b": "two words"})
	ofObject, err := tags.NewTags(map[string]string{"c": "3"}, true)
	must(err)
	must(c.s3.PutObjectTagging(always, c.bucket, "tagged", ofObject, minio.PutObjectTaggingOptions{}))
	sameTags(c, map[string]string{"c": "3"})
	must(c.s3.RemoveObjectTagging(always, c.bucket, "tagged", minio.RemoveObjectTaggingOptions{}))
	sameTags(c, map[string]string{})

	must(c.s3.RemoveObject(always, c.bucket, "tagged", minio.RemoveObjectOptions{}))
	must(c.s3.RemoveBucket(always, c.bucket))
}

func sameTags(c *minioClient, expected map[string]string) {
	got, err := c.s3.GetObjectTagging(always, c.bucket, "tagged", minio.GetObjectTaggingOptions{})
	must(err)
	same(expected, got.ToMap())
}

func expect(expected string) func(string, error) {
	return func(got string, err error) {
		must(err)
		same(expected, got)
	}
}

func same(expected, got any) {
	if !reflect.DeepEqual(expected, got) {
		panic(fmt.Sprintf("%v (expected: %v)", got, expected))
	}
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	must(err)
	return string(text)
}
