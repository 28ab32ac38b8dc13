/** One class per S3 operation, named as AWS names it. */
@NullMarked
package dev.sluice.frontend.op;

import org.jspecify.annotations.NullMarked;
