/** Identities and their grants: what they say to everything that a request touches. */
@NullMarked
package dev.sluice.frontend.auth.permission;

import org.jspecify.annotations.NullMarked;
