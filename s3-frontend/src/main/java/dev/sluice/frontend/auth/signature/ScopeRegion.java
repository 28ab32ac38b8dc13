package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import org.jspecify.annotations.Nullable;

/** The region that a request says it was signed for, believed or not. */
public final class ScopeRegion {
  private static final String CREDENTIAL = "Credential=";

  private ScopeRegion() {}

  /** The region of a request; null where it names none. */
  public static @Nullable Region of(RequestHead head) {
    String header = head.header("authorization");
    int begin = header == null ? -1 : header.indexOf(CREDENTIAL);
    if (header != null && begin >= 0) {
      return ofCredential(header.substring(begin + CREDENTIAL.length()).split(",", 2)[0].strip());
    }
    Query query = head.query();
    String credential = query.isReadable() ? query.value("X-Amz-Credential") : null;
    return credential == null ? null : ofCredential(credential);
  }

  private static @Nullable Region ofCredential(String credential) {
    String[] parts = credential.split("/", -1);
    return parts.length == 5 && Region.isLegal(parts[2]) ? new Region(parts[2]) : null;
  }
}
