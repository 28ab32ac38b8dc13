package dev.sluice.frontend.rpc;

import com.google.protobuf.MessageLite;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.descriptor.PassedFiles;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.FileTransfer;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.ReplaceObjectTagsRequest;
import dev.sluice.v1.ReplaceObjectTagsResponse;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One agent, as the frontend calls it. Calls block the caller's (virtual) thread; every failure is
 * a {@link dev.sluice.common.model.StorageException}.
 */
public final class AgentClient {
  /** Attempts at a change of settings; each that fails does so because another one succeeded. */
  private static final int SETTINGS_ATTEMPTS = 16;

  private final Channel channel;
  private final Channel narrow;
  private final ReadLanes lanes;
  private final InstantSource clock;
  private final AgentTimeouts timeouts;
  private final boolean overWire;
  private final @Nullable PassedFiles files;
  private final Succession succession;

  /**
   * A client of the agent at the other end of a channel, which stays the caller's. It waits as long
   * as the deadlines of its calls allow.
   *
   * @param lanes of bodies that are read
   */
  public AgentClient(Channel channel, ReadLanes lanes, InstantSource clock) {
    this(channel, channel, lanes, clock, AgentTimeouts.ENDLESS, null);
  }

  /**
   * The same with limits of its own: what waits longer fails with {@code DEADLINE_PASSED}, and the
   * agent is asked to stop.
   *
   * @param narrow to the same agent, with a small window for each stream: for bodies that are read
   *     when many others are
   * @param lanes of bodies that are read, from all agents together
   * @param files that it passes, where it can
   */
  public AgentClient(
      Channel channel,
      Channel narrow,
      ReadLanes lanes,
      InstantSource clock,
      AgentTimeouts timeouts,
      @Nullable PassedFiles files) {
    this(channel, narrow, lanes, clock, timeouts, true, files, Succession.NONE);
  }

  /** A client of the agent of this process, by its channel. */
  public static AgentClient inThisProcess(
      Channel channel, ReadLanes lanes, InstantSource clock, AgentTimeouts timeouts) {
    return new AgentClient(channel, channel, lanes, clock, timeouts, false, null, Succession.NONE);
  }

  private AgentClient(
      Channel channel,
      Channel narrow,
      ReadLanes lanes,
      InstantSource clock,
      AgentTimeouts timeouts,
      boolean overWire,
      @Nullable PassedFiles files,
      Succession succession) {
    this.channel = channel;
    this.narrow = narrow;
    this.lanes = lanes;
    this.clock = clock;
    this.timeouts = timeouts;
    this.overWire = overWire;
    this.files = files;
    this.succession = succession;
  }

  /** The same agent, whose failures may be made good by another one. */
  AgentClient succeededBy(Succession others) {
    return new AgentClient(channel, narrow, lanes, clock, timeouts, overWire, files, others);
  }

  /** Whether both are the same agent. */
  public boolean isSameAgentAs(AgentClient other) {
    return channel.equals(other.channel);
  }

  /** A call with one message each way. */
  public <Q, A> A call(CallContext context, MethodDescriptor<Q, A> method, Q request) {
    return call(context, method, request, timeouts.answer());
  }

  /**
   * The same for what may take the agent long: work that grows with the object, with many of them,
   * or with a directory.
   */
  public <Q, A> A longCall(CallContext context, MethodDescriptor<Q, A> method, Q request) {
    return call(context, method, request, timeouts.work());
  }

  /** A call with many answers, which come one after the other. */
  public <Q, A> AnswerStream<A> stream(
      CallContext context, MethodDescriptor<Q, A> method, Q request) {
    Channel withContext =
        ClientInterceptors.intercept(
            channel, MetadataUtils.newAttachHeadersInterceptor(CallMetadata.toHeaders(context)));
    return new AnswerStream<>(
        ClientCalls.blockingServerStreamingCall(withContext, method, options(context), request));
  }

  private <Q, A> A call(
      CallContext context, MethodDescriptor<Q, A> method, Q request, Duration limit) {
    try {
      return ask(context, method, request, limit);
    } catch (StorageException e) {
      return successor(e, ReadingCalls.contain(method)).call(context, method, request, limit);
    }
  }

  private <Q, A> A ask(
      CallContext context, MethodDescriptor<Q, A> method, Q request, Duration limit) {
    Channel withContext =
        ClientInterceptors.intercept(
            channel, MetadataUtils.newAttachHeadersInterceptor(CallMetadata.toHeaders(context)));
    long started = Stopwatch.start();
    CallOptions options = options(context).withDeadline(limited(context, limit));
    try {
      return succession.isWatched() && ReadingCalls.contain(method)
          ? ReadingCalls.ask(withContext.newCall(method, options), request, succession::isLost)
          : ClientCalls.blockingUnaryCall(withContext, method, options, request);
    } catch (StatusRuntimeException e) {
      throw CallFailures.of(e.getStatus(), e.getTrailers());
    } finally {
      context.waited().stop(started);
    }
  }

  /** What the agent is. */
  public GetAgentInfoResponse info(CallContext context) {
    return call(
        context,
        AdminServiceGrpc.getGetAgentInfoMethod(),
        GetAgentInfoRequest.getDefaultInstance());
  }

  /** The record of a bucket; fails with {@code BUCKET_NOT_FOUND} where this agent has none. */
  public Bucket bucket(CallContext context, BucketName bucket) {
    return call(
            context,
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketRequest.newBuilder().setBucket(bucket.value()).build())
        .getBucket();
  }

  /** The settings of a bucket, with their generation. */
  public GetBucketSettingsResponse settings(CallContext context, BucketName bucket) {
    return call(
        context,
        BucketServiceGrpc.getGetBucketSettingsMethod(),
        GetBucketSettingsRequest.newBuilder().setBucket(bucket.value()).build());
  }

  /**
   * Changes settings of a bucket: reads all, and replaces them unless somebody else did meanwhile,
   * in which case it begins again. Nothing is replaced where nothing changes.
   *
   * @param change makes the new settings of those that are there; what it leaves alone stays,
   *     settings that only a later version knows included
   * @return the settings as they are then, with their generation
   */
  public GetBucketSettingsResponse changeSettings(
      CallContext context, BucketName bucket, UnaryOperator<BucketSettings> change) {
    for (int attempt = 1; ; attempt++) {
      GetBucketSettingsResponse before = settings(context, bucket);
      BucketSettings after = change.apply(before.getSettings());
      if (after.equals(before.getSettings())) {
        return before;
      }
      try {
        long generation =
            call(
                    context,
                    BucketServiceGrpc.getReplaceBucketSettingsMethod(),
                    ReplaceBucketSettingsRequest.newBuilder()
                        .setBucket(bucket.value())
                        .setSettings(after)
                        .setExpectedGeneration(before.getGeneration())
                        .build())
                .getGeneration();
        return before.toBuilder().setSettings(after).setGeneration(generation).build();
      } catch (StorageException e) {
        if (e.reason() != FailureReason.CONDITIONAL_CONFLICT || attempt == SETTINGS_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The attributes of an object; fails with {@code OBJECT_NOT_FOUND} where there is none. */
  public ObjectInfo object(CallContext context, BucketName bucket, ObjectKey key) {
    return call(
            context,
            ObjectServiceGrpc.getHeadObjectMethod(),
            HeadObjectRequest.newBuilder().setBucket(bucket.value()).setKey(key.value()).build())
        .getInfo();
  }

  /** Replaces the tags of an object; fails with {@code OBJECT_NOT_FOUND} where there is none. */
  public void replaceTags(CallContext context, BucketName bucket, ObjectKey key, TagSet tags) {
    ReplaceObjectTagsResponse _ =
        call(
            context,
            ObjectServiceGrpc.getReplaceObjectTagsMethod(),
            ReplaceObjectTagsRequest.newBuilder()
                .setBucket(bucket.value())
                .setKey(key.value())
                .setTags(dev.sluice.v1.TagSet.newBuilder().addAllTags(WireTags.toProto(tags)))
                .build());
  }

  /** Begins a put; the caller closes it. */
  public BodySender<PutObjectRequest, PutObjectResponse> putObject(CallContext context) {
    return send(context, DataMethods.PUT_OBJECT);
  }

  /** Begins a part; the caller closes it. */
  public BodySender<UploadPartRequest, UploadPartResponse> uploadPart(CallContext context) {
    return send(context, DataMethods.UPLOAD_PART);
  }

  /** Begins to read an object, and waits until something was found; the caller closes it. */
  public BodyReceiver getObject(CallContext context, GetObjectRequest request)
      throws InterruptedException {
    try {
      return receive(context, request);
    } catch (StorageException e) {
      return successor(e, true).getObject(context, request);
    }
  }

  /** A caller that takes bytes from their file gets the file itself, where the agent passes it. */
  private BodyReceiver receive(CallContext context, GetObjectRequest request)
      throws InterruptedException {
    PassedFiles passed = files;
    if (passed != null
        && request.getFileTransfer() == FileTransfer.FILE_TRANSFER_IN_PROCESS
        && passed.areUsable()) {
      BodyReceiver receiver =
          begin(
              context,
              request.toBuilder().setFileTransfer(FileTransfer.FILE_TRANSFER_DESCRIPTOR).build());
      if (takesFile(receiver, passed)) {
        return receiver;
      }
    }
    return begin(context, request);
  }

  /** Whether a body comes, in one way or the other; closed where it does not. */
  private static boolean takesFile(BodyReceiver receiver, PassedFiles passed)
      throws InterruptedException {
    boolean comes = false;
    try {
      comes = receiver.takeFile(passed);
      return comes;
    } finally {
      if (!comes) {
        receiver.close();
      }
    }
  }

  private BodyReceiver begin(CallContext context, GetObjectRequest request)
      throws InterruptedException {
    ReadLanes.Lane lane = lanes.enter(timeouts.answer());
    BodyReceiver receiver =
        BodyReceiver.start(
            (lane.isWide() ? channel : narrow).newCall(DataMethods.GET_OBJECT, options(context)),
            context,
            timeouts,
            lane,
            request);
    try {
      receiver.awaitFirst(succession::isLost);
      return receiver;
    } catch (Throwable e) {
      receiver.close();
      throw e;
    }
  }

  private <Q extends MessageLite, A> BodySender<Q, A> send(
      CallContext context, MethodDescriptor<DataFrame<Q>, A> method) {
    ClientCall<DataFrame<Q>, A> call = channel.newCall(method, options(context));
    return BodySender.start(call, overWire, context, timeouts, this::explained);
  }

  /** The agent to try after a failure; throws it where there is none. */
  private AgentClient successor(StorageException failure, boolean reads) {
    AgentClient other = succession.after(failure, reads);
    if (other == null) {
      throw failure;
    }
    return other;
  }

  /** A body is gone once it was sent: its client has to send it again. */
  private StorageException explained(StorageException failure) {
    boolean moved =
        failure.reason() == FailureReason.BUCKET_NOT_FOUND
            && succession.after(failure, false) != null;
    return moved
        ? new StorageException(
            FailureReason.UNAVAILABLE,
            "the bucket has moved to another agent meanwhile (expected: a retry)")
        : failure;
  }

  private CallOptions options(CallContext context) {
    Instant deadline = context.deadline();
    return deadline == null ? CallOptions.DEFAULT : CallOptions.DEFAULT.withDeadline(at(deadline));
  }

  /** The earlier of the caller's deadline and ours. */
  private Deadline limited(CallContext context, Duration limit) {
    Deadline ours = Deadline.after(limit.toNanos(), TimeUnit.NANOSECONDS);
    Instant deadline = context.deadline();
    return deadline == null ? ours : ours.minimum(at(deadline));
  }

  private Deadline at(Instant deadline) {
    return Deadline.after(clock.instant().until(deadline).toNanos(), TimeUnit.NANOSECONDS);
  }
}
