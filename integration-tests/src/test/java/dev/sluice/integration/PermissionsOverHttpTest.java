package dev.sluice.integration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Support;
import dev.sluice.integration.PermissionRow.Need;
import dev.sluice.integration.SignedHttp.Form;
import dev.sluice.integration.SignedHttp.Message;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Every operation over HTTP, signed both ways, as whoever is allowed just enough and as whoever
 * lacks one thing: who lacks it hears AccessDenied, and the storage stays as it is.
 */
@Timeout(300)
class PermissionsOverHttpTest {
  private static final String SECRET = "the-secret-of-all";
  private static final String THERE = "what is there";
  private static final AwsBasicCredentials ROOT = AwsBasicCredentials.create("AKROOT", SECRET);

  /** Of tests that are about more than a row. */
  private static final Map<String, List<Need>> OTHERS =
      Map.of(
          "AKDELETER", List.of(new Need("s3:DeleteObject", "some/in/*")),
          "AKREADER", List.of(new Need("s3:GetObject", "some/in/*")),
          "AKLISTER",
              List.of(new Need("s3:GetObject", "some/in/*"), new Need("s3:ListBucket", "some")),
          "AKSEER", List.of(new Need("s3:ListAllMyBuckets", "some/in/*")),
          "AKFOREIGN", List.of(new Need("s3:*", "elsewhere")));

  /** Of operations that change records alone, no file is longer or shorter afterwards. */
  private static final Set<S3Operation> CHANGE_NO_SIZE =
      Set.of(
          S3Operation.DELETE_OBJECT_TAGGING,
          S3Operation.PUT_BUCKET_OWNERSHIP_CONTROLS,
          S3Operation.PUT_OBJECT_ACL,
          S3Operation.PUT_OBJECT_TAGGING);

  @TempDir private static Path folder;

  private static HostileServer server;
  private static SignedHttp http;

  /** Who may do what the needs say and nothing else. */
  private static final Map<List<Need>, String> ACCESS_KEYS = new LinkedHashMap<>();

  /** A row, how its request is signed, and the bucket that it is tried on. */
  record Case(PermissionRow row, Form form, String bucket) {
    AwsBasicCredentials caller(String kind) {
      List<Need> needs =
          (kind.equals("enough") ? row.needs() : row.tooLittle().get(kind))
              .stream().map(need -> need.on(bucket)).toList();
      return PermissionsOverHttpTest.caller(
          ACCESS_KEYS.computeIfAbsent(needs, _ -> "AK" + ACCESS_KEYS.size()));
    }

    @Override
    public String toString() {
      return form + " " + row;
    }
  }

  private static final List<Case> CASES = cases();

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (PermissionRow row : PermissionRow.all()) {
      for (Form form : Form.values()) {
        boolean signsItself = row.operation() == S3Operation.POST_OBJECT;
        if (!signsItself || form == Form.HEADER) {
          String bucket = row.isImplemented() ? "case-" + cases.size() : "some";
          cases.add(new Case(row, form, bucket));
        }
      }
    }
    return cases;
  }

  static Stream<Case> implemented() {
    return CASES.stream().filter(it -> it.row().isImplemented());
  }

  static Stream<Case> unset() {
    return CASES.stream().filter(it -> !it.row().isImplemented());
  }

  @BeforeAll
  static void start() throws Exception {
    StringBuilder file = new StringBuilder("identities:\n");
    file.append(identity(ROOT.accessKeyId(), List.of(new Need("*", "*"))));
    OTHERS.forEach((key, needs) -> file.append(identity(key, needs)));
    for (Case it : CASES) {
      it.caller("enough");
      it.row().tooLittle().keySet().forEach(it::caller);
    }
    ACCESS_KEYS.forEach((needs, key) -> file.append(identity(key, needs)));
    file.append("anonymous: {grants: [{actions: ['s3:GetObject'], resources: [elsewhere]}]}\n");
    Path credentials = Files.writeString(folder.resolve("credentials.yaml"), file);
    server =
        new HostileServer(folder.resolve("data"), Map.of("credentials", credentials.toString()));
    http = new SignedHttp(URI.create("http://127.0.0.1:" + server.port()));
    for (String bucket : List.of("elsewhere", "some")) {
      asRoot(Message.of("PUT", "/" + bucket));
      fill(bucket);
    }
  }

  private static String identity(String accessKey, List<Need> needs) {
    String grants =
        needs.stream()
            .map(
                need ->
                    "{actions: ['%s'], resources: ['%s']}"
                        .formatted(need.action(), need.resource()))
            .collect(joining(", "));
    return "- {access-key: %s, secret-key: %s, grants: [%s]}\n"
        .formatted(accessKey, SECRET, grants);
  }

  @AfterAll
  static void stop() {
    if (http != null) {
      http.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @MethodSource("implemented")
  void operation_isDoneForWhomItMayAndLeavesNoTraceForOthers(Case it) throws Exception {
    String upload = prepare(it);
    List<String> before = server.storage();
    for (String kind : it.row().tooLittle().keySet()) {
      assertRefused(it, kind, send(it, kind, upload));
    }
    if (!it.row().needs().isEmpty()) {
      assertRefused(it, "anonymous", http.anonymous(message(it, "", upload)));
    }
    assertThat(server.storage()).as("storage after refusals").isEqualTo(before);

    HttpResponse<String> done = send(it, "enough", upload);
    assertThat(done.statusCode()).as(done.body()).isBetween(200, 299);
    boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(it.row().operation().method());
    if (!CHANGE_NO_SIZE.contains(it.row().operation())) {
      assertThat(server.storage().equals(before)).as("nothing has changed").isEqualTo(reads);
    }
  }

  @ParameterizedTest
  @MethodSource("unset")
  void unsetConfiguration_isToldToWhomItMayBe(Case it) throws Exception {
    for (String kind : it.row().tooLittle().keySet()) {
      assertRefused(it, kind, send(it, kind, ""));
    }
    if (!it.row().needs().isEmpty()) {
      assertRefused(it, "anonymous", http.anonymous(message(it, "", "")));
    }
    HttpResponse<String> told = send(it, "enough", "");
    if (it.row().operation().support() == Support.NOT_IMPLEMENTED) {
      assertThat(told.statusCode()).isEqualTo(501);
      assertThat(told.body()).contains(it.row().operation().awsName() + " is not implemented");
    } else {
      // 400 is what AWS says of locks in a bucket without any.
      assertThat(told.statusCode()).as(told.body()).isIn(200, 400, 404);
      assertThat(told.body()).doesNotContain("AccessDenied", "Signature");
    }
  }

  @Test
  void listOfBuckets_showsWhatTheCallerSees() throws Exception {
    assertThat(bucketsOf("AKSEER")).containsExactly("some");
    assertThat(bucketsOf("AKFOREIGN")).containsExactly("elsewhere");
    assertThat(bucketsOf(ROOT.accessKeyId())).contains("some", "elsewhere");
  }

  /** An entry with a tag asks what is there, and so needs to be read. */
  @Test
  void deleteOfSeveral_isJudgedKeyByKey() throws Exception {
    fill("some");
    Message delete =
        delete(
            "some",
            "<Object><Key>in/there</Key></Object><Object><Key>from/source</Key></Object>"
                + "<Object><Key>in/tagged</Key><ETag>%s</ETag></Object>".formatted(md5(THERE)));
    HttpResponse<String> answer = http.signed(delete, caller("AKDELETER"), Form.HEADER);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(all("<Deleted><Key>([^<]*)", answer.body())).containsExactly("in/there");
    assertThat(all("<Error><Key>([^<]*)</Key><Code>AccessDenied<", answer.body()))
        .containsExactly("from/source", "in/tagged");
    Path bucket = folder.resolve("data/some");
    assertThat(bucket.resolve("in/there")).doesNotExist();
    assertThat(bucket.resolve("from/source")).exists();
    assertThat(bucket.resolve("in/tagged")).exists();
  }

  @Test
  void missingKey_isToldToWhoMayListIt() throws Exception {
    Message get = Message.of("GET", "/some/in/missing");
    HttpResponse<String> reader = http.signed(get, caller("AKREADER"), Form.HEADER);
    HttpResponse<String> lister = http.signed(get, caller("AKLISTER"), Form.QUERY);

    assertThat(reader.statusCode()).isEqualTo(403);
    assertThat(reader.body()).contains("<Code>AccessDenied</Code>").doesNotContain("<Key>");
    assertThat(lister.statusCode()).isEqualTo(404);
    assertThat(lister.body()).contains("<Code>NoSuchKey</Code>");
  }

  @Test
  void anonymous_mayDoWhatItsEntrySays() throws Exception {
    assertThat(http.anonymous(Message.of("GET", "/elsewhere/in/there")).body()).isEqualTo(THERE);
    Message put = Message.of("PUT", "/elsewhere/in/there").carrying("mine");
    assertThat(http.anonymous(put).statusCode()).isEqualTo(403);
    assertThat(http.anonymous(Message.of("GET", "/elsewhere/in/there")).body()).isEqualTo(THERE);
  }

  /** Of several keys each is refused on its own, where some other key in the bucket is allowed. */
  private static void assertRefused(Case it, String kind, HttpResponse<String> answer) {
    boolean keyByKey = it.row().operation() == S3Operation.DELETE_OBJECTS && kind.equals("beside");
    assertThat(answer.statusCode()).as(kind + " " + answer.body()).isEqualTo(keyByKey ? 200 : 403);
    if (!it.row().operation().method().equals("HEAD")) {
      assertThat(answer.body()).as(kind).contains("<Code>AccessDenied</Code>");
    }
    assertThat(answer.body()).as(kind).doesNotContain("<Deleted>");
  }

  private static HttpResponse<String> send(Case it, String kind, String upload) throws Exception {
    Message message = message(it, kind, upload);
    return it.row().operation() == S3Operation.POST_OBJECT
        ? http.anonymous(message) // the form itself is signed
        : http.signed(message, it.caller(kind), it.form());
  }

  /** Makes what a row expects to be there; the id of the upload. */
  private static String prepare(Case it) throws Exception {
    if (it.row().request().contains("B-empty")) {
      asRoot(Message.of("PUT", "/" + it.bucket() + "-empty"));
    }
    asRoot(Message.of("PUT", "/" + it.bucket()));
    fill(it.bucket());
    asRoot(cors(it.bucket(), "GET"));
    if (it.row().request().contains("?policy")) { // with one, several keys are decided one by one
      asRoot(policy(it.bucket(), "s3:ReplicateObject"));
    }
    set(it, "?tagging", tagging("red"));
    set(it, "?publicAccessBlock", block(""));
    set(it, "/in/there?tagging", tagging("red"));
    boolean countsLists = Stream.of("acl", "ownership").anyMatch(it.row().request()::contains);
    if (countsLists) {
      set(it, "?ownershipControls", ownership("ObjectWriter"));
    }
    String object = "/" + it.bucket() + "/in/upload";
    String upload =
        all("<UploadId>([^<]*)", asRoot(Message.of("POST", object + "?uploads"))).getFirst();
    asRoot(Message.of("PUT", object + "?partNumber=1&uploadId=" + upload).carrying(THERE));
    return upload;
  }

  private static void set(Case it, String target, String document) throws Exception {
    asRoot(proven(Message.of("PUT", "/" + it.bucket() + target), document));
  }

  private static void fill(String bucket) throws Exception {
    for (String key : List.of("in/there", "in/tagged", "from/source")) {
      asRoot(Message.of("PUT", "/" + bucket + "/" + key).carrying(THERE));
    }
  }

  private static String asRoot(Message message) throws Exception {
    HttpResponse<String> answer = http.signed(message, ROOT, Form.HEADER);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  /** The request of a row, as some kind of caller; nobody where that is empty. */
  private static Message message(Case it, String kind, String upload) throws Exception {
    String[] words = it.row().request().replace("/B", "/" + it.bucket()).split(" ", -1);
    Message message = Message.of(words[0], words[1].replace("=U", "=" + upload));
    for (String word : List.of(words).subList(2, words.length)) {
      message =
          switch (word) {
            case "attributes" -> message.with("x-amz-object-attributes", "ETag,ObjectSize");
            case "copy" -> message.with("x-amz-copy-source", "/" + it.bucket() + "/from/source");
            case "match" -> message.with("if-match", md5(THERE));
            case "text" -> message.carrying("another text, longer");
            case "cors" -> cors(it.bucket(), "DELETE");
            case "policy" -> policy(it.bucket(), "s3:ObjectOwnerOverrideToBucketOwner");
            case "acl" -> message.with("x-amz-acl", "authenticated-read");
            case "tags" -> message.with("x-amz-tagging", "team=red");
            case "tagging" -> proven(message, tagging("another value"));
            case "ownership" -> proven(message, ownership("BucketOwnerPreferred"));
            case "block" ->
                proven(message, block("<RestrictPublicBuckets>true</RestrictPublicBuckets>"));
            case "payment" ->
                proven(
                    message,
                    "<RequestPaymentConfiguration><Payer>Requester</Payer>"
                        + "</RequestPaymentConfiguration>");
            case "accelerate" ->
                proven(
                    message,
                    "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>");
            case "page" ->
                message
                    .with("Origin", "https://page.example")
                    .with("Access-Control-Request-Method", "GET");
            case "delete" -> delete(it.bucket(), "<Object><Key>in/there</Key></Object>");
            case "complete" ->
                message.carrying(
                    "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>"
                        .formatted(md5(THERE)));
            case "form" ->
                kind.isEmpty()
                    ? SignedHttp.form(it.bucket(), "in/form", "text")
                    : SignedHttp.form(it.bucket(), "in/form", "text", it.caller(kind));
            default -> throw new AssertionError("no such word: " + word);
          };
    }
    return message;
  }

  private static Message delete(String bucket, String entries) throws Exception {
    return proven(Message.of("POST", "/" + bucket + "?delete"), "<Delete>" + entries + "</Delete>");
  }

  private static Message cors(String bucket, String method) throws Exception {
    return proven(
        Message.of("PUT", "/" + bucket + "?cors"),
        ("<CORSConfiguration><CORSRule><AllowedMethod>%s</AllowedMethod>"
                + "<AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>")
            .formatted(method));
  }

  private static String tagging(String value) {
    return "<Tagging><TagSet><Tag><Key>team</Key><Value>%s</Value></Tag></TagSet></Tagging>"
        .formatted(value);
  }

  private static String ownership(String rule) {
    return ("<OwnershipControls><Rule><ObjectOwnership>%s</ObjectOwnership></Rule>"
            + "</OwnershipControls>")
        .formatted(rule);
  }

  /** A public access block that ignores lists for everybody. */
  private static String block(String more) {
    return ("<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>%s"
            + "</PublicAccessBlockConfiguration>")
        .formatted(more);
  }

  /** A policy that decides on no request. */
  private static Message policy(String bucket, String action) {
    return Message.of("PUT", "/" + bucket + "?policy")
        .carrying(
            """
            {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "%s",
              "Resource": "arn:aws:s3:::%s/*"}}
            """
                .formatted(action, bucket));
  }

  private static Message proven(Message message, String document) throws Exception {
    return message
        .carrying(document)
        .with("Content-MD5", Base64.getEncoder().encodeToString(digest(document)));
  }

  private static List<String> bucketsOf(String accessKey) throws Exception {
    Message list = Message.of("GET", "/");
    return all("<Name>([^<]*)", http.signed(list, caller(accessKey), Form.HEADER).body());
  }

  private static AwsBasicCredentials caller(String accessKey) {
    return AwsBasicCredentials.create(accessKey, SECRET);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of().formatHex(digest(text));
  }

  private static byte[] digest(String text) throws Exception {
    return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
  }
}
