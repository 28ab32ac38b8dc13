package dev.sluice.cli.tool;

import dev.sluice.cli.tool.session.Address;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.Document;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.policy.ConditionKey;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.frontend.KnownIdentities;
import dev.sluice.frontend.auth.permission.Explanation;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.permission.RequestPermissions;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.Decision;
import dev.sluice.v1.ExplainRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code access explain}: says how a request would be decided, and what decides it. */
final class Explain implements Tool {
  private static final String IDENTITY = "--identity";
  private static final String ACTION = "--action";
  private static final String RESOURCE = "--resource";
  private static final String CONTEXT = "--context";
  private static final String CREDENTIALS = "--credentials";
  private static final String SOURCE_IP = "aws:sourceip";
  private static final String SECURE_TRANSPORT = "aws:securetransport";

  @Override
  public String name() {
    return "access explain";
  }

  @Override
  public String about() {
    return "Say whether an identity may do something, and what decides it.";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "sluice access explain --credentials credentials.yaml --identity AKALICE --action"
            + " s3:GetObject --resource photos/2026/lake.jpg",
        "sluice access explain --identity anonymous --action s3:ListBucket --resource photos"
            + " --context s3:prefix=2026/ --context aws:SourceIp=192.0.2.1");
  }

  @Override
  public void declare(CommandSpec command) {
    Arguments.value(
        command, "NAME", "Who: an access key, canonical user id or ARN, or anonymous.", IDENTITY);
    Arguments.value(command, "ACTION", "What: an action of S3, such as s3:GetObject.", ACTION);
    Arguments.value(
        command,
        "ADDRESS",
        "To what: BUCKET or BUCKET/KEY. Default: the service, for s3:ListAllMyBuckets.",
        RESOURCE);
    Arguments.values(
        command,
        "KEY=VALUE",
        "A condition key of the request, such as aws:SourceIp=192.0.2.1; repeatable.",
        CONTEXT);
    Arguments.value(
        command, "FILE", "The credentials file of the frontends, which has NAME.", CREDENTIALS);
    Arguments.encoded(command);
  }

  @Override
  public void run(Session session, Arguments arguments) throws IOException {
    Identity identity = identity(session, arguments);
    String action = action(arguments);
    Address address =
        arguments
            .text(RESOURCE)
            .map(text -> Address.parse(text, arguments.has(Arguments.ENCODED)))
            .orElse(null);
    Explanation own =
        permissions(session, identity, arguments.texts(CONTEXT))
            .explain(
                action,
                address == null ? null : new BucketName(address.bucket()),
                address == null || address.key().isEmpty() ? null : new ObjectKey(address.key()));
    Decision decision =
        session
            .call(AccessServiceGrpc.getExplainMethod(), request(own.caller(), address))
            .getDecisions(0);
    session.output().record(document(own, decision, arguments.text(RESOURCE).orElse("")));
  }

  private static Identity identity(Session session, Arguments arguments) {
    String name = required(arguments, IDENTITY, "an access key, canonical id, ARN or anonymous");
    KnownIdentities known =
        arguments
            .text(CREDENTIALS)
            .map(file -> KnownIdentities.in(Path.of(file), session.clock()))
            .orElseGet(KnownIdentities::none);
    Identity identity = known.find(name);
    if (identity == null) {
      throw ToolFailure.usage(
          IDENTITY
              + ": '"
              + name
              + "' (expected: one of the file that "
              + CREDENTIALS
              + " names, or anonymous)");
    }
    return identity;
  }

  private static String action(Arguments arguments) {
    String name = required(arguments, ACTION, "such as s3:GetObject");
    String action = KnownIdentities.action(name);
    if (action == null) {
      throw ToolFailure.usage(
          ACTION + ": '" + name + "' (expected: an action of S3, such as s3:GetObject)");
    }
    return action;
  }

  private static String required(Arguments arguments, String option, String expected) {
    return arguments
        .text(option)
        .orElseThrow(() -> ToolFailure.usage(option + ": missing (expected: " + expected + ")"));
  }

  private static RequestPermissions permissions(
      Session session, Identity identity, List<String> context) {
    Map<String, List<String>> keys = new TreeMap<>();
    for (String pair : context) {
      int sign = pair.indexOf('=');
      String key = sign < 1 ? null : key(pair.substring(0, sign));
      if (key == null) {
        throw ToolFailure.usage(
            CONTEXT + ": '" + pair + "' (expected: KEY=VALUE, a condition key of requests)");
      }
      keys.computeIfAbsent(key, _ -> new ArrayList<>()).add(pair.substring(sign + 1));
    }
    List<String> address = keys.remove(SOURCE_IP);
    List<String> tls = keys.remove(SECURE_TRANSPORT);
    return new RequestPermissions(
        identity,
        address == null ? "" : address.getFirst(),
        tls != null && Boolean.parseBoolean(tls.getFirst()),
        keys,
        session.clock().instant());
  }

  /**
   * A condition key in lower case; null: none, or one that follows from who asks or what is stored.
   */
  private static @Nullable String key(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(ConditionKey.values())
            .filter(key -> !key.isOfRequester())
            .map(ConditionKey::lowerCase)
            .anyMatch(
                known ->
                    known.endsWith("/")
                        ? lowerCase.startsWith(known) && lowerCase.length() > known.length()
                        : lowerCase.equals(known))
        ? lowerCase
        : null;
  }

  private static ExplainRequest request(Caller caller, @Nullable Address address) {
    return ExplainRequest.newBuilder()
        .setCaller(WireCaller.toProto(caller))
        .setBucket(address == null ? "" : address.bucket())
        .setKey(address == null ? "" : address.key())
        .build();
  }

  private static Document document(Explanation own, Decision decision, String resource) {
    boolean byIdentity = decision.getDecider() == Decision.Decider.IDENTITY;
    Caller caller = own.caller();
    return new Document()
        .put("identity", caller.arn().isEmpty() ? "anonymous" : caller.arn())
        .put("action", decision.getAction())
        .put("resource", resource)
        .put("allowed", decision.getAllowed())
        .put("decidedBy", decision.getDecider().name())
        .put(
            "statement",
            decision.getStatement().isEmpty() && byIdentity
                ? own.decider()
                : decision.getStatement())
        .put("reason", decision.getReason());
  }
}
