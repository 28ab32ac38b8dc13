/** The way to the worker agents: who serves what, and the two data pumps. */
@NullMarked
package dev.sluice.frontend.rpc;

import org.jspecify.annotations.NullMarked;
