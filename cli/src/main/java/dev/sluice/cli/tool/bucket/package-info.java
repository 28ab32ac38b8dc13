/** The tools for buckets and their settings. */
@NullMarked
package dev.sluice.cli.tool.bucket;

import org.jspecify.annotations.NullMarked;
