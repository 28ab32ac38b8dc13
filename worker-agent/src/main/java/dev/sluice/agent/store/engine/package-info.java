/**
 * The waist between S3's semantics and the storages: what an engine has to offer, and how engines
 * are found. What passes through lies in the rooms below.
 */
@NullMarked
package dev.sluice.agent.store.engine;

import org.jspecify.annotations.NullMarked;
