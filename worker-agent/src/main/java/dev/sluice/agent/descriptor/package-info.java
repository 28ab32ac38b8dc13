/**
 * The agent's side of short-circuit reads: the open files of bodies, passed to frontends on the
 * same machine.
 */
@NullMarked
package dev.sluice.agent.descriptor;

import org.jspecify.annotations.NullMarked;
