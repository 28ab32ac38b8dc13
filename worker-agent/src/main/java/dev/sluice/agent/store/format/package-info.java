/** How records lie on storages, and the way between that form and the engines' own. */
@NullMarked
package dev.sluice.agent.store.format;

import org.jspecify.annotations.NullMarked;
