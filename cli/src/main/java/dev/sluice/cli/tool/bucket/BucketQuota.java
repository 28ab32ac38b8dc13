package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.model.BucketName;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.Quota;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bucket quota}: prints the quota of a bucket, or sets it. */
public final class BucketQuota implements Tool {
  private static final String BYTES = "--bytes";
  private static final String OBJECTS = "--objects";
  private static final String NONE = "none";

  @Override
  public String name() {
    return "bucket quota";
  }

  @Override
  public String about() {
    return "Print the quota of a bucket, or set it.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice bucket quota photos",
        "sluice bucket quota photos --bytes 10GiB --objects 100000",
        "sluice bucket quota photos --objects none");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
    Arguments.value(
        command,
        "SIZE|none",
        "Most bytes of objects and parts of unfinished uploads together; what is not given stays.",
        BYTES);
    Arguments.value(command, "N|none", "Most objects; what is not given stays.", OBJECTS);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    BucketName bucket =
        new BucketName(
            Address.parse(arguments.positionals().get(0), false).requireBucket().bucket());
    Optional<OptionalLong> bytes = arguments.text(BYTES).map(BucketQuota::bytes);
    Optional<OptionalLong> objects = arguments.text(OBJECTS).map(BucketQuota::objects);
    boolean changes = bytes.isPresent() || objects.isPresent();
    BucketSettings settings =
        changes
            ? session
                .agent()
                .changeSettings(session.context(), bucket, now -> changed(now, bytes, objects))
                .getSettings()
            : session.agent().settings(session.context(), bucket).getSettings();
    if (!changes || session.output().form() == Output.Form.JSON) {
      session.output().record(document(bucket, settings.getQuota()));
    }
  }

  /** A number of bytes; empty: no limit. */
  private static OptionalLong bytes(String text) {
    if (text.equals(NONE)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(ByteSize.parse(text).bytes());
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage(
          BYTES + ": '" + text + "' (expected: " + e.getMessage() + ", or " + NONE + ")");
    }
  }

  /** A number of objects; empty: no limit. */
  static OptionalLong objects(String text) {
    if (text.equals(NONE)) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw ToolFailure.usage(
        OBJECTS + ": '" + text + "' (expected: a whole number, or " + NONE + ")");
  }

  /** A quota without a limit is none. */
  private static BucketSettings changed(
      BucketSettings now, Optional<OptionalLong> bytes, Optional<OptionalLong> objects) {
    Quota.Builder quota = now.getQuota().toBuilder();
    bytes.ifPresent(limit -> limit.ifPresentOrElse(quota::setMaxBytes, quota::clearMaxBytes));
    objects.ifPresent(limit -> limit.ifPresentOrElse(quota::setMaxObjects, quota::clearMaxObjects));
    return quota.hasMaxBytes() || quota.hasMaxObjects()
        ? now.toBuilder().setQuota(quota).build()
        : now.toBuilder().clearQuota().build();
  }

  private static Document document(BucketName bucket, Quota quota) {
    Document document = new Document().put("bucket", bucket.value());
    if (quota.hasMaxBytes()) {
      document.put("maxBytes", quota.getMaxBytes());
    }
    if (quota.hasMaxObjects()) {
      document.put("maxObjects", quota.getMaxObjects());
    }
    return document;
  }
}
