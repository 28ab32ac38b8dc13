package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.FileSize;

/**
 * A form that was found good.
 *
 * @param identity who signed its policy
 * @param size the sizes that its file may have
 */
public record FormCaller(Identity identity, FileSize size) {}
