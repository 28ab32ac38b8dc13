package dev.sluice.frontend.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyException;
import dev.sluice.common.policy.PolicyKind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements of an identity in S3's policy language: a list of maps of the same shape as
 * the objects of its JSON, or a whole policy as a JSON text.
 */
final class StatementsReader {
  static final String KEY = "statements";
  private static final String VERSION = "2012-10-17";
  private static final JsonFactory JSON = new JsonFactory();

  private static final String EXPECTED =
      "a list of statements in S3's policy language, or a policy as a JSON text";

  private final CredentialsReader.Mistakes mistakes;

  StatementsReader(CredentialsReader.Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The policy that the statements make; null: there are none, or a mistake. */
  @Nullable PolicyDocument read(FileNode identity) {
    Object value = identity.value(KEY);
    return switch (value) {
      case null -> null;
      case String text -> parse(identity.path(KEY), text);
      case List<?> list when list.isEmpty() -> null;
      case List<?> list -> parse(identity.path(KEY), list);
      default -> {
        mistakes.add(identity.path(KEY), "neither a list nor a text", EXPECTED);
        yield null;
      }
    };
  }

  private @Nullable PolicyDocument parse(String path, List<?> statements) {
    String whole = json(path, statements);
    if (whole == null) {
      return null;
    }
    try {
      return PolicyDocument.parse(whole, PolicyKind.identity());
    } catch (PolicyException e) {
      for (int i = 0; i < statements.size(); i++) {
        String one = json(path, List.of(statements.get(i)));
        if (one != null && parse(path + "[" + i + "]", one) == null) {
          return null;
        }
      }
      mistakes.add(path, e.getMessage());
      return null;
    }
  }

  private @Nullable PolicyDocument parse(String path, String text) {
    try {
      return PolicyDocument.parse(text, PolicyKind.identity());
    } catch (PolicyException e) {
      mistakes.add(path, e.getMessage());
      return null;
    }
  }

  /** A policy of these statements; null, and a mistake, where it cannot be written. */
  private @Nullable String json(String path, List<?> statements) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, text, Map.of("Version", VERSION, "Statement", statements));
      json.flush();
      return text.toString();
    } catch (IOException e) {
      mistakes.add(path, "too long or too deep", "at most " + PolicyDocument.MOST_BYTES + " bytes");
      return null;
    }
  }

  /** A reference in YAML may stand for a text that never ends. */
  private static void write(JsonGenerator json, StringWriter written, @Nullable Object value)
      throws IOException {
    json.flush();
    if (written.getBuffer().length() > PolicyDocument.MOST_BYTES) {
      throw new IOException("too long");
    }
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : map.entrySet()) {
          json.writeFieldName(String.valueOf(field.getKey()));
          write(json, written, field.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, written, element);
        }
        json.writeEndArray();
      }
      case Boolean flag -> json.writeBoolean(flag);
      case Number number -> json.writeNumber(number.toString());
      case null -> json.writeNull();
      default -> json.writeString(String.valueOf(value));
    }
  }
}
