/** Records and formats of the access log: one record for each completed request. */
@NullMarked
package dev.sluice.frontend.access;

import org.jspecify.annotations.NullMarked;
