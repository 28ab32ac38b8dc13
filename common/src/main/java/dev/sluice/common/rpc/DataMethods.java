package dev.sluice.common.rpc;

import com.google.protobuf.MessageLite;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;

/** The three methods that carry bodies, with the marshaller that does not copy them. */
public final class DataMethods {
  /** {@code ObjectService.PutObject}. */
  public static final MethodDescriptor<DataFrame<PutObjectRequest>, PutObjectResponse> PUT_OBJECT =
      ObjectServiceGrpc.getPutObjectMethod().toBuilder(
              marshaller(PutObjectRequest.getDefaultInstance(), PutObjectRequest.DATA_FIELD_NUMBER),
              ObjectServiceGrpc.getPutObjectMethod().getResponseMarshaller())
          .build();

  /** {@code UploadService.UploadPart}. */
  public static final MethodDescriptor<DataFrame<UploadPartRequest>, UploadPartResponse>
      UPLOAD_PART =
          UploadServiceGrpc.getUploadPartMethod().toBuilder(
                  marshaller(
                      UploadPartRequest.getDefaultInstance(), UploadPartRequest.DATA_FIELD_NUMBER),
                  UploadServiceGrpc.getUploadPartMethod().getResponseMarshaller())
              .build();

  /** {@code ObjectService.GetObject}. */
  public static final MethodDescriptor<GetObjectRequest, DataFrame<GetObjectResponse>> GET_OBJECT =
      ObjectServiceGrpc.getGetObjectMethod().toBuilder(
              ObjectServiceGrpc.getGetObjectMethod().getRequestMarshaller(),
              marshaller(
                  GetObjectResponse.getDefaultInstance(), GetObjectResponse.DATA_FIELD_NUMBER))
          .build();

  private DataMethods() {}

  private static <M extends MessageLite> Marshaller<DataFrame<M>> marshaller(M empty, int field) {
    return new DataFrameMarshaller<>(empty, field);
  }
}
