package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Attributes;
import dev.sluice.cli.tool.session.KeyPattern;
import dev.sluice.cli.tool.session.Pages;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Sizes;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.KeyOrder;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectInfo;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code ls}: buckets, or the keys that begin with a prefix, in byte order. */
public final class Ls implements Tool {
  public static final String NUL_ENDED = "--null";
  private static final String RECURSIVE = "--recursive";
  private static final String LONG = "--long";
  private static final String HUMAN = "--human";

  @Override
  public String name() {
    return "ls";
  }

  @Override
  public String about() {
    return "List buckets, or the keys that begin with a prefix.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice ls",
        "sluice ls -lh photos/2026/",
        "sluice ls 'photos/2026/*.jpg'",
        "sluice ls -r -0 photos | xargs -0 -n1 echo");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.address(command, "0", "0..1");
    Arguments.flag(command, "All keys, not rolled up at the next slash.", "-r", RECURSIVE);
    Arguments.flag(command, "Size, time and key.", "-l", LONG);
    Arguments.flag(command, "With --long: sizes for people.", "-h", HUMAN);
    Arguments.flag(command, "End names with NUL instead of a line break.", "-0", NUL_ENDED);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    if (arguments.positionals().isEmpty()) {
      buckets(session, arguments.has(LONG));
      return;
    }
    Address address = arguments.address(0);
    boolean isLong = arguments.has(LONG);
    boolean human = arguments.has(HUMAN);
    KeyPattern pattern = arguments.isPattern(address) ? KeyPattern.parse(address.key()) : null;
    boolean isFlat = pattern == null ? arguments.has(RECURSIVE) : !pattern.isOneLevel();
    boolean found = address.key().isEmpty();
    Pages pages =
        new Pages(
            session,
            pattern == null ? address : new Address(address.bucket(), pattern.prefix()),
            isFlat ? "" : "/");
    while (pages.hasNext()) {
      ListObjectsResponse page = pages.next();
      ListObjectsResponse shown = pattern == null ? page : matching(page, pattern);
      found |= shown.getObjectsCount() + shown.getCommonPrefixesCount() > 0;
      print(session.output(), shown, isLong, human);
    }
    if (!found) {
      throw new ToolFailure(ExitCode.REFUSED, "no key begins so: " + address);
    }
  }

  /** The part of a page that matches; a common prefix does without its slash. */
  private static ListObjectsResponse matching(ListObjectsResponse page, KeyPattern pattern) {
    ListObjectsResponse.Builder matching = ListObjectsResponse.newBuilder();
    for (ObjectInfo object : page.getObjectsList()) {
      if (pattern.matches(object.getKey())) {
        matching.addObjects(object);
      }
    }
    for (String prefix : page.getCommonPrefixesList()) {
      if (pattern.matches(prefix.substring(0, prefix.length() - 1))) {
        matching.addCommonPrefixes(prefix);
      }
    }
    return matching.build();
  }

  /** Objects and prefixes come apart; people read them in one order. */
  private static void print(Output output, ListObjectsResponse page, boolean isLong, boolean human)
      throws IOException {
    int prefix = 0;
    for (ObjectInfo object : page.getObjectsList()) {
      while (prefix < page.getCommonPrefixesCount()
          && KeyOrder.compare(page.getCommonPrefixes(prefix), object.getKey()) < 0) {
        print(output, page.getCommonPrefixes(prefix++), isLong);
      }
      String key = object.getKey();
      output.entry(
          isLong
              ? line(
                  Sizes.of(object.getSize(), human),
                  WireTime.toModel(object.getLastModified()).toString(),
                  key)
              : key,
          Attributes.summary("object", object));
    }
    while (prefix < page.getCommonPrefixesCount()) {
      print(output, page.getCommonPrefixes(prefix++), isLong);
    }
  }

  private static void print(Output output, String prefix, boolean isLong) throws IOException {
    output.entry(
        isLong ? line("-", "-", prefix) : prefix,
        new Document().put("type", "prefix").put("prefix", prefix));
  }

  private static String line(String size, String time, String name) {
    return "%14s  %-30s  %s".formatted(size, time, name);
  }

  private static void buckets(Session session, boolean isLong) throws IOException {
    ListBucketsRequest.Builder request = ListBucketsRequest.newBuilder();
    ListBucketsResponse page;
    do {
      page = session.call(BucketServiceGrpc.getListBucketsMethod(), request.build());
      for (Bucket bucket : page.getBucketsList()) {
        String created = WireTime.toModel(bucket.getCreated()).toString();
        session
            .output()
            .entry(
                isLong ? "%-30s  %s".formatted(created, bucket.getName()) : bucket.getName(),
                Attributes.of(bucket));
        request.setStartAfter(bucket.getName());
      }
    } while (page.getTruncated());
  }
}
