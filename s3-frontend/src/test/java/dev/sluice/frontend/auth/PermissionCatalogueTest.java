package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.policy.S3Actions;
import dev.sluice.frontend.s3.S3Operation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Policies and grants name the actions of one catalogue. Asserts our behaviour. */
class PermissionCatalogueTest {
  @Test
  void permissionOfAnOperation_isAnActionThatPoliciesMayName() {
    assertThat(Arrays.stream(S3Operation.values()).map(S3Operation::permission))
        .filteredOn(permission -> !permission.isEmpty())
        .isSubsetOf(S3Actions.names());
  }
}
