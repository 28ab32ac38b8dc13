/** Requests to an object store, and its answers. */
@NullMarked
package dev.sluice.agent.store.request;

import org.jspecify.annotations.NullMarked;
