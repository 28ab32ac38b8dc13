/**
 * The vocabulary both tiers share: names, keys, ranges, conditions, digests and failures. Knows
 * nobody.
 */
@NullMarked
package dev.sluice.common.model;

import org.jspecify.annotations.NullMarked;
