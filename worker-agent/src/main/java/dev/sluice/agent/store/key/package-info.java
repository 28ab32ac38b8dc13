/** Keys and the paths of their files: all that an engine knows of names. */
@NullMarked
package dev.sluice.agent.store.key;

import org.jspecify.annotations.NullMarked;
