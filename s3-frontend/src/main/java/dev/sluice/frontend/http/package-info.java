/** The story of a request over HTTP. */
@NullMarked
package dev.sluice.frontend.http;

import org.jspecify.annotations.NullMarked;
