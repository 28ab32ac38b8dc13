/** The engine that keeps everything in memory. */
@NullMarked
package dev.sluice.agent.store.memory;

import org.jspecify.annotations.NullMarked;
