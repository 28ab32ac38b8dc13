package dev.sluice.integration.reference;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import dev.sluice.v1.FailureOuterClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes {@code docs/reference/grpc.md} from the compiled contract and its comments. */
final class GrpcReference {

  private static final String OURS = "sluice/v1/";

  private final StringBuilder page = new StringBuilder();
  private final FileDescriptorProto file;
  private final ProtoComments comments;

  private GrpcReference(FileDescriptorProto file) {
    this.file = file;
    this.comments = new ProtoComments(file);
  }

  /** The whole page, Markdown. */
  static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# gRPC reference\n\n");
    page.append(
        "Generated from the `.proto` files of the package `sluice.v1`, which are the"
            + " specification.\n");
    // In whatever order the compiler was given them, which is the file system's.
    contract().getFileList().stream()
        .filter(file -> file.getName().startsWith(OURS))
        .sorted(Comparator.comparing(FileDescriptorProto::getName))
        .forEach(file -> page.append(new GrpcReference(file).section()));
    return page.toString();
  }

  private static FileDescriptorSet contract() {
    ExtensionRegistry extensions = ExtensionRegistry.newInstance();
    FailureOuterClass.registerAllExtensions(extensions);
    try (InputStream descriptors = GrpcReference.class.getResourceAsStream("/contract.binpb")) {
      return FileDescriptorSet.parseFrom(Objects.requireNonNull(descriptors), extensions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String section() {
    heading(2, file.getName().substring(OURS.length()));
    paragraph(comments.ofFile());
    for (int i = 0; i < file.getServiceCount(); i++) {
      service(file.getService(i), at(List.of(), FileDescriptorProto.SERVICE_FIELD_NUMBER, i));
    }
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      message(
          file.getMessageType(i), at(List.of(), FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
    }
    for (int i = 0; i < file.getEnumTypeCount(); i++) {
      enumeration(
          file.getEnumType(i), at(List.of(), FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
    }
    return page.toString();
  }

  private void service(ServiceDescriptorProto service, List<Integer> path) {
    heading(3, service.getName());
    paragraph(comments.of(path));
    for (int i = 0; i < service.getMethodCount(); i++) {
      MethodDescriptorProto method = service.getMethod(i);
      heading(4, service.getName() + "." + method.getName());
      paragraph(
          link(method.getInputType(), method.getClientStreaming())
              + " → "
              + link(method.getOutputType(), method.getServerStreaming()));
      paragraph(comments.of(at(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i)));
    }
  }

  private void message(DescriptorProto message, List<Integer> path) {
    heading(3, message.getName());
    paragraph(comments.of(path));
    if (message.getFieldCount() > 0) {
      MarkdownTable.header(page, "Field", "Number", "Type", "Meaning");
    }
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto field = message.getField(i);
      row(
          "`" + field.getName() + "`",
          Integer.toString(field.getNumber()),
          type(message, field),
          comments.of(at(path, DescriptorProto.FIELD_FIELD_NUMBER, i)));
    }
    for (int i = 0; i < message.getNestedTypeCount(); i++) {
      if (!message.getNestedType(i).getOptions().getMapEntry()) {
        message(message.getNestedType(i), at(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
      }
    }
    for (int i = 0; i < message.getEnumTypeCount(); i++) {
      enumeration(message.getEnumType(i), at(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i));
    }
  }

  private void enumeration(EnumDescriptorProto enumeration, List<Integer> path) {
    heading(3, enumeration.getName());
    paragraph(comments.of(path));
    boolean reasons =
        enumeration.getValueList().stream()
            .anyMatch(value -> value.getOptions().hasExtension(FailureOuterClass.grpcCode));
    if (reasons) {
      MarkdownTable.header(page, "Value", "Number", "gRPC code", "S3 code", "Meaning");
    } else {
      MarkdownTable.header(page, "Value", "Number", "Meaning");
    }
    for (int i = 0; i < enumeration.getValueCount(); i++) {
      EnumValueDescriptorProto value = enumeration.getValue(i);
      String name = "`" + value.getName() + "`";
      String number = Integer.toString(value.getNumber());
      String meaning = comments.of(at(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i));
      if (reasons) {
        String grpcCode = value.getOptions().getExtension(FailureOuterClass.grpcCode);
        String s3Code = value.getOptions().getExtension(FailureOuterClass.s3Code);
        row(name, number, "`" + grpcCode + "`", "`" + s3Code + "`", meaning);
      } else {
        row(name, number, meaning);
      }
    }
  }

  private static String type(DescriptorProto message, FieldDescriptorProto field) {
    for (DescriptorProto nested : message.getNestedTypeList()) {
      if (nested.getOptions().getMapEntry()
          && field.getTypeName().endsWith("." + nested.getName())) {
        return "map of "
            + type(nested, nested.getField(0))
            + " to "
            + type(nested, nested.getField(1));
      }
    }
    String name =
        field.hasTypeName()
            ? link(field.getTypeName(), false)
            : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    if (field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED) {
      return "repeated " + name;
    }
    if (field.getProto3Optional()) {
      return "optional " + name;
    }
    return field.hasOneofIndex()
        ? name + ", one of `" + message.getOneofDecl(field.getOneofIndex()).getName() + "`"
        : name;
  }

  private static String link(String typeName, boolean stream) {
    String name = typeName.substring(typeName.lastIndexOf('.') + 1);
    String shown =
        typeName.startsWith(".sluice.v1.")
            ? "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")"
            : "`" + typeName.substring(1) + "`";
    return stream ? "stream of " + shown : shown;
  }

  private static List<Integer> at(List<Integer> parent, int field, int index) {
    return ProtoComments.path(parent, field, index);
  }

  private void heading(int level, String text) {
    page.append('\n').append("#".repeat(level)).append(' ').append(text).append('\n');
  }

  private void paragraph(String text) {
    if (!text.isBlank()) {
      page.append('\n').append(text.strip()).append('\n');
    }
  }

  private void row(String... cells) {
    MarkdownTable.row(page, cells);
  }
}
