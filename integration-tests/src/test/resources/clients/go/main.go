// The Go SDK with its transfer manager, and minio-go, with their defaults.
// Arguments: client, endpoint, bucket, folder with files, style. Keys are in the environment.
package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const large = 11<<20 + 3

// A client does what every client is asked to do.
type client interface {
	makeBucket() error
	upload(key, file string) error
	put(key string, body io.Reader, length int64) error
	get(key string) ([]byte, error)
	getRange(key string, from, to int64) ([]byte, error)
	list(prefix string) ([]string, error)
	copy(from, to string) error
	presignedGet(key string) (string, error)
	// Whether a second write that must be the first is refused.
	refusesSecond(key string) bool
	remove(keys []string) error
}

func main() {
	endpoint, bucket, files, pathStyle := os.Args[2], os.Args[3], os.Args[4], os.Args[5] == "path"
	switch os.Args[1] {
	case "aws":
		work(newAws(endpoint, bucket, pathStyle), files)
	case "minio":
		work(newMinio(endpoint, bucket, pathStyle), files)
	case "minio-settings":
		setSettings(newMinio(endpoint, bucket, pathStyle).(*minioClient))
	}
}

func work(s3 client, folder string) {
	must(s3.makeBucket())

	var names []string
	must(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			name, _ := filepath.Rel(folder, path)
			names = append(names, name)
		}
		return err
	}))
	for _, name := range names {
		file := filepath.Join(folder, name)
		must(s3.upload("files/"+name, file))
		expected, err := os.ReadFile(file)
		must(err)
		got, err := s3.get("files/" + name)
		must(err)
		check(bytes.Equal(got, expected), name)
	}
	listed, err := s3.list("files/")
	must(err)
	check(len(listed) == len(names), fmt.Sprint(listed))
	for i := 1; i < len(listed); i++ {
		check(listed[i-1] < listed[i], "order: "+listed[i])
	}

	// A stream that cannot go back and whose length nobody tells.
	stream := bytes.Repeat([]byte("sluice "), large/7+1)[:large]
	must(s3.put("a stream/+%41 ünï", io.MultiReader(bytes.NewReader(stream)), -1))
	got, err := s3.get("a stream/+%41 ünï")
	must(err)
	check(bytes.Equal(got, stream), "stream")
	part, err := s3.getRange("a stream/+%41 ünï", 7, 12)
	must(err)
	check(string(part) == "sluice", string(part))

	must(s3.copy("a stream/+%41 ünï", "copy"))
	url, err := s3.presignedGet("copy")
	must(err)
	answer, err := http.Get(url)
	must(err)
	body, err := io.ReadAll(answer.Body)
	must(err)
	check(answer.StatusCode == 200 && bytes.Equal(body, stream), answer.Status)
	check(s3.refusesSecond("copy"), "a second write passed")
	_, err = s3.get("missing")
	check(err != nil && (strings.Contains(err.Error(), "NoSuchKey") || strings.Contains(err.Error(), "does not exist")), fmt.Sprint(err))

	must(s3.remove([]string{"a stream/+%41 ünï", "copy"}))
	left, err := s3.list("a stream/")
	must(err)
	check(len(left) == 0, fmt.Sprint(left))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func check(good bool, otherwise string) {
	if !good {
		panic(otherwise)
	}
}
