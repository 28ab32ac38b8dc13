package dev.sluice.agent.store;

import dev.sluice.common.model.ContentHeaders;
import java.util.Map;

/**
 * What a client says of an object and wants back.
 *
 * @param headers content headers
 * @param userMetadata names in lower case
 */
public record KeptMetadata(ContentHeaders headers, Map<String, String> userMetadata) {}
