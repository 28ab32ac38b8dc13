/** What is written about every request once it is over: the access log's records and formats. */
@NullMarked
package dev.sluice.frontend.access;

import org.jspecify.annotations.NullMarked;
