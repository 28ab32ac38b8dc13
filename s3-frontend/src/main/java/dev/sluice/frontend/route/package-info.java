/** From an address and a query to one S3 request; the only reader of query parameters. */
@NullMarked
package dev.sluice.frontend.route;

import org.jspecify.annotations.NullMarked;
