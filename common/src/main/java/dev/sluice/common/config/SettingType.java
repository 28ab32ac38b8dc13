package dev.sluice.common.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conversion of a setting's text into a value of its record component's type. */
final class SettingType {

  /** Reads one value; an {@link IllegalArgumentException} says what was expected. */
  private interface Parser {
    Object parse(String text);
  }

  private enum Shape {
    ONE,
    OPTIONAL,
    LIST
  }

  private static final Map<Class<?>, Parser> KNOWN =
      Map.of(
          String.class, SettingType::text,
          boolean.class, SettingType::bool,
          int.class, SettingType::number,
          Path.class, text -> Path.of(text(text)),
          Duration.class, Durations::parse);

  private static final Map<Class<?>, String> PLACEHOLDERS =
      Map.of(
          String.class, "TEXT",
          boolean.class, "true|false",
          int.class, "NUMBER",
          Path.class, "PATH",
          Duration.class, "DURATION",
          ByteSize.class, "SIZE",
          HostPort.class, "HOST:PORT",
          FileMode.class, "MODE",
          Secret.class, "SECRET");

  private final Class<?> element;
  private final Shape shape;
  private final Parser parser;

  private SettingType(Class<?> element, Shape shape) {
    this.element = element;
    this.shape = shape;
    this.parser = parserOf(element);
  }

  /** The type of a record component: a scalar, an Optional of one, or a List of one. */
  static SettingType of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
      return new SettingType(
          element, generic.getRawType() == List.class ? Shape.LIST : Shape.OPTIONAL);
    }
    return new SettingType((Class<?>) type, Shape.ONE);
  }

  boolean isList() {
    return shape == Shape.LIST;
  }

  boolean isBoolean() {
    return element == boolean.class;
  }

  boolean isSecret() {
    return element == Secret.class;
  }

  /** The placeholder of the value in {@code --help}. */
  String placeholder() {
    String placeholder =
        element.isEnum()
            ? namesOf(element)
            : PLACEHOLDERS.getOrDefault(element, element.getSimpleName().toUpperCase(Locale.ROOT));
    return isList() ? placeholder + ",…" : placeholder;
  }

  /** Reads one element, whatever the shape. */
  Object parseElement(String text) {
    return parser.parse(text);
  }

  /** The component's value; an {@link IllegalArgumentException} says what was expected. */
  Object parse(List<String> texts) {
    return switch (shape) {
      case ONE -> parser.parse(single(texts));
      case OPTIONAL ->
          texts.isEmpty() ? Optional.empty() : Optional.of(parser.parse(single(texts)));
      case LIST -> texts.stream().map(parser::parse).toList();
    };
  }

  private static String single(List<String> texts) {
    if (texts.size() != 1) {
      throw new IllegalArgumentException("one value, no list");
    }
    return texts.getFirst();
  }

  private static Parser parserOf(Class<?> element) {
    if (element.isEnum()) {
      return text -> constant(element, text);
    }
    Parser known = KNOWN.get(element);
    return known != null ? known : parseMethodOf(element);
  }

  /** A type of our own has a {@code public static parse(String)}. */
  private static Parser parseMethodOf(Class<?> element) {
    try {
      Method parse = element.getMethod("parse", String.class);
      return text -> invoke(parse, text);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(element + " has no parse(String)", e);
    }
  }

  private static Object invoke(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException expected) {
        throw expected;
      }
      throw new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("not empty");
    }
    return text;
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number", e);
    }
  }

  private static Object constant(Class<?> element, String text) {
    for (Object constant : element.getEnumConstants()) {
      if (nameOf(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(namesOf(element).replace("|", " or "));
  }

  private static String namesOf(Class<?> element) {
    return Arrays.stream(element.getEnumConstants())
        .map(SettingType::nameOf)
        .collect(Collectors.joining("|"));
  }

  private static String nameOf(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
