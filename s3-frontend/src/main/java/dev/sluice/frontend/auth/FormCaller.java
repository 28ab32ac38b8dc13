package dev.sluice.frontend.auth;

import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.FileSize;
import java.util.List;
import java.util.Map;

/**
 * A form that was found good.
 *
 * @param identity who signed its policy
 * @param size the sizes that its file may have
 * @param signatureKeys condition keys about the signature; empty where none proved anything
 */
public record FormCaller(
    Identity identity, FileSize size, Map<String, List<String>> signatureKeys) {}
