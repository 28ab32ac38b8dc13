/**
 * The communication of the tiers: failures as statuses, the caller's context, data that crosses
 * without copies.
 */
@NullMarked
package dev.sluice.common.rpc;

import org.jspecify.annotations.NullMarked;
