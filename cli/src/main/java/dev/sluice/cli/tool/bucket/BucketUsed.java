package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketUsage;
import dev.sluice.v1.CountBucketRequest;
import dev.sluice.v1.CountBucketResponse;
import dev.sluice.v1.GetBucketUsageRequest;
import dev.sluice.v1.GetBucketUsageResponse;
import dev.sluice.v1.Quota;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bucket usage}: prints what a bucket with a quota holds. */
public final class BucketUsed implements Tool {
  private static final String COUNT = "--count";

  @Override
  public String name() {
    return "bucket usage";
  }

  @Override
  public String about() {
    return "Print what a bucket with a quota holds.";
  }

  @Override
  public List<String> examples() {
    return List.of("sluice bucket usage photos", "sluice bucket usage photos --count");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
    Arguments.flag(
        command, "Count the whole bucket first, so that changes from outside are in it.", COUNT);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    BucketName bucket =
        new BucketName(
            Address.parse(arguments.positionals().get(0), false).requireBucket().bucket());
    session.output().record(document(bucket, usage(session, bucket, arguments.has(COUNT))));
  }

  private static BucketUsage usage(Session session, BucketName bucket, boolean count) {
    if (count) {
      CountBucketResponse counted =
          session.longCall(
              BucketServiceGrpc.getCountBucketMethod(),
              CountBucketRequest.newBuilder().setBucket(bucket.value()).build());
      if (counted.hasUsage()) {
        return counted.getUsage();
      }
    } else {
      GetBucketUsageResponse known =
          session.call(
              BucketServiceGrpc.getGetBucketUsageMethod(),
              GetBucketUsageRequest.newBuilder().setBucket(bucket.value()).build());
      if (known.hasUsage()) {
        return known.getUsage();
      }
    }
    throw new ToolFailure(
        ExitCode.REFUSED,
        "bucket "
            + bucket
            + ": has no quota, so that nothing is counted (expected: one, set by sluice bucket"
            + " quota)");
  }

  private static Document document(BucketName bucket, BucketUsage usage) {
    Quota quota = usage.getQuota();
    Document document =
        new Document()
            .put("bucket", bucket.value())
            .put("objects", usage.getObjects())
            .put("bytes", usage.getObjectBytes() + usage.getPartBytes())
            .put("objectBytes", usage.getObjectBytes())
            .put("partBytes", usage.getPartBytes())
            .put("state", state(usage));
    if (quota.hasMaxBytes()) {
      document.put("maxBytes", quota.getMaxBytes());
    }
    if (quota.hasMaxObjects()) {
      document.put("maxObjects", quota.getMaxObjects());
    }
    if (usage.getCounting()) {
      document.put("countedObjects", usage.getCountedObjects());
    }
    if (usage.hasLastCounted()) {
      document.put("lastCounted", WireTime.toModel(usage.getLastCounted()));
    }
    return document;
  }

  /** Whether the numbers are exact, the last known ones, or being counted. */
  private static String state(BucketUsage usage) {
    if (usage.getExact()) {
      return "exact";
    }
    return usage.getCounting() ? "counting" : "last known";
  }
}
