package dev.sluice.integration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Lets clients inside the tests' JVM find buckets' host names on this machine, as a name server
 * would. The JDK finds this class by its service file. For other processes there is {@link
 * HostsFile}.
 */
public final class BucketHosts extends InetAddressResolverProvider {
  private static final byte[] HERE = {127, 0, 0, 1};
  private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

  /** Whether some client has looked for this bucket's host name: in path style none does. */
  static boolean wereAskedFor(String bucket) {
    return ASKED.contains(bucket + "." + S3Clients.DOMAIN);
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver others = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (!("." + host).endsWith("." + S3Clients.DOMAIN)) {
          return others.lookupByName(host, policy);
        }
        ASKED.add(host);
        return Stream.of(InetAddress.getByAddress(host, HERE));
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return others.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "hosts of buckets";
  }
}
