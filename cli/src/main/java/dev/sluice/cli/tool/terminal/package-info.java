/** The terminal, as all tools use it: output, progress, sizes in words, failures and exit codes. */
@NullMarked
package dev.sluice.cli.tool.terminal;

import org.jspecify.annotations.NullMarked;
