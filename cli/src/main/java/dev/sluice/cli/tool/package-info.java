/** The commands that speak gRPC to an agent, one class each, and what they share. */
@NullMarked
package dev.sluice.cli.tool;

import org.jspecify.annotations.NullMarked;
