package dev.sluice.frontend.http;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * The protection of open access from web pages. Every client that can reach a server without
 * credentials may do everything; a browser that can reach it must not pass that on to its pages.
 *
 * <ul>
 *   <li>A request is served by a host of {@link AllowedHosts} only: a page whose own name leads
 *       here is refused.
 *   <li>A change comes from the service's own origin or from no page at all: a form or a {@code
 *       fetch} of another origin is refused, unless a CORS rule of the bucket allows it. What it
 *       could read, the browser keeps from it.
 *   <li>An object is what its headers say and runs no script: one that was stored as a page is
 *       shown in an origin of its own.
 * </ul>
 */
public final class BrowserProtection {

  /** Nothing is refused: where there are credentials, a browser has none to send unasked. */
  public static final BrowserProtection NONE = new BrowserProtection(Optional.empty());

  /** The values of {@code Sec-Fetch-Site} where no page of another origin is involved. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private static final HttpField AS_DECLARED =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField SANDBOX =
      new PreEncodedHttpField("Content-Security-Policy", "sandbox");

  private final Optional<AllowedHosts> hosts;

  private BrowserProtection(Optional<AllowedHosts> hosts) {
    this.hosts = hosts;
  }

  /** The protection of a service with open access that is addressed by these hosts. */
  public static BrowserProtection ofOpenAccess(AllowedHosts hosts) {
    return new BrowserProtection(Optional.of(hosts));
  }

  /** Refuses what came by a name that is not ours. */
  void checkHost(RequestHead head) {
    if (hosts.isPresent() && !hosts.get().allow(head.host())) {
      throw refused(hosts.get().refusal(head.host()));
    }
  }

  /**
   * Refuses a change that a page of another origin may have sent, before its body is read.
   *
   * @param scheme that the client speaks, {@code http} or {@code https}
   * @param allowed whether a CORS rule allows the change; asked of such a page's alone
   * @return whether it is such a page's, and a rule allows it
   */
  boolean checkChange(RequestHead head, String scheme, Predicate<RequestHead> allowed) {
    if (hosts.isEmpty() || READS.contains(head.method())) {
      return false;
    }
    String foreign = foreign(head, scheme);
    if (foreign == null) {
      return false;
    }
    if (!allowed.test(head)) {
      throw refused(foreign);
    }
    return true;
  }

  /** The header by which a request is that of a page of another origin; null where none is. */
  private static @Nullable String foreign(RequestHead head, String scheme) {
    String site = head.header("sec-fetch-site");
    if (site != null && !OWN_SITES.contains(site)) {
      return "Sec-Fetch-Site: " + site + " (expected: same-origin or none, or a CORS rule)";
    }
    String origin = head.header("origin");
    String own = scheme + "://" + head.host();
    return origin == null || canonical(origin).equals(canonical(own))
        ? null
        : "Origin: " + origin + " (expected: " + own + ", or a CORS rule)";
  }

  /** An origin without what browsers leave out of it: capitals, and the port of its scheme. */
  private static String canonical(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    String port = lower.startsWith("https:") ? ":443" : ":80";
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }

  private static S3Exception refused(String what) {
    return new S3Exception(
        S3ErrorCode.ACCESS_DENIED, "Without credentials this is refused to browsers: " + what);
  }

  /** Adds to the answer what keeps a browser from running an object. */
  void confine(S3Request request, HttpFields.Mutable answer) {
    boolean object =
        request instanceof ObjectRequest.GetObject || request instanceof ObjectRequest.HeadObject;
    if (object && hosts.isPresent()) {
      answer.put(AS_DECLARED);
      answer.put(SANDBOX);
    }
  }
}
