package dev.sluice.agent.store.request;

import dev.sluice.common.model.ContentHeaders;
import java.util.Map;

/**
 * The headers and metadata that a client wants kept with an object.
 *
 * @param headers content headers
 * @param userMetadata names in lower case
 */
public record KeptMetadata(ContentHeaders headers, Map<String, String> userMetadata) {}
