/** The tools for objects, and the transfer of files in both directions. */
@NullMarked
package dev.sluice.cli.tool.object;

import org.jspecify.annotations.NullMarked;
