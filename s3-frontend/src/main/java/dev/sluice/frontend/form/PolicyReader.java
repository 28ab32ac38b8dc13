package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads policies. Everything that is not understood is refused, never skipped. */
final class PolicyReader {
  private static final int MOST_NESTING = 4;

  /** The trailing comma stands in AWS's own examples. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_NESTING).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  PostPolicy read(String base64) {
    JsonNode document = json(base64);
    for (Map.Entry<String, JsonNode> property : document.properties()) {
      if (!Set.of("expiration", "conditions").contains(property.getKey())) {
        throw invalid("Unexpected: \"" + property.getKey() + "\"");
      }
    }
    JsonNode expiration = document.get("expiration");
    if (expiration == null) {
      throw invalid("Policy missing expiration.");
    }
    JsonNode conditions = document.get("conditions");
    if (conditions == null) {
      throw invalid("Policy missing conditions.");
    }
    if (!conditions.isArray()) {
      throw invalid("Invalid 'conditions' value: must be a List.");
    }
    List<PolicyCondition> read = new ArrayList<>();
    for (JsonNode condition : conditions) {
      read.add(condition(condition));
    }
    return new PostPolicy(instant(expiration), read);
  }

  private static JsonNode json(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw invalid("invalid Base64 encoding.");
    }
    try {
      JsonNode document = JSON.readTree(new String(bytes, UTF_8));
      if (document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      throw invalid("Invalid JSON.");
    }
    throw invalid("Expecting '{'");
  }

  private static Instant instant(JsonNode expiration) {
    try {
      return Instant.parse(expiration.asText());
    } catch (DateTimeParseException e) {
      throw invalid("Invalid 'expiration' value: '" + expiration.asText() + "'");
    }
  }

  private static PolicyCondition condition(JsonNode condition) {
    if (condition.isObject()) {
      return simple(condition);
    }
    if (!condition.isArray()) {
      throw invalid("Invalid condition test: must be a List or Object.");
    }
    if (condition.isEmpty() || !condition.get(0).isTextual()) {
      throw invalid("Invalid Condition: missing operation identifier.");
    }
    String operation = condition.get(0).asText().toLowerCase(Locale.ROOT);
    if (!Set.of("eq", "starts-with", "content-length-range").contains(operation)) {
      throw invalid("Invalid Condition: unknown operation '" + operation + "'.");
    }
    if (condition.size() != 3) {
      throw invalid("Invalid " + operation + ": wrong number of arguments.");
    }
    JsonNode first = condition.get(1);
    JsonNode second = condition.get(2);
    if (operation.equals("content-length-range")) {
      return new PolicyCondition.Size(new FileSize(bytes(first), bytes(second)));
    }
    if (!first.isTextual() || !first.asText().startsWith("$") || !second.isTextual()) {
      throw invalid("Invalid " + operation + ": a field after a dollar sign and a text expected.");
    }
    return new PolicyCondition.Match(
        operation.equals("starts-with"), field(first.asText().substring(1)), second.asText());
  }

  private static PolicyCondition simple(JsonNode condition) {
    if (condition.size() != 1) {
      throw invalid(
          "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
    }
    Map.Entry<String, JsonNode> property = condition.properties().iterator().next();
    if (!property.getValue().isTextual()) {
      throw invalid("Invalid Simple-Condition: value must be a string.");
    }
    return new PolicyCondition.Match(false, field(property.getKey()), property.getValue().asText());
  }

  private static String field(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Numbers, which some authors write as texts. */
  private static long bytes(JsonNode number) {
    String digits = number.asText();
    if (!(number.isIntegralNumber() || number.isTextual()) || !digits.matches("[0-9]{1,18}")) {
      throw invalid("Invalid content-length-range: two numbers of bytes expected.");
    }
    return Long.parseLong(digits);
  }

  private static S3Exception invalid(String what) {
    return new S3Exception(S3ErrorCode.INVALID_POLICY_DOCUMENT, "Invalid Policy: " + what);
  }
}
