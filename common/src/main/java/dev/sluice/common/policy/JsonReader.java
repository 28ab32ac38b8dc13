package dev.sluice.common.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reader of JSON texts, strict where a policy could otherwise be read in two ways: a name that
 * occurs twice in an object is refused, and so is what could not be sent on.
 */
final class JsonReader {
  /** Most objects and arrays within each other; a policy needs six. */
  static final int DEEPEST = 16;

  /** Names are whatever somebody sent: they are not kept for the next text. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxDocumentLength(PolicyDocument.MOST_BYTES)
                  .maxStringLength(PolicyDocument.MOST_BYTES)
                  .maxNameLength(PolicyDocument.MOST_BYTES)
                  .maxNumberLength(PolicyDocument.MOST_BYTES)
                  .build())
          .build();

  private final JsonParser json;

  private JsonReader(JsonParser json) {
    this.json = json;
  }

  /** Value of a whole text. */
  static JsonValue parse(String text) throws PolicyException {
    try (JsonParser json = JSON.createParser(text)) {
      JsonReader reader = new JsonReader(json);
      JsonValue value = reader.value(json.nextToken());
      if (json.nextToken() != null) {
        throw invalid("more than one value", json.currentTokenLocation());
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw invalid(
          "more than " + DEEPEST + " values within each other, or too long", e.getLocation());
    } catch (JsonEOFException e) {
      throw invalid("unexpected end", e.getLocation());
    } catch (StreamReadException e) {
      throw invalid(e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory can be read
    }
  }

  private JsonValue value(@Nullable JsonToken token) throws IOException, PolicyException {
    return switch (token) {
      case START_OBJECT -> members();
      case START_ARRAY -> items();
      case VALUE_STRING -> new JsonValue.Text(whole(json.getText()));
      case null -> throw invalid("unexpected end", json.currentLocation());
      default -> new JsonValue.Literal(json.getText());
    };
  }

  private JsonValue members() throws IOException, PolicyException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonLocation at = json.currentTokenLocation();
      if (members.put(whole(name), value(json.nextToken())) != null) {
        throw invalid('"' + name + "\" occurs twice in one object", at);
      }
    }
    return new JsonValue.Members(members);
  }

  private JsonValue items() throws IOException, PolicyException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      items.add(value(token));
    }
    return new JsonValue.Items(items);
  }

  /** Half of a surrogate pair is no character, and could not be sent on. */
  private String whole(String string) throws PolicyException {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      throw invalid("half of a surrogate pair in a string", json.currentTokenLocation());
    }
    return string;
  }

  private static PolicyException invalid(String reason, @Nullable JsonLocation at) {
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new PolicyException("This policy contains invalid Json: " + reason + where);
  }
}
