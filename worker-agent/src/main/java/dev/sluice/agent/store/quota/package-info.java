/** Quotas of buckets, and the usage that is kept for them, above every engine. */
@NullMarked
package dev.sluice.agent.store.quota;

import org.jspecify.annotations.NullMarked;
