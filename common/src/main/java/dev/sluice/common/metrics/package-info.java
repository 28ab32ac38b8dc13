/** Counts and times per operation, the same way in both tiers. */
@NullMarked
package dev.sluice.common.metrics;

import org.jspecify.annotations.NullMarked;
