/** Histories of concurrent operations, and whether some order of them explains all answers. */
@NullMarked
package dev.sluice.integration.trial.history;

import org.jspecify.annotations.NullMarked;
