/** Buckets as an engine stores them: their record, their settings and their usage. */
@NullMarked
package dev.sluice.agent.store.engine.bucket;

import org.jspecify.annotations.NullMarked;
