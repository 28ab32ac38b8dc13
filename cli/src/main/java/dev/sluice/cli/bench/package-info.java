/**
 * The load driver: sends S3 requests to any endpoint over sockets of its own, checks every answer,
 * and reports rates and latencies. Knows nothing of what serves them.
 */
@NullMarked
package dev.sluice.cli.bench;

import org.jspecify.annotations.NullMarked;
