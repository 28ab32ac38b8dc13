/** Objects as files: read, staged, sealed, published, changed and deleted. */
@NullMarked
package dev.sluice.agent.store.local.object;

import org.jspecify.annotations.NullMarked;
