package dev.sluice.cli.tool;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.GetBucketSettingsResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bucket settings}: prints the settings of a bucket, or changes some of them. */
final class Settings implements Tool {
  private static final String TAG = "--tag";
  private static final String REMOVE_TAG = "--remove-tag";

  @Override
  public String name() {
    return "bucket settings";
  }

  @Override
  public String about() {
    return "Print the settings of a bucket, or change some of them.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice bucket settings photos",
        "sluice bucket settings photos --tag team=red --remove-tag owner");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
    Arguments.values(command, "KEY=VALUE", "Set this tag of the bucket; repeatable.", TAG);
    Arguments.values(command, "KEY", "Remove this tag of the bucket; repeatable.", REMOVE_TAG);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    BucketName bucket =
        new BucketName(
            Address.parse(arguments.positionals().get(0), false).requireBucket().bucket());
    List<String> removed = arguments.texts(REMOVE_TAG);
    List<String> set = arguments.texts(TAG);
    set.forEach(Settings::requirePair);
    boolean changes = !set.isEmpty() || !removed.isEmpty();
    GetBucketSettingsResponse settings =
        changes
            ? session
                .agent()
                .changeSettings(session.context(), bucket, now -> changed(now, removed, set))
            : session.agent().settings(session.context(), bucket);
    if (!changes || session.output().form() == Output.Form.JSON) {
      session.output().record(document(bucket, settings));
    }
  }

  private static void requirePair(String tag) {
    if (tag.indexOf('=') < 1) {
      throw ToolFailure.usage(TAG + ": '" + tag + "' (expected: KEY=VALUE)");
    }
  }

  /** A tag that is there keeps its place. */
  private static BucketSettings changed(
      BucketSettings now, List<String> removed, List<String> set) {
    Map<String, String> tags = new LinkedHashMap<>(tags(now));
    removed.forEach(tags::remove);
    for (String tag : set) {
      int sign = tag.indexOf('=');
      tags.put(tag.substring(0, sign), tag.substring(sign + 1));
    }
    TagSet changed =
        new TagSet(
            tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList());
    return now.toBuilder().clearTags().addAllTags(WireTags.toProto(changed)).build();
  }

  private static Map<String, String> tags(BucketSettings settings) {
    Map<String, String> tags = new LinkedHashMap<>();
    settings.getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  private static Document document(BucketName bucket, GetBucketSettingsResponse settings) {
    return new Document()
        .put("bucket", bucket.value())
        .put("generation", settings.getGeneration())
        .put("tags", tags(settings.getSettings()));
  }
}
