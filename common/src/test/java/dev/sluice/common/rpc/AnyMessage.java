package dev.sluice.common.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Messages with anything in any of their fields. */
final class AnyMessage {
  private static final List<String> TEXTS = List.of("", "key", "a/b", "größer ☃", "😀", "nul\0nul");
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, 127L, 128L, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final int DEEPEST = 4;

  private final Random random;

  AnyMessage(Random random) {
    this.random = random;
  }

  /** A message like this one; its fields of the top level are there or not. */
  <M extends Message> M like(M empty) {
    @SuppressWarnings("unchecked") // a builder makes the message that made it
    M message = (M) fill(empty.newBuilderForType(), 0).build();
    return message;
  }

  private Message.Builder fill(Message.Builder message, int depth) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          message.addRepeatedField(field, value(message, field, depth));
        }
      } else if (random.nextBoolean()) {
        message.setField(field, value(message, field, depth));
      }
    }
    return message;
  }

  private Object value(Message.Builder message, FieldDescriptor field, int depth) {
    long number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> (float) number;
      case DOUBLE -> (double) number;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> ByteString.copyFrom(text(), StandardCharsets.UTF_8);
      case ENUM -> enumValue(field.getEnumType());
      case MESSAGE -> {
        Message.Builder inner = message.newBuilderForField(field);
        yield depth == DEEPEST ? inner.build() : fill(inner, depth + 1).build();
      }
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size())).repeat(random.nextInt(4));
  }

  /** Also numbers that only a newer contract would know. */
  private Object enumValue(EnumDescriptor type) {
    return type.findValueByNumberCreatingIfUnknown(random.nextInt(70));
  }
}
