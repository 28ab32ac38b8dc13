package dev.sluice.frontend.auth;

/**
 * A request whose head was found good. The body is proven by the decoder of its framing.
 *
 * @param identity who sent it
 * @param body how the body is to be read
 */
public record Authenticated(Identity identity, BodyFraming body) {}
