package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what the header form and the query form of Signature V4 have in common. */
final class CredentialParser {
  private CredentialParser() {}

  /**
   * Reads a credential.
   *
   * @param region the only region that is good; null: any
   * @param refusal makes the error of the form it stands in, from what is wrong
   */
  static Credential parse(
      String text, @Nullable Region region, Function<String, S3Exception> refusal) {
    String[] parts = text.split("/", -1);
    if (parts.length != 5) {
      throw refusal.apply(
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }
    if (RequestTime.parseBasic(parts[1] + "T000000Z") == null) {
      throw refusal.apply(
          "incorrect date format \""
              + parts[1]
              + "\". This date in the credential must be in the format \"yyyyMMdd\".");
    }
    if (!parts[4].equals(Credential.TERMINATOR)) {
      throw refusal.apply(
          "incorrect terminal \""
              + parts[4]
              + "\". This endpoint uses \""
              + Credential.TERMINATOR
              + "\".");
    }
    if (!parts[3].equals(Credential.SERVICE)) {
      throw refusal.apply(
          "incorrect service \""
              + parts[3]
              + "\". This endpoint belongs to \""
              + Credential.SERVICE
              + "\".");
    }
    // Without one of our own any will do, s3cmd's "US" as well.
    if (region == null && parts[2].isEmpty()) {
      throw refusal.apply("the region '' is wrong; expecting a name such as 'us-east-1'");
    }
    if (region != null && !parts[2].equals(region.name())) {
      throw refusal
          .apply("the region '" + parts[2] + "' is wrong; expecting '" + region + "'")
          .with("Region", region.name());
    }
    return new Credential(parts[0], parts[1], parts[2]);
  }

  /**
   * The names of the signed headers in lower case. Empty when there is none, an empty one, or one
   * twice: a name that stood there a thousand times would make us hash its value as often.
   */
  static List<String> signedHeaders(String text) {
    List<String> names = Arrays.asList(text.toLowerCase(Locale.ROOT).split(";", -1));
    Set<String> distinct = new HashSet<>(names);
    return distinct.size() < names.size() || distinct.contains("") ? List.of() : List.copyOf(names);
  }
}
