/** The stored form of records, and its conversion to and from the engines' own. */
@NullMarked
package dev.sluice.agent.store.format;

import org.jspecify.annotations.NullMarked;
