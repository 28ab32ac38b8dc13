/** The engine that keeps objects in Alluxio, by its native client. Knows the waist alone. */
@NullMarked
package dev.sluice.engine.alluxio;

import org.jspecify.annotations.NullMarked;
