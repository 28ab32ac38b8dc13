/** Real clients against real processes whose storage is an HDFS of real daemons. */
@NullMarked
package dev.sluice.integration.hdfs;

import org.jspecify.annotations.NullMarked;
