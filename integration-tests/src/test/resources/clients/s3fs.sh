# Works in a bucket that s3fs has mounted. Whoever starts this gives it a mount namespace of its own.
s3fs=$1 bucket=$2 url=$3 password=$4 option=$5 files=$6 mounted=$7

"$s3fs" "$bucket" "$mounted" -o "url=$url" -o "passwd_file=$password" -o "$option" -o multipart_size=5
trap 'umount -l "$mounted"' EXIT

cp -r "$files" "$mounted/copied"
diff -r "$files" "$mounted/copied"
mv "$mounted/copied" "$mounted/renamed"
diff -r "$files" "$mounted/renamed"
test "$(ls "$mounted/renamed/sorted")" = "$(ls "$files/sorted")"

echo one > "$mounted/appended"
echo two >> "$mounted/appended"
chmod 640 "$mounted/appended"
test "$(stat -c '%a %s' "$mounted/appended")" = '640 8'

cp -r "$files/a folder" "$mounted/removed"
rm -r "$mounted/removed"
test ! -e "$mounted/removed"
