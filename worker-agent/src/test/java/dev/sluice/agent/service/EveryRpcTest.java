package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.MessageLite;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Resource;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.FailureReason;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rpc of every service that the contract's files declare is decided before the storage is
 * asked for more than what decides, or stands here with the reason why it is not.
 */
class EveryRpcTest {
  private static final Pattern SERVICE = Pattern.compile("(?m)^service (\\w+) \\{");

  /** Those that nothing is decided about. */
  private static final Map<String, String> UNDECIDED =
      Map.of(
          "sluice.v1.AdminService/GetAgentInfo",
          "says what the agent is, and nothing of what it keeps",
          "sluice.v1.AuthenticationService/ProveAgent",
          "comes before any call, and only proves that the agent knows its token");

  /** Those that reach no store although they are allowed, with who may. */
  private static final Map<String, String> WITHOUT_STORE =
      Map.of(
          "sluice.v1.AccessService/Decide", "asks for the decision alone",
          "sluice.v1.AccessService/Explain", "is the operator's alone",
          "sluice.v1.BucketService/GetBucket", "gets what the decision goes by",
          "sluice.v1.BucketService/GetBucketSettings", "gets what the decision goes by",
          "sluice.v1.AdminService/Sweep", "is the operator's alone",
          "sluice.v1.AdminService/Scrub", "is the operator's alone",
          "sluice.v1.AdminService/GetScrubStatus", "is the operator's alone",
          "sluice.v1.BucketService/CountBucket", "is the operator's alone",
          "sluice.v1.BucketService/GetBucketUsage", "is the operator's alone");

  private static final Metadata.Key<byte[]> CALLER =
      Metadata.Key.of("sluice-caller-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** One with a list that has no say, which the only list that it takes would replace. */
  private static final BucketRecord BUCKET =
      new BucketRecord(Instant.EPOCH, null)
          .withSettings(BucketSettings.NONE.withAcl(new Acl(List.of())));

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ServedStore served = ServedStore.of(recording());

  /** A store over a storage that notes what it is asked for, and has nothing but a bucket. */
  private ObjectStore recording() {
    StorageEngine engine =
        (StorageEngine)
            Proxy.newProxyInstance(
                StorageEngine.class.getClassLoader(),
                new Class<?>[] {StorageEngine.class},
                (proxy, method, arguments) ->
                    method.getName().equals("decidedBy") ? proxy : answer(method, arguments));
    return new EngineObjectStore(
        engine,
        StoreLimits.DEFAULTS,
        InstantSource.system(),
        new UploadIds(InstantSource.system()));
  }

  /** What the decision itself asks for is not noted. */
  private @Nullable Object answer(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "knownBucket" -> null;
      case "bucket" -> BUCKET;
      case "requireWritable" -> null;
      default -> {
        asked.add(method.getName() + Arrays.toString(arguments));
        throw new IllegalStateException("a storage that can do nothing");
      }
    };
  }

  @AfterEach
  void stop() {
    served.close();
  }

  static List<Named<MethodDescriptor<?, ?>>> decided() throws Exception {
    return rpcs().stream()
        .filter(rpc -> !UNDECIDED.containsKey(rpc.getFullMethodName()))
        .<Named<MethodDescriptor<?, ?>>>map(rpc -> Named.of(rpc.getFullMethodName(), rpc))
        .toList();
  }

  private static List<MethodDescriptor<?, ?>> rpcs() throws Exception {
    Path contract =
        Path.of(System.getProperty("sluice.project.directory", ".."))
            .resolve("proto/src/main/protobuf/sluice/v1");
    List<MethodDescriptor<?, ?>> rpcs = new ArrayList<>();
    try (Stream<Path> files = Files.list(contract)) {
      for (Path file : files.sorted().toList()) {
        for (String name : services(file)) {
          Class<?> generated = Class.forName("dev.sluice.v1." + name + "Grpc");
          rpcs.addAll(
              ((ServiceDescriptor) generated.getMethod("getServiceDescriptor").invoke(null))
                  .getMethods());
        }
      }
    }
    return rpcs;
  }

  private static List<String> services(Path file) throws IOException {
    return SERVICE
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static Metadata from(Caller caller) {
    return CallMetadata.toHeaders(new CallContext(caller, "request", null));
  }

  private static Caller caller(Caller.Kind kind, Evaluation... evaluations) {
    return new Caller(kind, new Principal("id", "name"), "", "", false, List.of(evaluations));
  }

  private static Evaluation on(Resource resource, Verdict verdict) {
    return new Evaluation("s3:Anything", resource, verdict);
  }

  @ParameterizedTest
  @MethodSource("decided")
  void rpc_isDecidedBeforeTheStoreIsAsked(MethodDescriptor<?, ?> rpc) throws Exception {
    Metadata unreadable = new Metadata();
    unreadable.put(CALLER, "no caller".getBytes(StandardCharsets.UTF_8));
    List<Metadata> refused =
        List.of(
            unreadable,
            from(caller(Caller.Kind.IDENTITY)),
            from(caller(Caller.Kind.ANONYMOUS)),
            from(caller(Caller.Kind.IDENTITY, on(Resource.SOURCE, Verdict.ALLOW))),
            from(caller(Caller.Kind.IDENTITY, on(Resource.TARGET, Verdict.SILENT))),
            from(
                caller(
                    Caller.Kind.IDENTITY,
                    on(Resource.TARGET, Verdict.ALLOW),
                    on(Resource.SOURCE, Verdict.DENY))));
    for (Metadata headers : refused) {
      assertThat(reason(rpc, headers)).isEqualTo(FailureReason.ACCESS_DENIED);
    }
    assertThat(asked).as("asked of the store").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("decided")
  void allowedRpc_reachesTheStore(MethodDescriptor<?, ?> rpc) throws Exception {
    Caller allowed =
        caller(
            Caller.Kind.IDENTITY,
            on(Resource.TARGET, Verdict.ALLOW),
            on(Resource.SOURCE, Verdict.ALLOW));
    for (Caller caller : List.of(allowed, caller(Caller.Kind.ROOT))) {
      asked.clear();
      reason(rpc, from(caller));
      assertThat(asked.isEmpty()).isEqualTo(WITHOUT_STORE.containsKey(rpc.getFullMethodName()));
    }
  }

  /** A tool that calls the agent directly, and so may do everything. */
  @ParameterizedTest
  @MethodSource("decided")
  void callWithoutCaller_isTheOperators(MethodDescriptor<?, ?> rpc) throws Exception {
    assertThat(reason(rpc, new Metadata())).isNotEqualTo(FailureReason.ACCESS_DENIED);
  }

  @Test
  void exceptions_areRpcs() throws Exception {
    assertThat(rpcs())
        .extracting(MethodDescriptor::getFullMethodName)
        .containsAll(UNDECIDED.keySet())
        .containsAll(WITHOUT_STORE.keySet());
  }

  /** Why a call fails; unspecified where it does not. */
  private <Q, A> FailureReason reason(MethodDescriptor<Q, A> rpc, Metadata headers)
      throws Exception {
    ClientCall<Q, A> call = channel().newCall(rpc, CallOptions.DEFAULT);
    CompletableFuture<FailureReason> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(
                status.isOk()
                    ? FailureReason.FAILURE_REASON_UNSPECIFIED
                    : StorageStatus.fromStatus(status, trailers).reason());
          }
        },
        copy(headers));
    call.request(2);
    call.sendMessage(rpc.parseRequest(request(rpc).toByteString().newInput()));
    call.halfClose();
    return end.get(60, TimeUnit.SECONDS);
  }

  private Channel channel() {
    return served.channel();
  }

  private static Metadata copy(Metadata headers) {
    Metadata copied = new Metadata();
    copied.merge(headers);
    return copied;
  }

  /** A message that names everything it can name. */
  private static MessageLite request(MethodDescriptor<?, ?> rpc) {
    Descriptors.MethodDescriptor described =
        ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor();
    return filled(described.getInputType());
  }

  private static DynamicMessage filled(Descriptors.Descriptor type) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (Descriptors.FieldDescriptor field : type.getFields()) {
      Object value = value(field);
      if (value != null && field.isRepeated()) {
        message.addRepeatedField(field, value);
      } else if (value != null) {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private static @Nullable Object value(Descriptors.FieldDescriptor field) {
    return switch (field.getName()) {
      case "bucket", "source_bucket" -> "bucket";
      case "key", "source_key" -> "key";
      case "upload_id" -> "upload";
      case "part_number", "max_parts", "max_keys", "max_uploads" ->
          field.getContainingOneof() == null ? (Object) 1 : null;
      case "etag" -> "d41d8cd98f00b204e9800998ecf8427e";
      case "action" -> "s3:DeleteObject";
      case "canned" -> field.getEnumType().findValueByName("BUCKET_OWNER_FULL_CONTROL");
      case "acl" ->
          field.getMessageType().getName().equals("AclSpec")
              ? filled(field.getMessageType())
              : null;
      case "verdict" -> field.getEnumType().findValueByName("ALLOW");
      case "evaluations" ->
          field.getContainingType().getName().equals("Entry")
              ? filled(field.getMessageType())
              : null;
      case "header", "source", "upload", "parts", "entries" -> filled(field.getMessageType());
      default -> null;
    };
  }
}
