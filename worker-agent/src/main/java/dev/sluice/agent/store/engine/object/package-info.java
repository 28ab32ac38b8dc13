/**
 * Objects as an engine stores them: how they are named, what is kept with them, what a change
 * expects, replaces and leaves, and the bytes on their way in and out.
 */
@NullMarked
package dev.sluice.agent.store.engine.object;

import org.jspecify.annotations.NullMarked;
