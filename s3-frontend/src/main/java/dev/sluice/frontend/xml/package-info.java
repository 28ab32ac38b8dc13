/** The XML documents of S3, one record each, and the one mapper. */
@NullMarked
package dev.sluice.frontend.xml;

import org.jspecify.annotations.NullMarked;
