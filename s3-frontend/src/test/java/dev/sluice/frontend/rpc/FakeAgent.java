package dev.sluice.frontend.rpc;

import com.google.protobuf.ByteString;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An agent in this process that has buckets, and in each of them every key, with its own name. */
final class FakeAgent implements AutoCloseable {
  private final String name;
  private final Set<String> buckets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private final Server server;
  private final ManagedChannel channel;
  private final AgentClient client;

  /** Whether it answers UNAVAILABLE to whatever is about an object. */
  private volatile boolean unavailable;

  /** Whether it answers nothing to what reads an object. */
  private volatile boolean hanging;

  FakeAgent(String name) {
    this.name = name;
    String address = UUID.randomUUID().toString();
    try {
      server =
          InProcessServerBuilder.forName(address)
              .directExecutor()
              .addService(new Admin())
              .addService(new Buckets())
              .addService(new Objects())
              .build()
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    channel = InProcessChannelBuilder.forName(address).directExecutor().build();
    client =
        new AgentClient(
            channel,
            new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20)),
            InstantSource.system());
  }

  /** The name, which is its id and the ETag of all its objects. */
  String name() {
    return name;
  }

  AgentClient client() {
    return client;
  }

  /** Names of its buckets, to be changed. */
  Set<String> buckets() {
    return buckets;
  }

  /** How often it was asked whether it has a bucket. */
  int asked() {
    return asked.get();
  }

  /** How often it was asked to change something, whether it did or not. */
  int changes() {
    return changes.get();
  }

  void becomeUnavailable() {
    unavailable = true;
  }

  void hang() {
    hanging = true;
  }

  /** Goes away, with everything under way. */
  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private void require(String bucket) {
    if (unavailable) {
      throw StorageStatus.toStatus(
          new StorageException(FailureReason.UNAVAILABLE, "slot: lost (expected: owned)"));
    }
    if (!buckets.contains(bucket)) {
      throw StorageStatus.toStatus(
          new StorageException(FailureReason.BUCKET_NOT_FOUND, "bucket: " + bucket));
    }
  }

  private final class Admin extends AdminServiceGrpc.AdminServiceImplBase {
    @Override
    public void getAgentInfo(
        GetAgentInfoRequest request, StreamObserver<GetAgentInfoResponse> answers) {
      answer(answers, () -> GetAgentInfoResponse.newBuilder().setAgentId(name).build());
    }
  }

  private final class Buckets extends BucketServiceGrpc.BucketServiceImplBase {
    @Override
    public void getBucket(GetBucketRequest request, StreamObserver<GetBucketResponse> answers) {
      asked.incrementAndGet();
      answer(
          answers,
          () -> {
            require(request.getBucket());
            return GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName(request.getBucket()))
                .build();
          });
    }
  }

  private final class Objects extends ObjectServiceGrpc.ObjectServiceImplBase {
    @Override
    public void headObject(HeadObjectRequest request, StreamObserver<HeadObjectResponse> answers) {
      if (hanging) {
        return;
      }
      answer(
          answers,
          () -> {
            require(request.getBucket());
            return HeadObjectResponse.newBuilder().setInfo(info(request.getKey())).build();
          });
    }

    @Override
    public void getObject(GetObjectRequest request, StreamObserver<GetObjectResponse> answers) {
      if (hanging) {
        return;
      }
      answer(
          answers,
          () -> {
            require(request.getBucket());
            return GetObjectResponse.newBuilder()
                .setInfo(info(request.getKey()))
                .setData(ByteString.copyFromUtf8(name))
                .build();
          });
    }

    @Override
    public void deleteObject(
        DeleteObjectRequest request, StreamObserver<DeleteObjectResponse> answers) {
      changes.incrementAndGet();
      answer(
          answers,
          () -> {
            require(request.getBucket());
            return DeleteObjectResponse.getDefaultInstance();
          });
    }

    @Override
    public StreamObserver<PutObjectRequest> putObject(StreamObserver<PutObjectResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PutObjectRequest request) {
          changes.incrementAndGet();
          answer(
              answers,
              () -> {
                require(request.getHeader().getBucket());
                return PutObjectResponse.newBuilder()
                    .setCommitted(info(request.getHeader().getKey()))
                    .build();
              });
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  private ObjectInfo info(String key) {
    return ObjectInfo.newBuilder().setKey(key).setEtag(name).build();
  }

  private static <A> void answer(StreamObserver<A> answers, Supplier<A> question) {
    A answer;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      answers.onError(e);
      return;
    }
    answers.onNext(answer);
    answers.onCompleted();
  }
}
