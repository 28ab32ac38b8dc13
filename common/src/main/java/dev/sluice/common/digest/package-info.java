/** The checksums of the S3 API, computed as the bytes pass. */
@NullMarked
package dev.sluice.common.digest;

import org.jspecify.annotations.NullMarked;
