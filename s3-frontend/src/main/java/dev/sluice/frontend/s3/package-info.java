/** The vocabulary of S3: operations, requests, answers and error codes. Knows nobody. */
@NullMarked
package dev.sluice.frontend.s3;

import org.jspecify.annotations.NullMarked;
