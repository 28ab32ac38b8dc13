/**
 * How the tiers speak: failures to statuses and back, the caller's context, data that crosses
 * without copies.
 */
@NullMarked
package dev.sluice.common.rpc;

import org.jspecify.annotations.NullMarked;
