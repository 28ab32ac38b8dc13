package dev.sluice.agent.store.contract;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore.NamedBucket;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Resource;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Decisions by what buckets and objects say. The bucket is Alice's, an identity of the account of
 * the server's root; bob is another of it, carl one of another account.
 */
abstract class AccessContract extends StoreContract {
  private static final AccountId OTHER_ACCOUNT = new AccountId("333333333333");
  private static final Principal BOB_HIMSELF = new Principal("bob-id", "bob");
  private static final Principal CARL = new Principal("carl-id", "carl", OTHER_ACCOUNT);
  private static final Principal NOBODY = new Principal("anonymous-id", "");
  private static final String BOBS_ARN = "arn:aws:iam::000000000000:user/bob";
  private static final BucketName OTHER = new BucketName("bucket-two");

  AccessContract(Opener opener) {
    super(opener);
  }

  private static Evaluation on(String action, Evaluation.Outcome outcome) {
    return new Evaluation("s3:" + action, Resource.TARGET, outcome);
  }

  private static CallContext call(
      Caller.Kind kind, Principal principal, List<Evaluation> evaluations, Verdict mayList) {
    return new CallContext(
        new Caller(
            kind,
            principal,
            kind == Caller.Kind.IDENTITY ? principal.displayName() : "",
            "10.1.2.3",
            false,
            Map.of(),
            evaluations,
            List.of(
                new Evaluation("s3:ListBucket", Resource.TARGET, mayList),
                new Evaluation("s3:ListBucket", Resource.SOURCE, mayList))),
        "request",
        null);
  }

  private static CallContext bob(String action, Verdict own) {
    return call(Caller.Kind.IDENTITY, BOB_HIMSELF, List.of(on(action, own)), Verdict.SILENT);
  }

  private static CallContext carl(String action, Verdict own) {
    return call(Caller.Kind.IDENTITY, CARL, List.of(on(action, own)), Verdict.SILENT);
  }

  private static CallContext anonymous(String action) {
    return call(Caller.Kind.ANONYMOUS, NOBODY, List.of(on(action, Verdict.SILENT)), Verdict.SILENT);
  }

  private void change(UnaryOperator<BucketSettings> change) {
    BucketRecord before = store.getBucket(ALICE, BUCKET);
    store.replaceSettings(ALICE, BUCKET, change.apply(before.settings()), before.generation());
  }

  private void policy(String... statements) {
    change(
        settings ->
            settings.withPolicy(
                "{\"Version\":\"2012-10-17\",\"Statement\":["
                    + String.join(",", statements)
                    + "]}"));
  }

  private static String statement(String effect, String principal, String action, String more) {
    return ("{\"Sid\":\"%s-%s\",\"Effect\":\"%s\",\"Principal\":{\"AWS\":\"%s\"},"
            + "\"Action\":\"s3:%s\",\"Resource\":\"%s\"%s}")
        .formatted(
            effect,
            action,
            effect,
            principal,
            action,
            action.startsWith("List") ? "arn:aws:s3:::bucket-one" : "arn:aws:s3:::bucket-one/*",
            more);
  }

  private static String ifTagged(String value) {
    return ",\"Condition\":{\"StringEquals\":{\"s3:ExistingObjectTag/class\":\"" + value + "\"}}";
  }

  private void putTagged(String key, String value) {
    ObjectMetadata metadata =
        ObjectMetadata.NONE.withTags(new TagSet(List.of(new Tag("class", value))));
    put(new PutRequest(BUCKET, key(key), 4, metadata, null, WriteConditions.NONE), new byte[4]);
  }

  private void putAs(CallContext writer, String key) {
    try (BodyWriter<ObjectInfo> body =
        store.putObject(writer, putRequest(key, 4, WriteConditions.NONE))) {
      send(body, new byte[4], finish(new byte[4]));
    }
  }

  private void get(CallContext reader, String key) {
    store.getObject(reader, readRequest(key, Selection.ALL)).close();
    store.headObject(reader, readRequest(key, Selection.ALL));
  }

  private static void assertDenied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThat(failureOf(call).reason()).isEqualTo(FailureReason.ACCESS_DENIED);
  }

  @Test
  void policy_allowsWhatNoStatementOfTheCallerDoes() {
    put("key", "text");
    assertDenied(() -> get(bob("GetObject", Verdict.SILENT), "key"));

    policy(statement("Allow", BOBS_ARN, "GetObject", ""));

    get(bob("GetObject", Verdict.SILENT), "key");
    assertDenied(() -> putAs(bob("PutObject", Verdict.SILENT), "key"));
    assertDenied(() -> get(anonymous("GetObject"), "key"));
  }

  @Test
  void changeOfPolicy_isSeenByTheNextCall() {
    put("key", "text");
    for (int i = 0; i < 3; i++) {
      policy(statement("Allow", "*", "GetObject", ""));
      get(anonymous("GetObject"), "key");
      change(settings -> settings.withPolicy(null));
      assertDenied(() -> get(anonymous("GetObject"), "key"));
    }
  }

  @Test
  void policy_deniesWhatTheCallersStatementsAllow() {
    put("key", "text");
    policy(
        statement("Deny", BOBS_ARN, "DeleteObject", ""),
        statement("Deny", BOBS_ARN, "ListBucket", ""));

    get(bob("GetObject", Verdict.ALLOW), "key");
    assertDenied(
        () ->
            store.deleteObject(
                bob("DeleteObject", Verdict.ALLOW), BUCKET, key("key"), WriteConditions.NONE));
    assertDenied(
        () ->
            store.listObjects(
                bob("ListBucket", Verdict.ALLOW), new ListQuery(BUCKET, "", "", "", true, 10)));
    assertThat(delete("key")).isTrue();
  }

  @Test
  void otherAccount_needsBothSides() {
    put("key", "text");
    assertDenied(() -> get(carl("GetObject", Verdict.ALLOW), "key"));

    policy(statement("Allow", OTHER_ACCOUNT.value(), "GetObject", ""));

    get(carl("GetObject", Verdict.ALLOW), "key");
    assertDenied(() -> get(carl("GetObject", Verdict.SILENT), "key"));
  }

  @Test
  void tagsOfAnObject_decide() {
    putTagged("open", "open");
    putTagged("secret", "secret");
    put("untagged", "text");
    policy(statement("Allow", BOBS_ARN, "GetObject", ifTagged("open")));

    get(bob("GetObject", Verdict.SILENT), "open");
    for (String key : List.of("secret", "untagged", "missing")) {
      assertDenied(() -> get(bob("GetObject", Verdict.SILENT), key));
    }
  }

  /** No limit of what an identity's statements may leave open holds for a bucket's policy. */
  @Test
  void policyWithManyTags_decides() {
    putTagged("open", "class-199");
    putTagged("secret", "class-200");
    String classes =
        IntStream.range(0, 200).mapToObj(i -> "\"class-" + i + "\"").collect(joining(","));
    policy(
        statement(
            "Allow",
            BOBS_ARN,
            "GetObject",
            ",\"Condition\":{\"StringEquals\":{\"s3:ExistingObjectTag/class\":["
                + classes
                + "]}}"));

    get(bob("GetObject", Verdict.SILENT), "open");
    assertDenied(() -> get(bob("GetObject", Verdict.SILENT), "secret"));
  }

  @Test
  void statementsThatDependOnTags_areDecidedWithTheObject() {
    putTagged("open", "open");
    putTagged("secret", "secret");
    Evaluation.Pending unlessSecret =
        new Evaluation.Pending(
            List.of("{\"Effect\":\"Allow\"}", "{\"Effect\":\"Deny\"" + ifTagged("secret") + "}"));
    CallContext call =
        call(
            Caller.Kind.IDENTITY,
            BOB_HIMSELF,
            List.of(on("GetObject", unlessSecret)),
            Verdict.SILENT);

    get(call, "open");
    assertDenied(() -> get(call, "secret"));
  }

  @Test
  void listOfAnObject_decides() {
    change(settings -> settings.withOwnership(ObjectOwnership.OBJECT_WRITER));
    put("private", "text");
    PutRequest listed =
        new PutRequest(
            BUCKET,
            key("public"),
            4,
            ObjectMetadata.NONE,
            null,
            WriteConditions.NONE,
            new AclSpec.Canned(CannedAcl.PUBLIC_READ),
            false);
    put(listed, new byte[4]);

    get(anonymous("GetObject"), "public");
    assertDenied(() -> get(anonymous("GetObject"), "private"));
    assertDenied(() -> get(anonymous("GetObjectAcl"), "public"));

    change(settings -> settings.withOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED));
    assertDenied(() -> get(anonymous("GetObject"), "public"));
  }

  @Test
  void listOfTheBucket_letsWriteAndLeavesWhatIsOthers() {
    change(
        settings ->
            settings
                .withOwnership(ObjectOwnership.OBJECT_WRITER)
                .withAcl(
                    new Acl(List.of(new AclGrant(new Grantee.User(CARL), AclPermission.WRITE)))));
    put("alices", "text");
    CallContext carl = carl("PutObject", Verdict.ALLOW);

    putAs(carl, "carls");
    putAs(carl, "carls");
    assertDenied(() -> putAs(carl, "alices"));
    assertDenied(
        () ->
            store.deleteObject(
                carl("DeleteObject", Verdict.ALLOW), BUCKET, key("alices"), WriteConditions.NONE));
    get(carl("GetObject", Verdict.ALLOW), "carls");
    assertDenied(() -> get(bob("GetObject", Verdict.ALLOW), "carls"));
    assertThat(
            store.deleteObject(
                carl("DeleteObject", Verdict.ALLOW), BUCKET, key("carls"), WriteConditions.NONE))
        .isEqualTo(Deleted.OBJECT);
  }

  @Test
  void missingKey_isToldToWhoMayListItAlone() {
    List<Evaluation> reads = List.of(on("GetObject", Verdict.ALLOW));

    assertThat(
            failureOf(
                    () ->
                        get(
                            call(Caller.Kind.IDENTITY, BOB_HIMSELF, reads, Verdict.ALLOW),
                            "missing"))
                .reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    CallContext silent = call(Caller.Kind.IDENTITY, BOB_HIMSELF, reads, Verdict.SILENT);
    assertDenied(() -> get(silent, "missing"));

    policy(
        statement(
            "Allow",
            BOBS_ARN,
            "ListBucket",
            ",\"Condition\":{\"StringLike\":{\"s3:prefix\":\"mine/*\"}}"));
    assertThat(failureOf(() -> get(silent, "mine/missing")).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertDenied(() -> get(silent, "yours/missing"));
  }

  /** The list that would have let somebody read it is gone with the object. */
  @Test
  void missingKey_isToldToWhoeverTheBucketsListLetsList() {
    Acl publicRead = new Acl(List.of(new AclGrant(Grantee.Group.ALL_USERS, AclPermission.READ)));
    change(settings -> settings.withOwnership(ObjectOwnership.OBJECT_WRITER).withAcl(publicRead));
    put("private", "text");

    assertThat(failureOf(() -> get(anonymous("GetObject"), "missing")).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    assertDenied(() -> get(anonymous("GetObject"), "private"));
    assertDenied(() -> get(anonymous("GetObjectAcl"), "missing"));

    change(settings -> settings.withAcl(null));
    assertDenied(() -> get(anonymous("GetObject"), "missing"));
  }

  @Test
  void putThatIsNotAllowedAnyMore_isNotPublished() {
    CallContext bob = bob("PutObject", Verdict.ALLOW);
    PutRequest request = putRequest("key", 4, WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> body = store.putObject(bob, request)) {
      policy(statement("Deny", BOBS_ARN, "PutObject", ""));
      assertDenied(() -> send(body, new byte[4], finish(new byte[4])));
    }
    assertThat(list("", "").objects()).isEmpty();
  }

  @Test
  void uploadThatIsNotAllowedAnyMore_isNotCompleted() {
    CallContext bob = bob("PutObject", Verdict.ALLOW);
    UploadRef upload =
        new UploadRef(
            BUCKET,
            key("key"),
            store
                .createUpload(
                    bob, new UploadRequest(BUCKET, key("key"), ObjectMetadata.NONE, null, null))
                .id());
    policy(statement("Deny", BOBS_ARN, "PutObject", ""));

    assertDenied(
        () ->
            store.completeUpload(
                bob,
                new CompletionRequest(upload, List.of(), null, null, null, WriteConditions.NONE)));
  }

  @Test
  void sourceOfACopy_isDecidedWithTheObject() {
    putTagged("open", "open");
    putTagged("secret", "secret");
    policy(statement("Allow", BOBS_ARN, "GetObject", ifTagged("open")));
    CallContext copies =
        call(
            Caller.Kind.IDENTITY,
            BOB_HIMSELF,
            List.of(
                on("PutObject", Verdict.ALLOW),
                new Evaluation("s3:GetObject", Resource.SOURCE, Verdict.SILENT)),
            Verdict.SILENT);

    store.copyObject(copies, copy("open"));
    assertDenied(() -> store.copyObject(copies, copy("secret")));
    assertDenied(() -> store.copyObject(copies, copy("missing")));
  }

  private static CopyRequest copy(String source) {
    return new CopyRequest(
        new CopySource(BUCKET, key(source), ReadConditions.NONE),
        BUCKET,
        key("copy"),
        null,
        TagSet.NONE,
        null,
        WriteConditions.NONE);
  }

  @Test
  void listOfBuckets_isOfTheCallersAccount() {
    store.createBucket(carl("CreateBucket", Verdict.ALLOW), OTHER);
    CallContext carl = carl("ListAllMyBuckets", Verdict.ALLOW);
    CallContext bob = bob("ListAllMyBuckets", Verdict.ALLOW);

    assertThat(names(carl, "*")).containsExactly(OTHER);
    assertThat(names(carl, "bucket-one")).isEmpty();
    assertThat(names(bob, "*")).containsExactly(BUCKET);
    assertThat(names(bob)).isEmpty();
    assertThat(names(ALICE)).containsExactly(BUCKET, OTHER);
  }

  private List<BucketName> names(CallContext caller, String... granted) {
    return store
        .listBuckets(caller, "", "", 10, List.of(granted).stream().map(Wildcard::new).toList())
        .buckets()
        .stream()
        .map(NamedBucket::name)
        .toList();
  }

  @Test
  void explanation_namesTheStatementThatDecided() {
    putTagged("open", "open");
    putTagged("secret", "secret");
    policy(
        statement("Allow", BOBS_ARN, "GetObject", ifTagged("open")),
        statement("Deny", "*", "DeleteObject", ""));

    assertThat(explained(bob("GetObject", Verdict.SILENT), "open"))
        .isEqualTo("ALLOW BUCKET_POLICY Allow-GetObject");
    assertThat(explained(bob("GetObject", Verdict.SILENT), "secret")).isEqualTo("DENY NOTHING ");
    assertThat(explained(bob("GetObject", Verdict.ALLOW), "secret")).isEqualTo("ALLOW IDENTITY ");
    assertThat(explained(bob("DeleteObject", Verdict.ALLOW), "open"))
        .isEqualTo("DENY BUCKET_POLICY Deny-DeleteObject");
    assertThat(explained(carl("GetObject", Verdict.SILENT), "open")).isEqualTo("DENY IDENTITY ");
    assertThat(explained(ALICE, "open")).isEmpty();
  }

  private String explained(CallContext caller, String key) {
    StringBuilder text = new StringBuilder();
    for (Decision decision : store.explain(caller, asked(key))) {
      text.append(decision.verdict())
          .append(' ')
          .append(decision.decider())
          .append(' ')
          .append(decision.statement());
    }
    return text.toString();
  }

  private static AccessRequest asked(String key) {
    return new AccessRequest(new AccessRequest.Place(BUCKET, key(key)), null);
  }

  @Test
  void decisionAlone_goesByTheObjectToo() {
    putTagged("open", "open");
    putTagged("secret", "secret");
    policy(statement("Allow", "*", "GetObject", ifTagged("open")));

    store.decide(anonymous("GetObject"), asked("open"));
    assertDenied(() -> store.decide(anonymous("GetObject"), asked("secret")));
    assertDenied(() -> store.decide(anonymous("PutObject"), asked("open")));
  }

  /** Ours: who reads an object learns nothing of its list. */
  @Test
  void listOfAnObject_isShownToWhoAsksForIt() {
    change(settings -> settings.withOwnership(ObjectOwnership.OBJECT_WRITER));
    put(
        new PutRequest(
            BUCKET,
            key("key"),
            4,
            ObjectMetadata.NONE,
            null,
            WriteConditions.NONE,
            new AclSpec.Canned(CannedAcl.PUBLIC_READ),
            false),
        new byte[4]);
    ReadRequest request = readRequest("key", Selection.ALL);

    assertThat(store.headObject(ALICE, request).info().metadata().acl()).isNotNull();
    assertThat(
            store.headObject(bob("GetObjectAcl", Verdict.ALLOW), request).info().metadata().acl())
        .isNotNull();
    assertThat(store.headObject(anonymous("GetObject"), request).info().metadata().acl()).isNull();
    try (ObjectReading reading = store.getObject(ALICE, request)) {
      assertThat(reading.head().info().metadata().acl()).isNull();
    }
  }
}
