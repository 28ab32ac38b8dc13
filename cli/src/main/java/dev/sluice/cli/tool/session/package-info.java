/** One run of a tool: its command line, the agent that it asks, and the keys that it walks over. */
@NullMarked
package dev.sluice.cli.tool.session;

import org.jspecify.annotations.NullMarked;
