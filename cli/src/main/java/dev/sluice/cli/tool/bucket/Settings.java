package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Attributes;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.Quota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bucket settings}: prints the settings of a bucket, or changes some of them at once. */
public final class Settings implements Tool {
  private static final String TAG = "--tag";
  private static final String REMOVE_TAG = "--remove-tag";
  private static final String POLICY = "--policy";
  private static final String ACL = "--acl";
  private static final String CORS = "--cors";
  private static final String BLOCK = "--public-access-block";
  private static final String REMOVE = "--remove";

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
        "sluice bucket settings photos --tag team=red --remove-tag owner",
        "sluice bucket settings photos --policy policy.json --public-access-block none",
        "sluice bucket settings photos --ownership ObjectWriter --acl public-read",
        "sluice bucket settings photos --remove cors --remove policy");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.positional(command, "0", "1", "BUCKET");
    Arguments.values(command, "KEY=VALUE", "Set this tag of the bucket; repeatable.", TAG);
    Arguments.values(command, "KEY", "Remove this tag of the bucket; repeatable.", REMOVE_TAG);
    Arguments.value(command, "FILE", "Set the policy to this file's, byte for byte.", POLICY);
    Arguments.value(
        command,
        "NAME|FILE",
        "Set the access control list to a canned one ("
            + BucketAcl.names()
            + "), or to the grants of a JSON file as the AWS command line has it.",
        ACL);
    Arguments.value(
        command, "FILE", "Set the CORS rules, JSON as the AWS command line has it.", CORS);
    for (NamedSetting setting : NamedSetting.values()) {
      Arguments.value(command, "VALUE", setting.about(), setting.option());
    }
    Arguments.value(command, "SWITCHES", BlockedAccess.ABOUT, BLOCK);
    Arguments.values(command, "SETTING", "Unset one of " + Unset.names() + "; repeatable.", REMOVE);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    BucketName bucket =
        new BucketName(
            Address.parse(arguments.positionals().get(0), false).requireBucket().bucket());
    List<Consumer<BucketSettings.Builder>> changes = changes(session, bucket, arguments);
    GetBucketSettingsResponse settings =
        changes.isEmpty()
            ? session.agent().settings(session.context(), bucket)
            : session
                .agent()
                .changeSettings(session.context(), bucket, now -> changed(now, changes));
    if (changes.isEmpty() || session.output().form() == Output.Form.JSON) {
      session.output().record(document(bucket, settings));
    }
  }

  /** What is to be done with the settings that are there; all of it was checked. */
  private static List<Consumer<BucketSettings.Builder>> changes(
      Session session, BucketName bucket, Arguments arguments) {
    List<Consumer<BucketSettings.Builder>> changes = new ArrayList<>();
    arguments.texts(REMOVE).forEach(name -> changes.add(Unset.of(name)::from));
    List<String> removed = arguments.texts(REMOVE_TAG);
    List<String> tags = arguments.texts(TAG);
    tags.forEach(Settings::requirePair);
    if (!removed.isEmpty() || !tags.isEmpty()) {
      changes.add(settings -> changeTags(settings, removed, tags));
    }
    arguments
        .text(POLICY)
        .map(Settings::content)
        .ifPresent(policy -> changes.add(settings -> settings.setPolicy(policy)));
    arguments
        .text(CORS)
        .map(file -> SettingsFile.parseCors(content(file)))
        .ifPresent(
            rules -> changes.add(settings -> settings.clearCorsRules().addAllCorsRules(rules)));
    arguments
        .text(ACL)
        .map(
            text ->
                BucketAcl.of(text)
                    .map(canned -> canned.grants(session, bucket))
                    .orElseGet(() -> SettingsFile.parseGrants(content(text))))
        .ifPresent(acl -> changes.add(settings -> settings.setAcl(acl)));
    for (NamedSetting setting : NamedSetting.values()) {
      arguments.text(setting.option()).map(setting::change).ifPresent(changes::add);
    }
    arguments
        .text(BLOCK)
        .map(switches -> BlockedAccess.of(BLOCK, switches))
        .ifPresent(block -> changes.add(settings -> settings.setPublicAccessBlock(block)));
    return changes;
  }

  private static void requirePair(String tag) {
    if (tag.indexOf('=') < 1) {
      throw ToolFailure.usage(TAG + ": '" + tag + "' (expected: KEY=VALUE)");
    }
  }

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ToolFailure(ExitCode.LOCAL, file + ": " + StartupException.reason(e));
    }
  }

  private static BucketSettings changed(
      BucketSettings now, List<Consumer<BucketSettings.Builder>> changes) {
    BucketSettings.Builder settings = now.toBuilder();
    changes.forEach(change -> change.accept(settings));
    return settings.build();
  }

  /** A tag that is there keeps its place. */
  private static void changeTags(
      BucketSettings.Builder settings, List<String> removed, List<String> set) {
    Map<String, String> tags = Attributes.tags(settings.getTagsList());
    removed.forEach(tags::remove);
    for (String tag : set) {
      int sign = tag.indexOf('=');
      tags.put(tag.substring(0, sign), tag.substring(sign + 1));
    }
    TagSet changed =
        new TagSet(
            tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList());
    settings.clearTags().addAllTags(WireTags.toProto(changed));
  }

  private static Document document(BucketName bucket, GetBucketSettingsResponse response) {
    BucketSettings settings = response.getSettings();
    Document document =
        new Document()
            .put("bucket", bucket.value())
            .put("generation", response.getGeneration())
            .put("tags", Attributes.tags(settings.getTagsList()))
            .put("policy", settings.getPolicy());
    if (settings.hasAcl()) {
      document.nested("acl", SettingsFile.grants(settings.getAcl()));
    }
    for (NamedSetting setting : NamedSetting.values()) {
      document.put(setting.shownAs(), setting.of(settings));
    }
    if (settings.hasPublicAccessBlock()) {
      document.nested("publicAccessBlock", BlockedAccess.shown(settings.getPublicAccessBlock()));
    }
    if (settings.getCorsRulesCount() > 0) {
      document.nested("cors", SettingsFile.cors(settings.getCorsRulesList()));
    }
    if (settings.hasQuota()) {
      document.nested("quota", limits(settings.getQuota()));
    }
    return document;
  }

  private static Map<String, Object> limits(Quota quota) {
    Map<String, Object> limits = new LinkedHashMap<>();
    if (quota.hasMaxBytes()) {
      limits.put("maxBytes", quota.getMaxBytes());
    }
    if (quota.hasMaxObjects()) {
      limits.put("maxObjects", quota.getMaxObjects());
    }
    return limits;
  }
}
