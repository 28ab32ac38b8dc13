/**
 * The tools as one set, and those of operators: who may do what, and the check of a data folder.
 */
@NullMarked
package dev.sluice.cli.tool;

import org.jspecify.annotations.NullMarked;
