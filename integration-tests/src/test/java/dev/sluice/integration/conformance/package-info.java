/** Sluice against what AWS says of S3: its documents by the SDKs' service model, its operations. */
@NullMarked
package dev.sluice.integration.conformance;

import org.jspecify.annotations.NullMarked;
