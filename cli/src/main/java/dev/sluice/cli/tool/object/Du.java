package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Keys;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Sizes;
import dev.sluice.v1.ObjectInfo;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code du}: how many bytes and objects lie under a prefix, and under each prefix below it. Keys
 * come in order, so those of a prefix come together, and one sum at a time is enough.
 */
public final class Du implements Tool {
  private static final String SUMMARIZE = "--summarize";
  private static final String HUMAN = "--human";

  @Override
  public String name() {
    return "du";
  }

  @Override
  public String about() {
    return "Sum up objects by the next slash of their keys, and all together: bytes, objects,"
        + " prefix.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice du photos", "sluice du -sh photos/2026/");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0", "1");
    Arguments.flag(command, "Only the sum of all.", "-s", SUMMARIZE);
    Arguments.flag(command, "Sizes for people.", "-h", HUMAN);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    Address address = arguments.address(0);
    Sum all = new Sum(address.key());
    Below below = new Below(session.output(), address.bucket(), arguments.has(HUMAN));
    boolean each = !arguments.has(SUMMARIZE);
    Keys keys = Keys.below(session, address);
    while (keys.hasNext()) {
      ObjectInfo object = keys.next();
      all.add(object);
      int slash = object.getKey().indexOf('/', address.key().length());
      if (each && slash >= 0) {
        below.add(object.getKey().substring(0, slash + 1), object);
      }
    }
    below.print();
    below.print(all);
  }

  private static final class Sum {
    private final String prefix;
    private long bytes;
    private long objects;

    Sum(String prefix) {
      this.prefix = prefix;
    }

    void add(ObjectInfo object) {
      bytes += object.getSize();
      objects++;
    }
  }

  /** The sums below, one after the other. */
  private static final class Below {
    private final Output output;
    private final String bucket;
    private final boolean human;
    private Sum current = new Sum("");

    Below(Output output, String bucket, boolean human) {
      this.output = output;
      this.bucket = bucket;
      this.human = human;
    }

    void add(String prefix, ObjectInfo object) throws IOException {
      if (!prefix.equals(current.prefix)) {
        print();
        current = new Sum(prefix);
      }
      current.add(object);
    }

    /** The sum that nothing more belongs to. */
    void print() throws IOException {
      if (current.objects > 0) {
        print(current);
      }
    }

    void print(Sum sum) throws IOException {
      Address address = new Address(bucket, sum.prefix);
      output.entry(
          "%14s %10d  %s".formatted(Sizes.of(sum.bytes, human), sum.objects, address),
          new Document()
              .put("bucket", bucket)
              .put("prefix", sum.prefix)
              .put("bytes", sum.bytes)
              .put("objects", sum.objects));
    }
  }
}
