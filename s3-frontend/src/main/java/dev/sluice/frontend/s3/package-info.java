/**
 * The vocabulary of S3: operations, requests, answers and error codes. Depends on no operation,
 * transport or format.
 */
@NullMarked
package dev.sluice.frontend.s3;

import org.jspecify.annotations.NullMarked;
