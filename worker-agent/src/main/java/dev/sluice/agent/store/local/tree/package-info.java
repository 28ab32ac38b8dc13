/**
 * Buckets, and the places of their keys: directories that are found, made and removed, and objects
 * that move between their two homes.
 */
@NullMarked
package dev.sluice.agent.store.local.tree;

import org.jspecify.annotations.NullMarked;
