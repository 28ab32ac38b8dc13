package dev.sluice.integration.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlText;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.integration.conformance.Shape.Document;
import dev.sluice.integration.conformance.Shape.Kind;
import dev.sluice.integration.conformance.Shape.Member;
import dev.sluice.integration.conformance.Shape.Structure;
import dev.sluice.integration.conformance.Shape.Text;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Documents made up from the model: records that hold all they can or the least, and texts. */
final class Sample {
  private static final Shape ANY = new Text(Kind.STRING, Set.of());
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** How much a record holds. */
  enum Extent {
    /** Everything, and two of what there may be several of. */
    ALL,
    /**
     * No more than it must: lists are empty, and what is nullable is null, unless the model
     * requires it: a record that is read as well has null for what its reader then refuses.
     */
    LEAST
  }

  private Sample() {}

  /** A record of the mapper, with texts that the shape allows. */
  static S3Document record(Class<?> type, Shape shape, Extent extent) {
    return (S3Document) make(type, shape, extent);
  }

  private static Object value(Type type, Shape shape, Extent extent, int items) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type item = list.getActualTypeArguments()[0];
      return IntStream.range(0, items).mapToObj(_ -> value(item, shape, extent, items)).toList();
    }
    if (type == String.class) {
      return text(shape, 0);
    }
    if (type == int.class || type == Integer.class) {
      return 1;
    }
    if (type == long.class || type == Long.class) {
      return 1L;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == Instant.class) {
      return TIME;
    }
    if (type instanceof Class<?> closed && closed.isEnum()) {
      return closed.getEnumConstants()[0];
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return make(record, shape, extent);
    }
    throw new AssertionError("no sample of " + type);
  }

  /** A record that does not take so many items takes one. */
  private static Object make(Class<?> type, Shape shape, Extent extent) {
    int most = extent == Extent.ALL ? 2 : 0;
    try {
      return make(type, values(type, shape, extent, most));
    } catch (S3Exception e) {
      return make(type, values(type, shape, extent, 1));
    }
  }

  private static @Nullable Object[] values(Class<?> type, Shape shape, Extent extent, int items) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      boolean left =
          extent == Extent.LEAST
              && component.getAnnotatedType().isAnnotationPresent(Nullable.class)
              && !find(component, shape).map(Member::required).orElse(false);
      values[i] =
          left ? null : value(component.getGenericType(), member(component, shape), extent, items);
    }
    return values;
  }

  private static Object make(Class<?> type, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof S3Exception refusal) {
        throw refusal;
      }
      throw new AssertionError("cannot make " + type + " of " + Arrays.toString(values), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make " + type + " of " + Arrays.toString(values), e);
    }
  }

  /** The shape of a component; text of any kind where the model has none. */
  private static Shape member(RecordComponent component, Shape shape) {
    // Jackson's annotations are for fields and accessors, not for components.
    AnnotatedElement accessor = component.getAccessor();
    boolean same =
        accessor.isAnnotationPresent(JsonUnwrapped.class)
            || accessor.isAnnotationPresent(JacksonXmlText.class);
    if (same || !(shape instanceof Structure structure)) {
      return shape;
    }
    return find(component, structure).map(Member::shape).orElse(ANY);
  }

  private static Optional<Member> find(RecordComponent component, Shape shape) {
    String name = name(component, component.getAccessor());
    return shape instanceof Structure structure
        ? structure.members().stream()
            .filter(member -> member.name().equals(name) || member.name().endsWith(":" + name))
            .findFirst()
        : Optional.empty();
  }

  private static String name(RecordComponent component, AnnotatedElement accessor) {
    JsonProperty property = accessor.getAnnotation(JsonProperty.class);
    JacksonXmlProperty xml = accessor.getAnnotation(JacksonXmlProperty.class);
    String name = component.getName();
    return property != null
        ? property.value()
        : xml != null && !xml.localName().isEmpty()
            ? xml.localName()
            : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String text(Shape shape, int place) {
    return switch (shape) {
      case Structure _ -> "text" + place;
      case Text(Kind kind, Set<String> values) ->
          values.isEmpty()
              ? switch (kind) {
                case STRING -> "text" + place;
                case INTEGER -> "1";
                case BOOLEAN -> "true";
                case TIMESTAMP -> TIME.toString();
              }
              : values.iterator().next();
    };
  }

  /**
   * A document with all that its shape has.
   *
   * @param items how many there are of what may be repeated
   */
  static String document(Document document, int items) {
    StringBuilder xml = new StringBuilder();
    String namespace = " xmlns=\"" + DocumentCheck.NAMESPACE + "\"";
    write(xml, document.root(), namespace, document.shape(), items, 0);
    return xml.toString();
  }

  private static void write(
      StringBuilder xml, String name, String attributes, Shape shape, int items, int place) {
    xml.append('<').append(name).append(attributes);
    switch (shape) {
      case Text text -> xml.append('>').append(text(text, place));
      case Structure structure -> {
        for (Member member : structure.members()) {
          if (member.attribute()) {
            xml.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
            xml.append(member.name()).append("=\"").append(text(member.shape(), 0)).append('"');
          }
        }
        xml.append('>');
        for (Member member : structure.members()) {
          for (int i = 0; !member.attribute() && i < (member.repeated() ? items : 1); i++) {
            write(xml, member.name(), "", member.shape(), items, place + i);
          }
        }
      }
    }
    xml.append("</").append(name).append('>');
  }
}
