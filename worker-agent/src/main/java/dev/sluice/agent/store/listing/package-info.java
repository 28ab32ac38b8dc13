/**
 * Keys in S3's order out of a tree of directories: ordered snapshots of single directories, and the
 * walk over them that costs what the page holds. Knows no file system; engines say what their
 * directories hold.
 */
@NullMarked
package dev.sluice.agent.store.listing;

import org.jspecify.annotations.NullMarked;
