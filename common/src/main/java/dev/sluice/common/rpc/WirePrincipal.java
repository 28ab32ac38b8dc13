package dev.sluice.common.rpc;

import dev.sluice.common.model.Principal;

/** Principals, both ways. */
public final class WirePrincipal {
  private WirePrincipal() {}

  /** A principal as a message. */
  public static dev.sluice.v1.Principal toProto(Principal principal) {
    return dev.sluice.v1.Principal.newBuilder()
        .setId(principal.id())
        .setDisplayName(principal.displayName())
        .build();
  }

  /** From a message. */
  public static Principal toModel(dev.sluice.v1.Principal principal) {
    return new Principal(principal.getId(), principal.getDisplayName());
  }
}
