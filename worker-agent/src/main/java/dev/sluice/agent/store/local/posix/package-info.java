/**
 * The file calls of Linux, with paths as bytes: the one class that makes foreign calls, what it
 * opens, what it answers, and how it fails.
 */
@NullMarked
package dev.sluice.agent.store.local.posix;

import org.jspecify.annotations.NullMarked;
