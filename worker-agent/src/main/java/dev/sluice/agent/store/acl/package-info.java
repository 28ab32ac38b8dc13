/** Access control lists and ownership: what a bucket's settings make of what a request states. */
@NullMarked
package dev.sluice.agent.store.acl;

import org.jspecify.annotations.NullMarked;
