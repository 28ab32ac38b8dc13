package dev.sluice.frontend.auth;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Principal;
import dev.sluice.frontend.s3.IdentityDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Identities of some credentials by all that names them. Immutable. */
final class IdentityNames implements IdentityDirectory {
  static final IdentityNames NONE = new IdentityNames(List.of());

  private final List<NamesReader.Names> all;
  private final Map<String, Principal> byId = new HashMap<>();
  private final Map<String, Principal> byArn = new HashMap<>();
  private final Map<String, Principal> byEmail = new HashMap<>();
  private final Set<AccountId> accounts = new HashSet<>(Set.of(AccountId.ROOT));

  IdentityNames(Collection<NamesReader.Names> all) {
    this.all = List.copyOf(all);
    for (NamesReader.Names names : all) {
      Principal principal = names.principal();
      byId.put(principal.id(), principal);
      byArn.putIfAbsent(names.arn(), principal);
      accounts.add(principal.account());
      if (!names.email().isEmpty()) {
        byEmail.put(names.email(), principal);
      }
    }
  }

  /** These and the server's root. */
  IdentityNames withRoot(Principal root) {
    List<NamesReader.Names> more = new ArrayList<>(all);
    more.add(new NamesReader.Names(root, true, "", ""));
    return new IdentityNames(more);
  }

  @Override
  public boolean isOpen() {
    return false;
  }

  @Override
  public boolean hasAccount(AccountId account) {
    return accounts.contains(account);
  }

  @Override
  public @Nullable Principal byId(String canonicalId) {
    return byId.get(canonicalId);
  }

  @Override
  public @Nullable Principal byArn(String arn) {
    return byArn.get(arn);
  }

  @Override
  public @Nullable Principal byEmail(String address) {
    return byEmail.get(address.toLowerCase(Locale.ROOT));
  }
}
