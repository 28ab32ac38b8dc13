/** Tests of the access log. */
@NullMarked
package dev.sluice.frontend.access;

import org.jspecify.annotations.NullMarked;
