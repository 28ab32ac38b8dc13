package dev.sluice.frontend.http;

/**
 * The sender of a request, as far as it can be known; see {@link TrustedProxies}.
 *
 * @param address an IP address; of a proxy where no trusted hop says more, empty where the request
 *     came by no network at all
 * @param scheme {@code https} or {@code http}: how the client speaks with the first machine of ours
 */
record Sender(String address, String scheme) {}
