/**
 * The vocabulary both tiers share: names, keys, ranges, conditions, digests and failures. Depends
 * on no other package.
 */
@NullMarked
package dev.sluice.common.model;

import org.jspecify.annotations.NullMarked;
