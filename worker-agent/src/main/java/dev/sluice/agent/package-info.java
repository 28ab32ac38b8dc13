/** The worker agent: its settings and its object graph, wired by hand. */
@NullMarked
package dev.sluice.agent;

import org.jspecify.annotations.NullMarked;
