package dev.sluice.frontend.route;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.PercentDecoding;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The position of bucket and key in a request: in the path (path style), or the bucket in front of
 * one of the domains in the Host header (virtual-host style).
 *
 * <p>The path is taken as sent: it is cut at its first slash and then decoded once, so that {@code
 * //}, a leading slash, {@code ..} and {@code %2F} stay in the key. Whatever follows the bucket and
 * one slash is the key.
 */
public final class Addressing {
  private final String prefix;
  private final String prefixBucket;
  private final List<String> domains;

  /**
   * The rules for reading addresses.
   *
   * @param prefix a path under which everything is served as well, {@code /api/v1/s3} for one, in
   *     path style only; its first segment is then no bucket. Empty: none
   * @param domains names under which {@code bucket.domain} is a bucket; empty: path style only
   */
  public Addressing(String prefix, List<String> domains) {
    boolean wellFormed =
        prefix.isEmpty() || (prefix.matches("(/[A-Za-z0-9._~-]++)++") && !prefix.endsWith("/"));
    if (!wellFormed) {
      throw new IllegalArgumentException(
          "prefix: " + prefix + " (expected: empty, or /segment for once or several times)");
    }
    this.prefix = prefix;
    this.prefixBucket = prefix.isEmpty() ? "" : prefix.split("/", -1)[1];
    this.domains = domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
  }

  Target target(String host, String rawPath) {
    Address address = address(host, rawPath);
    if (address == null) {
      return new Target.Service();
    }
    BucketName bucket = bucket(address.bucket());
    return address.rawKey().isEmpty()
        ? new Target.Bucket(bucket)
        : new Target.Keyed(bucket, key(PercentDecoding.ofPath(address.rawKey())));
  }

  /** The bucket of an address, whatever its key; null: none. */
  @Nullable BucketName bucketOf(String host, String rawPath) {
    Address address = address(host, rawPath);
    return address == null ? null : bucket(address.bucket());
  }

  /**
   * Names as an address has them.
   *
   * @param rawKey as sent; empty: none
   */
  private record Address(String bucket, String rawKey) {}

  /** The names in an address; null where it is the service's. */
  private @Nullable Address address(String host, String rawPath) {
    if (!rawPath.startsWith("/")) {
      throw new S3Exception(S3ErrorCode.INVALID_URI);
    }
    String bucket = bucketOfHost(host);
    if (bucket != null) {
      return new Address(bucket, rawPath.substring(1));
    }
    String path = withoutPrefix(rawPath).substring(1);
    if (path.isEmpty()) {
      return null;
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new Address(PercentDecoding.ofPath(path), "")
        : new Address(PercentDecoding.ofPath(path.substring(0, slash)), path.substring(slash + 1));
  }

  /** The bucket of this name, if requests may name it. */
  BucketName bucket(String name) {
    if (!prefixBucket.isEmpty() && name.equals(prefixBucket)) {
      throw new S3Exception(
              S3ErrorCode.INVALID_BUCKET_NAME,
              "The specified bucket is not valid: the path " + prefix + " is the service's own.")
          .with("BucketName", name);
    }
    if (!BucketName.isLegal(name)) {
      throw new S3Exception(S3ErrorCode.INVALID_BUCKET_NAME).with("BucketName", name);
    }
    return new BucketName(name);
  }

  /** The key of this text, which is not empty. */
  static ObjectKey key(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length > ObjectKey.MAX_BYTES) {
      throw new S3Exception(S3ErrorCode.KEY_TOO_LONG)
          .with("Size", Integer.toString(length))
          .with("MaxSizeAllowed", Integer.toString(ObjectKey.MAX_BYTES));
    }
    return new ObjectKey(text);
  }

  private String withoutPrefix(String rawPath) {
    if (prefix.isEmpty() || !rawPath.startsWith(prefix)) {
      return rawPath;
    }
    String rest = rawPath.substring(prefix.length());
    if (rest.isEmpty()) {
      return "/";
    }
    return rest.startsWith("/") ? rest : rawPath;
  }

  /**
   * The bucket in the Host header, as it stands there; null in path style.
   *
   * @param host port included
   */
  public @Nullable String bucketOfHost(String host) {
    if (domains.isEmpty()) {
      return null;
    }
    int port = host.lastIndexOf(':');
    String name = (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    for (String domain : domains) {
      if (name.equals(domain)) {
        return null;
      }
    }
    for (String domain : domains) {
      int length = name.length() - domain.length() - 1;
      if (length > 0 && name.endsWith(domain) && name.charAt(length) == '.') {
        return name.substring(0, length);
      }
    }
    return null;
  }
}
