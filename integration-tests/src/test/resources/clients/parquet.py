"""Arrow and DuckDB, which read Parquet by ranges. Arguments: endpoint as HOST:PORT, access key, secret key,
bucket."""
import glob
import os
import sys

import duckdb
import duckdb_extension_httpfs
import pyarrow
import pyarrow.dataset
import pyarrow.parquet
from pyarrow.fs import FileSelector, FileType, S3FileSystem

endpoint, access_key, secret_key, bucket = sys.argv[1:]
ROWS = 300_000

s3 = S3FileSystem(
    endpoint_override=endpoint,
    scheme='http',
    access_key=access_key,
    secret_key=secret_key,
    region='us-east-1',
    allow_bucket_creation=True,
    allow_bucket_deletion=True,
)
s3.create_dir(bucket)

table = pyarrow.table(
    {
        'number': range(ROWS),
        'third': [number % 3 for number in range(ROWS)],
        'text': ['row %d' % (number * 7919) for number in range(ROWS)],
    }
)
pyarrow.parquet.write_table(table, bucket + '/table + ü%41.parquet', filesystem=s3, row_group_size=50_000)
assert pyarrow.parquet.read_table(bucket + '/table + ü%41.parquet', filesystem=s3).equals(table)
file = pyarrow.parquet.ParquetFile(bucket + '/table + ü%41.parquet', filesystem=s3)
assert file.num_row_groups == 6
assert file.read_row_group(4, columns=['number'])['number'].to_pylist() == list(range(200_000, 250_000))

pyarrow.dataset.write_dataset(
    table, bucket + '/dataset', format='parquet', filesystem=s3, partitioning=['third'], partitioning_flavor='hive'
)
dataset = pyarrow.dataset.dataset(bucket + '/dataset', format='parquet', filesystem=s3, partitioning='hive')
assert dataset.count_rows(filter=pyarrow.dataset.field('third') == 1) == ROWS // 3
assert len(dataset.files) == 3

# More than the 10 MiB that Arrow puts in one go.
with s3.open_output_stream(bucket + '/large') as out:
    for i in range(25):
        out.write(bytes([i]) * (1 << 20))
with s3.open_input_file(bucket + '/large') as large:
    assert large.size() == 25 << 20
    assert large.read_at(2, (13 << 20) - 1) == b'\x0c\x0d'
s3.copy_file(bucket + '/large', bucket + '/folder/copy')
s3.move(bucket + '/folder/copy', bucket + '/folder/moved')
assert s3.get_file_info(bucket + '/folder').type == FileType.Directory
assert s3.get_file_info(bucket + '/folder/copy').type == FileType.NotFound
assert [info.path for info in s3.get_file_info(FileSelector(bucket + '/folder'))] == [bucket + '/folder/moved']

duck = duckdb.connect(config={'autoinstall_known_extensions': 'false'})
folder = os.path.join(os.path.dirname(duckdb_extension_httpfs.__file__), 'extensions')
duck.execute("LOAD '%s'" % glob.glob(folder + '/*/httpfs.duckdb_extension')[0])
duck.execute(
    """
    CREATE SECRET (TYPE s3, KEY_ID '%s', SECRET '%s', REGION 'us-east-1',
                   ENDPOINT '%s', URL_STYLE 'path', USE_SSL false)
    """
    % (access_key, secret_key, endpoint)
)


def ask(question):
    return duck.execute(question).fetchall()


assert ask(f"SELECT count(*), sum(number) FROM 's3://{bucket}/table + ü%41.parquet'") == [
    (ROWS, ROWS * (ROWS - 1) // 2)
]
assert ask(
    f"SELECT third, count(*) FROM read_parquet('s3://{bucket}/dataset/*/*.parquet', hive_partitioning = true) "
    "GROUP BY third ORDER BY third"
) == [(third, ROWS // 3) for third in range(3)]
duck.execute(f"COPY (SELECT range AS n, 'x' || range AS s FROM range(1000000)) TO 's3://{bucket}/duck/made.parquet'")
assert ask(f"SELECT s FROM 's3://{bucket}/duck/made.parquet' WHERE n = 654321") == [('x654321',)]
assert pyarrow.parquet.read_metadata(bucket + '/duck/made.parquet', filesystem=s3).num_rows == 1_000_000

s3.delete_dir(bucket + '/dataset')
assert s3.get_file_info(bucket + '/dataset').type == FileType.NotFound
s3.delete_dir(bucket)
