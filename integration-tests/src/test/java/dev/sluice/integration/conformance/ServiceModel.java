package dev.sluice.integration.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.integration.OutsideClients;
import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.conformance.Shape.Kind;
import dev.sluice.integration.conformance.Shape.Member;
import dev.sluice.integration.conformance.Shape.Structure;
import dev.sluice.integration.conformance.Shape.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * AWS's description of S3 that its SDKs are generated from, as botocore ships it: {@code
 * service-2.json}. It is read from the pinned clients. AWS's SDK for Java has the same knowledge in
 * classes, but is pinned in a version that does not know the younger checksums.
 */
final class ServiceModel {
  private static final String FILE = "site-packages/botocore/data/s3/2006-03-01/service-2.json.gz";

  /** The one answer whose only member is the root itself; of the first region it is empty. */
  private static final String UNWRAPPED = "GetBucketLocation";

  private final JsonNode model;

  private ServiceModel(JsonNode model) {
    this.model = model;
  }

  /** The model of the pinned clients; without them the test is skipped, or fails. */
  static ServiceModel ofPinnedClients() {
    Path lib = OutsideClients.python().resolveSibling("../lib").normalize();
    try (Stream<Path> versions = Files.list(lib)) {
      Path file =
          versions
              .map(python -> python.resolve(FILE))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + FILE + " below " + lib));
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        return read(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a model. */
  static ServiceModel read(InputStream json) throws IOException {
    return new ServiceModel(new ObjectMapper().readTree(json));
  }

  /** Names of all operations. */
  List<String> operations() {
    List<String> names = new ArrayList<>();
    model.get("operations").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The shape of the document that an operation answers; empty: it answers none. */
  Optional<Shape> answer(String operation) {
    JsonNode output = model.at("/operations/" + operation + "/output/shape");
    if (output.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode shape = shape(output.textValue());
    if (shape.has("payload")) {
      JsonNode payload = shape.at("/members/" + shape.get("payload").textValue());
      return Optional.of(shape(payload)).filter(ServiceModel::isStructure).map(this::resolve);
    }
    Structure structure = structure(shape);
    if (structure.members().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(operation.equals(UNWRAPPED) ? unwrapped(structure) : structure);
  }

  private static Text unwrapped(Structure structure) {
    Text text = (Text) structure.members().getFirst().shape();
    Set<String> values = new LinkedHashSet<>(text.values());
    values.add("");
    return new Text(text.kind(), values);
  }

  /** The document that an operation takes; empty: it takes none. */
  Optional<Document> request(String operation) {
    JsonNode input = model.at("/operations/" + operation + "/input/shape");
    if (input.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode shape = shape(input.textValue());
    if (!shape.has("payload")) {
      return Optional.empty();
    }
    JsonNode payload = shape.at("/members/" + shape.get("payload").textValue());
    return Optional.of(shape(payload))
        .filter(ServiceModel::isStructure)
        .map(found -> new Document(payload.get("locationName").textValue(), resolve(found)));
  }

  private static boolean isStructure(JsonNode shape) {
    return shape.get("type").textValue().equals("structure");
  }

  private JsonNode shape(String name) {
    return model.get("shapes").get(name);
  }

  /** The shape that a reference names. */
  private JsonNode shape(JsonNode reference) {
    return shape(reference.get("shape").textValue());
  }

  private Shape resolve(JsonNode shape) {
    String type = shape.get("type").textValue();
    return switch (type) {
      case "structure" -> structure(shape);
      case "list" -> new Structure(List.of(item(shape, itemName(shape).orElse("member"))));
      case "string", "character" -> new Text(Kind.STRING, values(shape));
      case "integer", "long" -> new Text(Kind.INTEGER, Set.of());
      case "boolean" -> new Text(Kind.BOOLEAN, Set.of());
      case "timestamp" -> new Text(Kind.TIMESTAMP, Set.of());
      default -> throw new IllegalStateException("no element has the type " + type);
    };
  }

  /** What stands in the document: members that are headers do not. */
  private Structure structure(JsonNode shape) {
    Set<String> required = new LinkedHashSet<>();
    shape.path("required").forEach(name -> required.add(name.textValue()));
    List<Member> members = new ArrayList<>();
    shape
        .get("members")
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().has("location")) {
                String name = field.getKey();
                members.add(member(name, field.getValue(), required.contains(name)));
              }
            });
    return new Structure(members);
  }

  private Member member(String name, JsonNode reference, boolean required) {
    String element = reference.path("locationName").asText(name);
    JsonNode target = shape(reference);
    boolean flattened =
        target.path("flattened").asBoolean() || reference.path("flattened").asBoolean();
    if (flattened && target.get("type").textValue().equals("list")) {
      Member item = item(target, itemName(target).orElse(element));
      return new Member(item.name(), false, required, true, item.shape());
    }
    boolean attribute = reference.path("xmlAttribute").asBoolean();
    return new Member(element, attribute, required, false, resolve(target));
  }

  private Member item(JsonNode list, String name) {
    return new Member(name, false, false, true, resolve(shape(list.get("member"))));
  }

  private static Optional<String> itemName(JsonNode list) {
    return Optional.ofNullable(list.get("member").get("locationName")).map(JsonNode::textValue);
  }

  private static Set<String> values(JsonNode shape) {
    Set<String> values = new LinkedHashSet<>();
    shape.path("enum").forEach(value -> values.add(value.textValue()));
    return values;
  }
}
