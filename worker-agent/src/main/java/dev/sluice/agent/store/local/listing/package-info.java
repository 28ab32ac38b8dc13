/**
 * Listings of buckets from ordered snapshots of directories, kept current by what the kernel
 * reports.
 */
@NullMarked
package dev.sluice.agent.store.local.listing;

import org.jspecify.annotations.NullMarked;
