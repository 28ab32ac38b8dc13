package dev.sluice.common.rpc;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Principal;

/** Principals, both ways. */
public final class WirePrincipal {
  private WirePrincipal() {}

  /** A principal as a message. */
  public static dev.sluice.v1.Principal toProto(Principal principal) {
    dev.sluice.v1.Principal.Builder message =
        dev.sluice.v1.Principal.newBuilder()
            .setId(principal.id())
            .setDisplayName(principal.displayName());
    return principal.account().equals(AccountId.ROOT)
        ? message.build()
        : message.setAccount(principal.account().value()).build();
  }

  /** From a message; fails with {@code ARGUMENT_INVALID} where its account is none. */
  public static Principal toModel(dev.sluice.v1.Principal principal) {
    return new Principal(
        principal.getId(),
        principal.getDisplayName(),
        principal.getAccount().isEmpty() ? AccountId.ROOT : new AccountId(principal.getAccount()));
  }
}
