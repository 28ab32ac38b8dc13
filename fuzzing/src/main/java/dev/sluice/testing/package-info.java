/**
 * What the tests of every module share: waiting for another process or thread, and the pace of a
 * slow one. On the class path of tests only.
 */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
