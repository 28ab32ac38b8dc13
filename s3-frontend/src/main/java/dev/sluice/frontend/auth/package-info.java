/** Authentication: who sent a request, by its credentials and its signature. */
@NullMarked
package dev.sluice.frontend.auth;

import org.jspecify.annotations.NullMarked;
