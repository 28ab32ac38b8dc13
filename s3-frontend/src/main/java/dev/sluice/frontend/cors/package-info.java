/** CORS: what web pages of other origins may do, by the rules of each bucket. */
@NullMarked
package dev.sluice.frontend.cors;

import org.jspecify.annotations.NullMarked;
