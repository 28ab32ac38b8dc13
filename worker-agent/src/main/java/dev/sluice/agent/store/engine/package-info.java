/**
 * The waist between S3's semantics and the storages: what an engine has to offer, and the records
 * that pass through.
 */
@NullMarked
package dev.sluice.agent.store.engine;

import org.jspecify.annotations.NullMarked;
