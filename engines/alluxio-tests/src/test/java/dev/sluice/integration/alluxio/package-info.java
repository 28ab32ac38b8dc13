/** Real clients against real processes whose storage is an Alluxio of real daemons. */
@NullMarked
package dev.sluice.integration.alluxio;

import org.jspecify.annotations.NullMarked;
