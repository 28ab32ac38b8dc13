package dev.sluice.common.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Questions to policies, of those who ask in tests. */
final class Questions {
  static final Requester ALICE =
      new Requester(
          Requester.Kind.USER,
          "111122223333",
          "arn:aws:iam::111122223333:user/alice",
          "canonical-alice");

  static final Requester BOB =
      new Requester(
          Requester.Kind.USER,
          "444455556666",
          "arn:aws:iam::444455556666:user/team/bob",
          "canonical-bob");

  static final Requester ROOT =
      new Requester(
          Requester.Kind.ACCOUNT_ROOT,
          "111122223333",
          "arn:aws:iam::111122223333:root",
          "canonical-root");

  private Questions() {}

  /** Question about {@code bucket} or {@code bucket/key}. */
  static PolicyQuestion ask(Requester requester, String action, String resource, String... keys) {
    return new PolicyQuestion(action, "arn:aws:s3:::" + resource, requester, new Keys(keys));
  }

  /**
   * Keys of a request, each as {@code name=value}, several with one name for several values; all
   * others are known not to be there.
   */
  record Keys(Map<String, List<String>> values) implements ConditionKeys {
    Keys(String... pairs) {
      this(read(pairs));
    }

    private static Map<String, List<String>> read(String... pairs) {
      Map<String, List<String>> values = new TreeMap<>();
      Arrays.stream(pairs)
          .forEach(
              pair -> {
                int equals = pair.indexOf('=');
                String name = pair.substring(0, equals).toLowerCase(Locale.ROOT);
                String value = pair.substring(equals + 1);
                values.merge(
                    name,
                    List.of(value),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
              });
      return values;
    }

    @Override
    public List<String> values(String key) {
      return values.getOrDefault(key, List.of());
    }
  }

  /** Policy of the bucket {@code bucket}. */
  static PolicyDocument bucketPolicy(String... statements) throws PolicyException {
    return PolicyDocument.parse(policy(statements), PolicyKind.bucket("bucket"));
  }

  /** Statements of an identity. */
  static PolicyDocument identityPolicy(String... statements) throws PolicyException {
    return PolicyDocument.parse(policy(statements), PolicyKind.identity());
  }

  /** Text of a policy of these statements. */
  static String policy(String... statements) {
    return json("{'Version':'2012-10-17','Statement':[") + String.join(",", statements) + "]}";
  }

  /**
   * JSON of a text in which single quotes stand for double ones, and backquotes for single ones.
   */
  static String json(String text) {
    return text.replace('\'', '"').replace('`', '\'');
  }
}
