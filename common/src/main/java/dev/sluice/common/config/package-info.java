/**
 * Settings from a file, flags and the environment, checked all at once, with where each came from.
 */
@NullMarked
package dev.sluice.common.config;

import org.jspecify.annotations.NullMarked;
