/**
 * The commands that speak gRPC to an agent, one class each, the one that checks a folder, and what
 * they share.
 */
@NullMarked
package dev.sluice.cli.tool;

import org.jspecify.annotations.NullMarked;
