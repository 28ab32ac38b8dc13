/**
 * The storage of the agent and its rules: {@link dev.sluice.agent.store.ObjectStore} is the
 * specification, written once over the narrow waist {@link
 * dev.sluice.agent.store.engine.StorageEngine}. Knows neither gRPC nor HTTP.
 */
@NullMarked
package dev.sluice.agent.store;

import org.jspecify.annotations.NullMarked;
