package dev.sluice.agent.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bucket that a request is about: its field {@code bucket}, or that of its {@code upload}.
 *
 * @param path of fields; empty: requests of this rpc are about none
 */
record BucketField(List<FieldDescriptor> path) {
  static BucketField of(MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
      return new BucketField(pathIn(schema.getMethodDescriptor().getInputType()));
    }
    throw new IllegalArgumentException(method + " has no schema (expected: a generated one)");
  }

  private static List<FieldDescriptor> pathIn(Descriptor request) {
    FieldDescriptor bucket = request.findFieldByName("bucket");
    if (bucket != null) {
      return List.of(bucket);
    }
    FieldDescriptor upload = request.findFieldByName("upload");
    return upload == null
        ? List.of()
        : List.of(upload, upload.getMessageType().findFieldByName("bucket"));
  }

  /** The name as the request has it; null: requests of this rpc are about none. */
  @Nullable String in(Object request) {
    Object value = request;
    for (FieldDescriptor field : path) {
      value = ((Message) value).getField(field);
    }
    return value instanceof String name ? name : null;
  }
}
