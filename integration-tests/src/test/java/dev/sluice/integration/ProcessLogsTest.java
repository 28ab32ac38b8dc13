package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.integration.SignedHttp.Form;
import dev.sluice.integration.SignedHttp.Message;
import dev.sluice.testing.Await;
import dev.sluice.testing.Pace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * What an agent and its frontends log about real requests, each a process of its own: one frontend
 * writes its access log as AWS does and finds everything slow, the other writes JSON.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ProcessLogsTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMillis(800);
  private static final int LARGE = 8 << 20;

  /** How log analysers read a line of AWS: words, times in brackets, texts in quotes. */
  private static final Pattern FIELD = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|\\S+");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ROOT);
  private static final AwsBasicCredentials CALLER =
      AwsBasicCredentials.create("AKANYBODY", "access-is-open-here");

  @TempDir private static Path folder;

  private static SluiceProcess agent;
  private static SluiceProcess aws;
  private static SluiceProcess json;
  private static SignedHttp toAws;
  private static SignedHttp toJson;

  @BeforeAll
  static void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/logs")).getParent();
    agent =
        SluiceProcess.agent(data)
            .with("--log-format", "json", "--slow-request", "1ms", "--durability", "os")
            .announced();
    aws =
        SluiceProcess.frontend(data)
            .with("--log-format", "json", "--slow-request", "1ms")
            .with("--access-log", folder.resolve("access.log"), "--access-log-format", "aws")
            .launch();
    json =
        SluiceProcess.frontend(data)
            .with("--log-format", "json", "--slow-request", SLOW.toMillis() + "ms")
            .with("--access-log", "-", "--access-log-format", "json")
            .launch();
    aws.awaitReady();
    json.awaitReady();
    toAws = new SignedHttp(aws.s3());
    toJson = new SignedHttp(json.s3());
  }

  @AfterAll
  static void stop() {
    Stream.of(toAws, toJson, aws, json, agent)
        .forEach(
            one -> {
              if (one instanceof SignedHttp http) {
                http.close();
              } else if (one instanceof SluiceProcess process) {
                process.close();
              }
            });
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void lineOfAws_saysWhatWasAskedAndAnswered() throws Exception {
    Message put = Message.of("PUT", "/logs/a%20b").with("User-Agent", "tests/1").carrying("text!");
    String stored = id(toAws.signed(put, CALLER, Form.HEADER));
    HttpResponse<String> answer =
        toAws.signed(Message.of("GET", "/logs/a%20b"), CALLER, Form.QUERY);

    List<String> written = awsLine(stored);
    assertThat(written.subList(5, 13))
        .containsExactly(
            stored,
            "REST.PUT.OBJECT",
            "a%2520b",
            "\"PUT /logs/a%20b HTTP/1.1\"",
            "200",
            "-",
            "-",
            "5");
    assertThat(written.subList(15, 17)).containsExactly("\"-\"", "\"tests/1\"");
    assertThat(written.get(21)).isEqualTo("AuthHeader");

    List<String> read = awsLine(id(answer));
    assertThat(read).hasSize(27).startsWith("-", "logs");
    assertThat(TIME.parse(read.get(2), Instant::from))
        .isBetween(Instant.now().minus(LIMIT), Instant.now());
    assertThat(read.subList(3, 8))
        .containsExactly("127.0.0.1", "-", id(answer), "REST.GET.OBJECT", "a%2520b");
    assertThat(read.get(8))
        .startsWith("\"GET /logs/a%20b?")
        .contains("X-Amz-Signature=hidden")
        .endsWith(" HTTP/1.1\"");
    assertThat(read.subList(9, 13)).containsExactly("200", "-", "5", "5");
    assertThat(Long.parseLong(read.get(14))).isBetween(0L, Long.parseLong(read.get(13)));
    assertThat(read.get(18)).isEqualTo(answer.headers().firstValue("x-amz-id-2").orElseThrow());
    assertThat(read.subList(19, 27))
        .containsExactly(
            "SigV4", "-", "QueryString", "127.0.0.1:" + aws.s3().getPort(), "-", "-", "-", "-");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void lineOfJson_saysWhatWasAskedAndAnswered() throws Exception {
    HttpResponse<String> missing = toJson.anonymous(Message.of("GET", "/logs/none?a=b"));

    JsonNode line = jsonLine(id(missing));
    ObjectNode expected =
        new ObjectMapper()
            .createObjectNode()
            .put("request_id", id(missing))
            .put("remote_ip", "127.0.0.1")
            .put("operation", "REST.GET.OBJECT")
            .put("api", "GetObject")
            .put("bucket_name", "logs")
            .put("key", "none")
            .put("request_uri", "GET /logs/none?a=b HTTP/1.1")
            .put("http_status", 404)
            .put("error_code", "NoSuchKey")
            .put("bytes_sent", missing.body().length())
            .put("host_id", missing.headers().firstValue("x-amz-id-2").orElseThrow())
            .put("host_header", "127.0.0.1:" + json.s3().getPort());
    expected
        .properties()
        .forEach(
            field ->
                assertThat(line.get(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue()));
    assertThat(line.has("object_size")).isFalse();
    assertThat(line.get("user_agent").textValue()).startsWith("Java-http-client/");
    assertThat(Instant.parse(line.get("request_time").textValue()))
        .isBetween(Instant.now().minus(LIMIT), Instant.now());
    long parts =
        millis(line, "client_time") + millis(line, "frontend_time") + millis(line, "agent_time");
    assertThat(millis(line, "total_time")).isBetween(parts, parts + 3);
  }

  /** Parts that were cut from outside cannot become an object. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void failureOfTheStorage_isInTheLogOfBothTiersUnderTheClientsId() throws Exception {
    String object = "/logs/broken";
    String created = toJson.anonymous(Message.of("POST", object + "?uploads")).body();
    String upload = created.replaceAll("(?s).*<UploadId>([^<]*)<.*", "$1");
    Message part = Message.of("PUT", object + "?partNumber=1&uploadId=" + upload);
    String tag =
        toJson.anonymous(part.carrying("a part")).headers().firstValue("etag").orElseThrow();
    try (Stream<Path> files = Files.walk(folder.resolve("data/.sluice/uploads"));
        RandomAccessFile file =
            new RandomAccessFile(
                files.filter(ProcessLogsTest::isThePart).findFirst().orElseThrow().toFile(),
                "rw")) {
      file.setLength(3);
    }
    String list =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>"
            .formatted(tag);
    HttpResponse<String> failed =
        toJson.anonymous(Message.of("POST", object + "?uploadId=" + upload).carrying(list));

    assertThat(failed.body()).contains("<Code>InternalError</Code>").contains(id(failed));
    assertThat(jsonLine(id(failed)).get("error_code").textValue()).isEqualTo("InternalError");
    for (SluiceProcess tier : List.of(json, agent)) {
      JsonNode record = record(tier, id(failed), "STORAGE_FAULT");
      assertThat(record.get("level").textValue()).isEqualTo("WARN");
      assertThat(record.get("formattedMessage").textValue()).contains("was changed from outside");
    }
  }

  private static boolean isThePart(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.readString(file, StandardCharsets.ISO_8859_1).equals("a part");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void slowAgent_isBlamedByTheFrontendAndSaysSoItself() throws Exception {
    Message put = Message.of("PUT", "/logs/large").carrying("x".repeat(LARGE));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      OutsideCommand.signal("STOP", agent.pid());
      Future<HttpResponse<String>> answer;
      try {
        answer = executor.submit(() -> toAws.anonymous(put));
        Pace.pass(LONG);
      } finally {
        OutsideCommand.signal("CONT", agent.pid());
      }
      String id = id(answer.get());

      JsonNode blamed = fields(record(aws, id, "slow request"));
      assertThat(blamed.get("slow").asText()).isEqualTo("agent");
      assertThat(blamed.get("operation").asText()).isEqualTo("PutObject");
      assertThat(blamed.get("bucket").asText()).isEqualTo("logs");
      assertThat(blamed.get("key").asText()).isEqualTo("large");
      assertThat(blamed.get("agent_ms").asLong()).isGreaterThan(blamed.get("frontend_ms").asLong());
      JsonNode own = fields(record(agent, id, "slow call"));
      assertThat(own.get("operation").asText()).isEqualTo("PutObject");
    }
  }

  /** A list of deletes that the frontend refuses without asking anybody. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void slowFrontend_isBlamedByItself() throws Exception {
    StringBuilder list = new StringBuilder("<Delete>");
    for (int i = 0; i < 1000; i++) {
      list.append("<Object><Key>%01000d</Key><VersionId>none</VersionId></Object>".formatted(i));
    }
    String document = list.append("</Delete>").toString();
    byte[] md5 = MessageDigest.getInstance("MD5").digest(document.getBytes(StandardCharsets.UTF_8));
    String id =
        id(
            toAws.anonymous(
                Message.of("POST", "/logs?delete")
                    .carrying(document)
                    .with("Content-MD5", Base64.getEncoder().encodeToString(md5))));

    JsonNode blamed = fields(record(aws, id, "slow request"));
    assertThat(blamed.get("slow").asText()).isEqualTo("frontend");
    assertThat(blamed.get("operation").asText()).isEqualTo("DeleteObjects");
    assertThat(blamed.get("agent_ms").asLong()).isZero();
    assertThat(records(agent, id)).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void slowClient_isNobodysFault() throws Exception {
    String id;
    try (RawHttp http = RawHttp.send(json.s3(), "PUT", "/logs/trickled", 4)) {
      http.body(new byte[2]);
      Pace.pass(LONG);
      http.body(new byte[2]);
      String head = http.head();
      assertThat(head).startsWith("HTTP/1.1 200");
      id = head.replaceAll("(?s).*x-amz-request-id: (\\w+).*", "$1").toUpperCase(Locale.ROOT);
    }

    JsonNode line = jsonLine(id);
    long client = millis(line, "client_time");
    assertThat(client).isGreaterThanOrEqualTo(SLOW.toMillis());
    // A busy machine may make a tier slow all the same; it is blamed for its own time only.
    long tiers = millis(line, "frontend_time") + millis(line, "agent_time");
    assertThat(records(json, id).isEmpty()).isEqualTo(tiers < SLOW.toMillis());
    for (JsonNode call : records(agent, id)) {
      assertThat(fields(call).get("queue_ms").asLong() + fields(call).get("storage_ms").asLong())
          .as("time of the agent")
          .isLessThan(client);
    }
  }

  private static String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-amz-request-id").orElseThrow();
  }

  private static long millis(JsonNode line, String field) {
    return line.get(field).longValue();
  }

  private static List<String> awsLine(String id) throws Exception {
    return await(
        () ->
            Files.readAllLines(folder.resolve("access.log")).stream()
                .map(line -> FIELD.matcher(line).results().map(found -> found.group()).toList())
                .filter(fields -> fields.get(5).equals(id))
                .findFirst());
  }

  private static JsonNode jsonLine(String id) throws Exception {
    return await(
        () ->
            documents(json.stdout())
                .filter(document -> document.path("request_id").asText().equals(id))
                .findFirst());
  }

  /** Waits for a record of a request that says so. */
  private static JsonNode record(SluiceProcess process, String id, String message)
      throws Exception {
    return await(
        () ->
            records(process, id).stream()
                .filter(record -> record.get("formattedMessage").textValue().contains(message))
                .findFirst());
  }

  /** What a process has logged about a request. */
  private static List<JsonNode> records(SluiceProcess process, String id) {
    return documents(process.stderr())
        .filter(record -> record.path("mdc").path("request").asText().equals(id))
        .toList();
  }

  private static Stream<JsonNode> documents(String lines) {
    ObjectMapper mapper = new ObjectMapper();
    return lines
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(
            line -> {
              try {
                return mapper.readTree(line);
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            });
  }

  /** The fields of a record by their names. */
  private static JsonNode fields(JsonNode record) {
    ObjectNode all = new ObjectMapper().createObjectNode();
    record.get("kvpList").forEach(pair -> all.setAll((ObjectNode) pair));
    return all;
  }

  private static <T> T await(Callable<Optional<T>> question) throws Exception {
    return Await.until("record", question::call, Optional::isPresent).orElseThrow();
  }
}
