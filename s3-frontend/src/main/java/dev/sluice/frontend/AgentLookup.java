package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/**
 * The lookup of names that lead to agents, in DNS itself: the JDK's cache of addresses would hide
 * what has changed, and knows nothing of services. Names are whole ones, as no domain is appended.
 */
// DNS gives text and never objects, and JNDI wants a Hashtable.
@SuppressWarnings({"BanJNDI", "JdkObsolete"})
final class AgentLookup {
  /** The first of the waits for an answer, of which each is twice as long as the one before. */
  private static final String FIRST_WAIT_MILLIS = "1000";

  private static final String WAITS = "2";

  private static final List<String> ADDRESSES = List.of("A", "AAAA");
  private static final String SERVICES = "SRV";

  /** Fields of a record of type SRV: priority, weight, port, target. */
  private static final int SERVICE_FIELDS = 4;

  private final Hashtable<String, String> environment = new Hashtable<>();

  /**
   * A lookup.
   *
   * @param server that is asked; empty: those that this machine asks
   */
  AgentLookup(Optional<HostPort> server) {
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, server.map(at -> "dns://" + at).orElse("dns:"));
    environment.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MILLIS);
    environment.put("com.sun.jndi.dns.timeout.retries", WAITS);
  }

  /**
   * The agents that a name leads to now.
   *
   * @throws NamingException where it leads to none, or nobody can say
   */
  Set<AgentAddress> find(AgentName name) throws NamingException {
    DirContext dns = new InitialDirContext(environment);
    try {
      Set<AgentAddress> found = new HashSet<>();
      switch (name) {
        case AgentName.Host host -> addHost(dns, host.name(), host.port(), found);
        case AgentName.Service service -> {
          for (String record : records(dns, service.name(), SERVICES)) {
            HostPort target = target(record);
            addHost(dns, target.host(), target.port(), found);
          }
        }
      }
      if (found.isEmpty()) {
        throw new NamingException("there is no record of the name");
      }
      return found;
    } finally {
      dns.close();
    }
  }

  private static void addHost(DirContext dns, String host, int port, Set<AgentAddress> found)
      throws NamingException {
    for (String type : ADDRESSES) {
      for (String address : records(dns, host, type)) {
        found.add(new AgentAddress.Found(host, new HostPort(address, port)));
      }
    }
  }

  private static HostPort target(String record) throws NamingException {
    String[] fields = record.split(" ", -1);
    if (fields.length == SERVICE_FIELDS) {
      String target =
          fields[3].endsWith(".") ? fields[3].substring(0, fields[3].length() - 1) : fields[3];
      try {
        return HostPort.parse(target + ":" + fields[2]);
      } catch (IllegalArgumentException e) {
        // reported below
      }
    }
    throw new NamingException("SRV: " + record + " (expected: PRIORITY WEIGHT PORT HOST)");
  }

  private static List<String> records(DirContext dns, String name, String type)
      throws NamingException {
    List<String> records = new ArrayList<>();
    Attribute attribute = dns.getAttributes(name, new String[] {type}).get(type);
    if (attribute != null) {
      for (int i = 0; i < attribute.size(); i++) {
        records.add(String.valueOf(attribute.get(i)));
      }
    }
    return records;
  }
}
