/**
 * What attacks the parsers: a target for each stands in the tests of its module, and is attacked
 * briefly by the build and for hours by {@code fuzzing/run}. On the class path of tests only.
 */
@NullMarked
package dev.sluice.fuzzing;

import org.jspecify.annotations.NullMarked;
