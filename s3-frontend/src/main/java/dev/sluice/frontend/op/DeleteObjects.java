package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.Delete;
import dev.sluice.frontend.xml.DeleteResult;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DeleteObjects: the agent decides, and deletes or refuses, each entry on its own. */
final class DeleteObjects implements Operation<BucketRequest.DeleteObjects> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  DeleteObjects(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(BucketRequest.DeleteObjects request, RequestContext call)
      throws InterruptedException {
    StatedDigests.require(call.body());
    Delete document = documents.read(call, Delete.class);
    List<Delete.Entry> entries = document.object();
    List<@Nullable S3Exception> refusals = new ArrayList<>();
    List<DeleteObjectsRequest.Entry> messages = new ArrayList<>();
    for (Delete.Entry entry : entries) {
      S3Exception refusal = refusal(entry);
      refusals.add(refusal);
      if (refusal == null) {
        messages.add(message(request, call, entry));
      }
    }
    List<DeleteObjectsResponse.Outcome> outcomes = outcomes(request.bucket(), call, messages);
    return new S3Response.Document(result(document, refusals, outcomes));
  }

  /** The entries whose keys one agent changes. */
  private record Share(AgentClient agent, DeleteObjectsRequest.Builder message, List<Integer> of) {}

  /**
   * Asks each agent that changes some of the keys once, and puts the outcomes in order. Where one
   * has answered, the failure of another is that of its keys alone: what was deleted is said.
   *
   * @throws StorageException where none has answered
   */
  private List<DeleteObjectsResponse.Outcome> outcomes(
      BucketName bucket, RequestContext call, List<DeleteObjectsRequest.Entry> entries) {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      AgentClient agent =
          agents.ofChange(call.context(), bucket, new ObjectKey(entries.get(i).getKey()));
      Share share = share(shares, agent, bucket);
      share.message().addEntries(entries.get(i));
      share.of().add(i);
    }
    DeleteObjectsResponse.Outcome[] outcomes = new DeleteObjectsResponse.Outcome[entries.size()];
    StorageException failure = null;
    boolean answered = false;
    for (Share share : shares) {
      try {
        DeleteObjectsResponse answer =
            share
                .agent()
                .longCall(
                    call.context(),
                    ObjectServiceGrpc.getDeleteObjectsMethod(),
                    share.message().build());
        for (int i = 0; i < share.of().size(); i++) {
          outcomes[share.of().get(i)] = answer.getOutcomes(i);
        }
        answered = true;
      } catch (StorageException e) {
        failure = e;
        DeleteObjectsResponse.Outcome failed = failed(e);
        share.of().forEach(entry -> outcomes[entry] = failed);
      }
    }
    if (failure != null && !answered) {
      throw failure;
    }
    return List.of(outcomes);
  }

  private static DeleteObjectsResponse.Outcome failed(StorageException failure) {
    return DeleteObjectsResponse.Outcome.newBuilder()
        .setFailure(StorageStatus.toFailure(failure))
        .build();
  }

  private static Share share(List<Share> shares, AgentClient agent, BucketName bucket) {
    for (Share share : shares) {
      if (share.agent().isSameAgentAs(agent)) {
        return share;
      }
    }
    Share share =
        new Share(
            agent, DeleteObjectsRequest.newBuilder().setBucket(bucket.value()), new ArrayList<>());
    shares.add(share);
    return share;
  }

  private static DeleteObjectsRequest.Entry message(
      BucketRequest.DeleteObjects request, RequestContext call, Delete.Entry entry) {
    Permissions.Entry evaluated =
        call.permissions()
            .evaluate(
                S3Operation.DELETE_OBJECT,
                request.bucket(),
                new ObjectKey(entry.key()),
                conditions(entry));
    return DeleteObjectsRequest.Entry.newBuilder()
        .setKey(entry.key())
        .setConditions(WireConditions.toProto(conditions(entry)))
        .addAllEvaluations(WireCaller.toProto(evaluated.evaluations()))
        .addAllDisclosures(WireCaller.toProto(evaluated.disclosures()))
        .build();
  }

  /** An entry that names nothing there can be; null for others. */
  private static @Nullable S3Exception refusal(Delete.Entry entry) {
    try {
      new ObjectKey(entry.key());
      String version = entry.versionId();
      if (version != null && !version.equals("null")) {
        return new S3Exception(S3ErrorCode.NO_SUCH_VERSION);
      }
      return null;
    } catch (StorageException e) {
      return FailureAnswers.of(e);
    }
  }

  private static WriteConditions conditions(Delete.Entry entry) {
    String tag = entry.eTag();
    EtagCondition ifMatch =
        tag == null
            ? null
            : tag.equals("*")
                ? EtagCondition.ANY
                : new EtagCondition(false, List.of(ETag.parse(tag)));
    return new WriteConditions(ifMatch, null, entry.lastModifiedTime(), entry.size());
  }

  private static DeleteResult result(
      Delete document,
      List<@Nullable S3Exception> refusals,
      List<DeleteObjectsResponse.Outcome> outcomes) {
    List<DeleteResult.Deleted> deleted = new ArrayList<>();
    List<DeleteResult.Failed> failed = new ArrayList<>();
    int outcome = 0;
    for (int i = 0; i < refusals.size(); i++) {
      Delete.Entry entry = document.object().get(i);
      S3Exception refusal = refusals.get(i);
      if (refusal == null) {
        DeleteObjectsResponse.Outcome done = outcomes.get(outcome++);
        refusal =
            done.hasFailure()
                ? FailureAnswers.of(StorageStatus.fromFailure(done.getFailure()))
                : null;
      }
      if (refusal != null) {
        failed.add(
            new DeleteResult.Failed(
                entry.key(), entry.versionId(), refusal.code().code(), refusal.message()));
      } else if (!document.quiet()) {
        deleted.add(new DeleteResult.Deleted(entry.key(), entry.versionId()));
      }
    }
    return new DeleteResult(deleted, failed);
  }
}
