/** Multipart uploads: their parts, their log, and the file that becomes of them. */
@NullMarked
package dev.sluice.agent.store.local.upload;

import org.jspecify.annotations.NullMarked;
