/** Access: the one decision whether a caller may do what a call asks for. */
@NullMarked
package dev.sluice.agent.store.access;

import org.jspecify.annotations.NullMarked;
