/** The S3 frontend: its settings and its object graph, wired by hand. */
@NullMarked
package dev.sluice.frontend;

import org.jspecify.annotations.NullMarked;
