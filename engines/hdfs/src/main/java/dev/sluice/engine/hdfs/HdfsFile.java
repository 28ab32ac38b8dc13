package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.format.StoredRecord;
import java.util.List;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/**
 * The file of an object with its record.
 *
 * @param path its home
 * @param status as it was just before the record was read
 * @param stored its record as it lies there; the default message where there is none
 * @param whole whether no part of the record is missing
 * @param object as it counts
 * @param records attributes of records that it has, that of the newest last; none where it has none
 */
record HdfsFile(
    String path,
    HdfsFileStatus status,
    StoredRecord stored,
    boolean whole,
    StoredObject object,
    List<String> records) {}
