/** Trials that search for lost data, for as long as they are told. */
@NullMarked
package dev.sluice.integration.trial;

import org.jspecify.annotations.NullMarked;
