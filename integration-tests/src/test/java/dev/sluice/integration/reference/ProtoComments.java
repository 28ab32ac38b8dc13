package dev.sluice.integration.reference;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of one .proto file, by the path of what they stand before. */
final class ProtoComments {

  private static final List<Integer> SYNTAX = List.of(FileDescriptorProto.SYNTAX_FIELD_NUMBER);

  private final Map<List<Integer>, String> byPath = new HashMap<>();

  ProtoComments(FileDescriptorProto file) {
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      String comment =
          location.hasLeadingComments()
              ? location.getLeadingComments()
              : location.getTrailingComments();
      byPath.put(location.getPathList(), paragraphs(comment));
    }
  }

  /** What stands at the top of the file. */
  String ofFile() {
    return byPath.getOrDefault(SYNTAX, "");
  }

  /** What stands before the element at a path, as descriptor.proto counts it. */
  String of(List<Integer> path) {
    return byPath.getOrDefault(path, "");
  }

  /** The path of an element inside another. */
  static List<Integer> path(List<Integer> parent, int field, int index) {
    List<Integer> path = new ArrayList<>(parent);
    path.add(field);
    path.add(index);
    return path;
  }

  /** One line per paragraph: how the source breaks its lines says nothing. */
  private static String paragraphs(String comment) {
    StringBuilder text = new StringBuilder();
    for (String line : comment.strip().split("\n", -1)) {
      String words = line.strip();
      if (words.isEmpty()) {
        text.append("\n\n");
      } else {
        text.append(text.isEmpty() || text.toString().endsWith("\n") ? "" : " ").append(words);
      }
    }
    return text.toString();
  }
}
