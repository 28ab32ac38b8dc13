package dev.sluice.engine.hdfs;

import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/** The file of an object without its record, and the path at which it was found. */
record HdfsHome(String path, HdfsFileStatus status) {}
