package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.List;
import java.util.Map;

/**
 * Whatever a header asks for, it is well-formed or refused with 400, and what may be a key is never
 * repeated. {@link SettingHeaders}.
 */
final class SettingHeadersFuzzTarget implements FuzzTarget {
  private static final String CUSTOMER_KEY = "x-amz-server-side-encryption-customer-key";

  private static final List<String> NAMES =
      List.of(
          "x-amz-acl",
          "x-amz-grant-read",
          "x-amz-tagging",
          "x-amz-object-lock-retain-until-date",
          "x-amz-website-redirect-location",
          CUSTOMER_KEY);

  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    for (String name : NAMES) {
      try {
        SettingHeaders.check(
            RequestHead.of("PUT", "/bucket/key", null, "host", Map.of(name, List.of(sent))));
      } catch (S3Exception e) {
        require(e.code().status() == 400, "400", name, sent, e.code());
        require(
            !name.equals(CUSTOMER_KEY) || !e.elements().containsValue(sent),
            "a key that nobody repeats",
            sent);
      }
    }
  }
}
