/**
 * The frontend's side of short-circuit reads: open files that an agent on this machine passes, and
 * the threads that move their bytes to clients.
 */
@NullMarked
package dev.sluice.frontend.descriptor;

import org.jspecify.annotations.NullMarked;
