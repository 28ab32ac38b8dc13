package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ByteRange;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.Failure;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.Finish;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Part;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.UploadPartHeader;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadRef;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tool that knows the contract and nothing of S3: stubs as protoc generates them, with plain
 * protobuf messages, over the agent's Unix socket and over TCP.
 */
@Timeout(120)
class GrpcToolTest {

  private static final String TOKEN = "the token of the tests";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir private static Path folder;

  private static SluiceProcess agent;

  @BeforeAll
  static void start() {
    agent =
        SluiceProcess.agent(folder.resolve("data"))
            .with("--agent-reflection")
            .environment("SLUICE_TOKEN", TOKEN)
            .start();
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
  }

  @Test
  void socket_servesItsOwnerWithoutAToken() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.socket())))
        .isEqualTo("rw-------");
    MultiThreadIoEventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(agent.socket().toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
    try {
      worksWithoutKnowingS3(channel, "by-socket");
    } finally {
      end(channel);
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void tcp_servesWhoShowsTheToken() throws Exception {
    ManagedChannel channel = tcp(TOKEN);
    try {
      worksWithoutKnowingS3(channel, "by-tcp");
    } finally {
      end(channel);
    }
  }

  @Test
  void tcp_refusesWhoDoesNot() throws Exception {
    for (String token : List.of("", "wrong")) {
      ManagedChannel channel = tcp(token);
      try {
        assertThatThrownBy(
                () ->
                    BucketServiceGrpc.newBlockingStub(channel)
                        .listBuckets(ListBucketsRequest.getDefaultInstance()))
            .extracting(Status::fromThrowable)
            .extracting(Status::getCode)
            .isEqualTo(Status.Code.UNAUTHENTICATED);
      } finally {
        end(channel);
      }
    }
  }

  @Test
  void frontend_reachesItsAgentOverTcpWithTheToken() {
    try (SluiceProcess frontend =
        SluiceProcess.frontend(agent.agentAddress()).environment("SLUICE_TOKEN", TOKEN).start()) {
      assertThat(CurlAnswer.of("-X", "PUT", frontend.s3() + "/by-frontend").status())
          .isEqualTo(200);
    }
    assertThat(folder.resolve("data/by-frontend")).isDirectory();
  }

  private static void worksWithoutKnowingS3(ManagedChannel channel, String bucket)
      throws Exception {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    BucketServiceGrpc.newBlockingStub(channel)
        .createBucket(CreateBucketRequest.newBuilder().setBucket(bucket).build());

    objectIsPutReadAndListed(channel, bucket);
    uploadIsCompleted(channel, bucket);
    failureIsTyped(channel, bucket);
    contractIsReflected(channel);
    callsAreSeenByChannelz(channel);
  }

  private static void objectIsPutReadAndListed(ManagedChannel channel, String bucket)
      throws Exception {
    ObjectServiceGrpc.ObjectServiceStub objects = ObjectServiceGrpc.newStub(channel);
    PutObjectHeader header =
        PutObjectHeader.newBuilder().setBucket(bucket).setKey("folder/key").build();

    ObjectInfo small =
        StreamCall.of(
                objects::putObject,
                PutObjectRequest.newBuilder()
                    .setHeader(header)
                    .setData(ByteString.copyFromUtf8("0123456789"))
                    .setFinish(Finish.newBuilder().setLength(10))
                    .build())
            .getFirst()
            .getCommitted();
    assertThat(small.getEtag()).isEqualTo("781e5e245d69b566979b86e28d23f2c7");
    StreamCall.of(
        objects::putObject,
        PutObjectRequest.newBuilder().setHeader(header.toBuilder().setKey("in pieces")).build(),
        PutObjectRequest.newBuilder().setData(ByteString.copyFromUtf8("one")).build(),
        PutObjectRequest.newBuilder().setData(ByteString.copyFromUtf8("two")).build(),
        PutObjectRequest.newBuilder().setFinish(Finish.newBuilder().setLength(6)).build());
    Path stored = folder.resolve("data").resolve(bucket);
    assertThat(stored.resolve("folder/key")).hasContent("0123456789");
    assertThat(stored.resolve("in pieces")).hasContent("onetwo");

    Iterator<GetObjectResponse> answers =
        ObjectServiceGrpc.newBlockingStub(channel)
            .getObject(
                GetObjectRequest.newBuilder()
                    .setBucket(bucket)
                    .setKey("folder/key")
                    .setRange(ByteRange.newBuilder().setFirst(2).setLast(4))
                    .build());
    List<GetObjectResponse> messages = new ArrayList<>();
    answers.forEachRemaining(messages::add);
    assertThat(messages.getFirst().getInfo().getSize()).isEqualTo(10);
    assertThat(messages.getFirst().getSpan().getOffset()).isEqualTo(2);
    ByteString data =
        messages.stream()
            .map(GetObjectResponse::getData)
            .reduce(ByteString.EMPTY, ByteString::concat);
    assertThat(data.toString(StandardCharsets.UTF_8)).isEqualTo("234");

    assertThat(
            ObjectServiceGrpc.newBlockingStub(channel)
                .listObjects(
                    ListObjectsRequest.newBuilder().setBucket(bucket).setMaxKeys(10).build())
                .getObjectsList())
        .extracting(ObjectInfo::getKey)
        .containsExactly("folder/key", "in pieces");
  }

  private static void uploadIsCompleted(ManagedChannel channel, String bucket) throws Exception {
    UploadServiceGrpc.UploadServiceBlockingStub uploads =
        UploadServiceGrpc.newBlockingStub(channel);
    UploadRef upload =
        UploadRef.newBuilder()
            .setBucket(bucket)
            .setKey("uploaded")
            .setUploadId(
                uploads
                    .createUpload(
                        CreateUploadRequest.newBuilder()
                            .setBucket(bucket)
                            .setKey("uploaded")
                            .build())
                    .getUploadId())
            .build();
    Part part =
        StreamCall.of(
                UploadServiceGrpc.newStub(channel)::uploadPart,
                UploadPartRequest.newBuilder()
                    .setHeader(
                        UploadPartHeader.newBuilder()
                            .setUpload(upload)
                            .setPartNumber(1)
                            .setLength(4))
                    .setData(ByteString.copyFromUtf8("part"))
                    .setFinish(Finish.newBuilder().setLength(4))
                    .build())
            .getFirst()
            .getCommitted();
    CompleteUploadRequest completion =
        CompleteUploadRequest.newBuilder()
            .setUpload(upload)
            .addParts(CompletedPart.newBuilder().setPartNumber(1).setEtag(part.getEtag()))
            .build();

    ObjectInfo completed = uploads.completeUpload(completion).getObject();

    assertThat(completed.getEtag()).endsWith("-1");
    assertThat(uploads.completeUpload(completion).getObject().getEtag())
        .isEqualTo(completed.getEtag());
    assertThat(folder.resolve("data").resolve(bucket).resolve("uploaded")).hasContent("part");
  }

  private static void failureIsTyped(ManagedChannel channel, String bucket) {
    assertThatThrownBy(
            () ->
                ObjectServiceGrpc.newBlockingStub(channel)
                    .getObject(
                        GetObjectRequest.newBuilder().setBucket(bucket).setKey("missing").build())
                    .next())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> {
              assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(reason(failure)).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
            });
  }

  /** As grpcurl asks before it calls anything; older tools ask by the name of {@code v1alpha}. */
  private static void contractIsReflected(ManagedChannel channel) throws Exception {
    assertThat(
            StreamCall.of(
                    io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                        ::serverReflectionInfo,
                    io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setListServices("")
                        .build())
                .getFirst()
                .getListServicesResponse()
                .getServiceList())
        .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
        .contains("sluice.v1.ObjectService", "grpc.reflection.v1.ServerReflection");
    List<ServerReflectionResponse> answers =
        StreamCall.of(
            ServerReflectionGrpc.newStub(channel)::serverReflectionInfo,
            ServerReflectionRequest.newBuilder().setListServices("").build(),
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("sluice.v1.ObjectService")
                .build());

    assertThat(answers.getFirst().getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "sluice.v1.BucketService",
            "sluice.v1.ObjectService",
            "sluice.v1.UploadService",
            "sluice.v1.AdminService",
            "grpc.health.v1.Health",
            "grpc.channelz.v1.Channelz");
    MethodDescriptorProto put = null;
    for (ByteString file :
        answers.getLast().getFileDescriptorResponse().getFileDescriptorProtoList()) {
      for (ServiceDescriptorProto service : FileDescriptorProto.parseFrom(file).getServiceList()) {
        for (MethodDescriptorProto method : service.getMethodList()) {
          put = method.getName().equals("PutObject") ? method : put;
        }
      }
    }
    assertThat(put).isNotNull();
    assertThat(Objects.requireNonNull(put).getInputType()).isEqualTo(".sluice.v1.PutObjectRequest");
    assertThat(put.getClientStreaming()).isTrue();
  }

  private static void callsAreSeenByChannelz(ManagedChannel channel) {
    List<Server> servers =
        ChannelzGrpc.newBlockingStub(channel)
            .getServers(GetServersRequest.getDefaultInstance())
            .getServerList();

    assertThat(servers).isNotEmpty();
    assertThat(servers).allSatisfy(server -> assertThat(server.getListenSocketList()).isNotEmpty());
    assertThat(servers.stream().mapToLong(server -> server.getData().getCallsSucceeded()).sum())
        .isPositive();
  }

  private static FailureReason reason(StatusRuntimeException failure) {
    try {
      return StatusProto.fromThrowable(failure).getDetails(0).unpack(Failure.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ManagedChannel tcp(String token) {
    ManagedChannelBuilder<?> builder =
        ManagedChannelBuilder.forTarget(agent.agentAddress()).usePlaintext();
    if (!token.isEmpty()) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + token);
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return builder.build();
  }

  private static void end(ManagedChannel channel) throws InterruptedException {
    channel.shutdownNow();
    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }
}
