/** Certificates from PEM files, for every door, read again while they are in use. */
@NullMarked
package dev.sluice.common.tls;

import org.jspecify.annotations.NullMarked;
