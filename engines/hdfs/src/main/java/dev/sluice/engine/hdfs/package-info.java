/** The storage engine for HDFS, by Hadoop's own client. */
@NullMarked
package dev.sluice.engine.hdfs;

import org.jspecify.annotations.NullMarked;
