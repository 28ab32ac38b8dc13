/** The scrub: objects are read again, in the background, and compared with what is kept of them. */
@NullMarked
package dev.sluice.agent.store.scrub;

import org.jspecify.annotations.NullMarked;
