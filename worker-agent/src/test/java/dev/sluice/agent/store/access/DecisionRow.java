package dev.sluice.agent.store.access;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Row of the table of decisions, in the words that the table's head explains. */
record DecisionRow(
    int line,
    String page,
    String who,
    String own,
    String policy,
    String bucketAcl,
    String object,
    String ownership,
    String block,
    String action,
    Decision.Verdict verdict) {
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final Set<String> ON_OBJECTS =
      Set.of(
          "GetObject",
          "PutObject",
          "DeleteObject",
          "GetObjectAcl",
          "PutObjectAcl",
          "GetObjectTagging",
          "PutObjectTagging",
          "GetObjectAttributes",
          "RestoreObject",
          "PutObjectRetention",
          "PutObjectLegalHold",
          "AbortMultipartUpload",
          "ListMultipartUploadParts");
  private static final Map<String, String> ACCOUNTS =
      Map.of(
          "ada", "111111111111",
          "bob", "111111111111",
          "carl", "333333333333",
          "dora", "444444444444",
          "root-of-A", "111111111111",
          "root-of-C", "333333333333");

  static List<DecisionRow> all() {
    List<DecisionRow> rows = new ArrayList<>();
    String page = "";
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("page: ")) {
        page = line.substring("page: ".length());
      } else if (line.contains("|") && !line.startsWith("who")) {
        rows.add(of(i + 1, page, line.split("\\|")));
      }
    }
    return rows;
  }

  private static String text() {
    try (InputStream table = DecisionRow.class.getResourceAsStream("decisions.txt")) {
      return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DecisionRow of(int line, String page, String[] cells) {
    List<String> cell = Arrays.stream(cells).map(String::strip).toList();
    return new DecisionRow(
        line,
        page,
        cell.get(0),
        cell.get(1),
        cell.get(2),
        cell.get(3),
        cell.get(4),
        cell.get(5),
        cell.get(6),
        cell.get(7),
        Decision.Verdict.valueOf(cell.get(8)));
  }

  /** The decision with the object at hand, where it depends on it. */
  Decision decide() {
    Decision early = decideEarly();
    return early.verdict() == Decision.Verdict.OPEN ? decide(facts()) : early;
  }

  Decision decideEarly() {
    return decide(target().facts("s3:" + action));
  }

  private Decision decide(ObjectFacts facts) {
    BucketAccess bucket =
        switch (target().kind()) {
          case STORAGE, NEW_BUCKET -> null;
          case BUCKET, SOME_OBJECTS, OBJECT, PLACE, LATER_PLACE, UPLOAD -> bucket();
        };
    return Decision.of(
        new AccessQuestion(caller(), evaluation(), target(), bucket, facts, null, Instant.EPOCH));
  }

  private AccessTarget target() {
    return AccessTarget.asked(
        new AccessRequest.Place(
            action.equals("ListAllMyBuckets") ? null : BUCKET,
            ON_OBJECTS.contains(action) ? new ObjectKey("key") : null),
        List.of(evaluation()));
  }

  private Evaluation evaluation() {
    return new Evaluation("s3:" + action, Evaluation.Resource.TARGET, outcome());
  }

  private Evaluation.Outcome outcome() {
    return switch (own) {
      case "allow" -> Verdict.ALLOW;
      case "deny" -> Verdict.DENY;
      case "silent" -> Verdict.SILENT;
      case "allow-open" -> new Evaluation.Pending(List.of(residual("Allow", "open")));
      case "deny-secret" ->
          new Evaluation.Pending(List.of("{\"Effect\":\"Allow\"}", residual("Deny", "secret")));
      default -> throw new IllegalArgumentException(own);
    };
  }

  private static String residual(String effect, String tag) {
    return "{\"Effect\":\"%s\",\"Condition\":{\"StringEquals\":{\"s3:ExistingObjectTag/class\":\"%s\"}}}"
        .formatted(effect, tag);
  }

  Caller caller() {
    return new Caller(
        switch (who) {
          case "server" -> Caller.Kind.ROOT;
          case "operator" -> Caller.Kind.OPERATOR;
          case "anonymous" -> Caller.Kind.ANONYMOUS;
          case "root-of-A", "root-of-C" -> Caller.Kind.ACCOUNT_ROOT;
          default -> Caller.Kind.IDENTITY;
        },
        principal(who),
        ACCOUNTS.containsKey(who) && !who.startsWith("root") ? who : "",
        "10.1.2.3",
        false,
        Map.of("s3:prefix", List.of("logs/")),
        List.of(evaluation()),
        List.of());
  }

  private static Principal principal(String name) {
    return new Principal(
        "id-of-" + name, name, new AccountId(ACCOUNTS.getOrDefault(name, "000000000000")));
  }

  BucketAccess bucket() {
    BucketSettings settings =
        new BucketSettings(
            TagSet.NONE,
            policyText(),
            acl(bucketAcl, principal("ada")),
            switch (ownership) {
              case "enforced" -> ObjectOwnership.BUCKET_OWNER_ENFORCED;
              case "preferred" -> ObjectOwnership.BUCKET_OWNER_PREFERRED;
              case "writer" -> ObjectOwnership.OBJECT_WRITER;
              default -> throw new IllegalArgumentException(ownership);
            },
            switch (block) {
              case "-" -> null;
              case "ignore" -> new PublicAccessBlock(false, true, false, false);
              case "restrict" -> new PublicAccessBlock(false, false, false, true);
              default -> throw new IllegalArgumentException(block);
            },
            List.of(),
            null,
            null,
            null);
    return BucketAccess.of(
        new BucketRecord(Instant.EPOCH, principal("ada"), Region.US_EAST_1, settings, 1),
        ObjectOwnership.BUCKET_OWNER_ENFORCED,
        null);
  }

  private ObjectFacts facts() {
    if (object.equals("absent")) {
      return ObjectFacts.Missing.ABSENT;
    }
    String[] tagged = object.equals("-") ? new String[] {"ada"} : object.split("#", -1);
    String[] listed = tagged[0].split("/", -1);
    Principal owner = principal(listed[0]);
    return new ObjectFacts.Present(
        owner,
        listed.length == 1 ? null : acl(listed[1], owner),
        tagged.length == 1 ? TagSet.NONE : new TagSet(List.of(new Tag("class", tagged[1]))));
  }

  private static @Nullable Acl acl(String text, Principal owner) {
    List<AclGrant> grants = new ArrayList<>();
    if (!text.contains(":") && !text.equals("none")) {
      grants.add(new AclGrant(new Grantee.User(owner), AclPermission.FULL_CONTROL));
    }
    switch (text) {
      case "-" -> {
        return null;
      }
      case "none" -> {}
      case "public-read" -> grants.add(toAll(AclPermission.READ));
      case "public-read-write" -> {
        grants.add(toAll(AclPermission.READ));
        grants.add(toAll(AclPermission.WRITE));
      }
      case "authenticated-read" ->
          grants.add(new AclGrant(Grantee.Group.AUTHENTICATED_USERS, AclPermission.READ));
      case "log-delivery-write" ->
          grants.add(new AclGrant(Grantee.Group.LOG_DELIVERY, AclPermission.WRITE));
      default -> {
        String[] grant = text.split(":", -1);
        grants.add(
            new AclGrant(new Grantee.User(principal(grant[0])), AclPermission.valueOf(grant[1])));
      }
    }
    return new Acl(grants);
  }

  private static AclGrant toAll(AclPermission permission) {
    return new AclGrant(Grantee.Group.ALL_USERS, permission);
  }

  private @Nullable String policyText() {
    return switch (policy) {
      case "-" -> null;
      case "unreadable" -> "{ no policy at all";
      default ->
          Arrays.stream(policy.split(";", -1))
              .map(String::strip)
              .map(DecisionRow::statement)
              .collect(
                  Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
    };
  }

  private static String statement(String text) {
    String[] words = text.split(" ", -1);
    return "{\"Effect\":\"%s\",%s,\"Action\":\"%s\",\"Resource\":[%s]%s}"
        .formatted(
            words[0],
            principalOf(words[1]),
            words[2],
            "\"arn:aws:s3:::bucket\",\"arn:aws:s3:::bucket/*\"",
            words.length == 3 ? "" : ",\"Condition\":" + condition(words[4]));
  }

  private static String principalOf(String word) {
    if (word.equals("*")) {
      return "\"Principal\":\"*\"";
    }
    if (word.startsWith("not:")) {
      return "\"NotPrincipal\":{\"AWS\":\"" + arn(word.substring(4)) + "\"}";
    }
    return word.startsWith("id:")
        ? "\"Principal\":{\"CanonicalUser\":\"id-of-" + word.substring(3) + "\"}"
        : "\"Principal\":{\"AWS\":\"" + arn(word) + "\"}";
  }

  private static String arn(String name) {
    return switch (name) {
      case "A" -> "arn:aws:iam::111111111111:root";
      case "C" -> "333333333333";
      default -> "arn:aws:iam::" + ACCOUNTS.get(name) + ":user/" + name;
    };
  }

  private static String condition(String text) {
    int at = text.indexOf('=');
    String value = text.substring(at + 1);
    String format =
        switch (text.substring(0, at)) {
          case "tag" -> "{\"StringEquals\":{\"s3:ExistingObjectTag/class\":\"%s\"}}";
          case "tag!" -> "{\"StringNotEquals\":{\"s3:ExistingObjectTag/class\":\"%s\"}}";
          case "ip" -> "{\"IpAddress\":{\"aws:SourceIp\":\"%s\"}}";
          case "tls" -> "{\"Bool\":{\"aws:SecureTransport\":\"%s\"}}";
          case "prefix" -> "{\"StringEquals\":{\"s3:prefix\":\"%s\"}}";
          case "account" -> "{\"StringEquals\":{\"aws:PrincipalAccount\":\"%s\"}}";
          case "resource-account" -> "{\"StringEquals\":{\"s3:ResourceAccount\":\"%s\"}}";
          default -> throw new IllegalArgumentException(text);
        };
    return format.formatted(value);
  }

  @Override
  public String toString() {
    return "line " + line + ": " + who + " " + own + " " + policy + " " + action;
  }
}
