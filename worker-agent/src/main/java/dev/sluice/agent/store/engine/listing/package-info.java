/** The scans of a listing, what they give, and the effort that they may cost. */
@NullMarked
package dev.sluice.agent.store.engine.listing;

import org.jspecify.annotations.NullMarked;
