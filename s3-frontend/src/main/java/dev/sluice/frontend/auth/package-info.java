/** Who is calling, proven by signature, and what they may do. */
@NullMarked
package dev.sluice.frontend.auth;

import org.jspecify.annotations.NullMarked;
