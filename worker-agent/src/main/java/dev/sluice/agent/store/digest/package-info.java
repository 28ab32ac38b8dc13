/** Checksums of wholes from the checksums of their parts. */
@NullMarked
package dev.sluice.agent.store.digest;

import org.jspecify.annotations.NullMarked;
