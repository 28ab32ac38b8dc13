/** The model of a check of a data folder: scope, findings and totals. */
@NullMarked
package dev.sluice.agent.store.check;

import org.jspecify.annotations.NullMarked;
