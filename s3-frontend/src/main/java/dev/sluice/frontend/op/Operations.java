package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.RequestSubject;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.S3Xml;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.DecideRequest;
import dev.sluice.v1.DecideResponse;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every operation, and the switch from a request to the one that answers it. */
public final class Operations {
  private final AgentDirectory agents;
  private final ListBuckets listBuckets;
  private final CreateBucket createBucket;
  private final HeadBucket headBucket;
  private final DeleteBucket deleteBucket;
  private final GetBucketLocation getBucketLocation;
  private final PutBucketCors putBucketCors;
  private final GetBucketCors getBucketCors;
  private final DeleteBucketCors deleteBucketCors;
  private final OptionsObject optionsObject;
  private final GetBucketTagging getBucketTagging;
  private final PutBucketTagging putBucketTagging;
  private final DeleteBucketTagging deleteBucketTagging;
  private final GetBucketRequestPayment getBucketRequestPayment;
  private final PutBucketRequestPayment putBucketRequestPayment;
  private final GetBucketAccelerateConfiguration getBucketAccelerateConfiguration;
  private final PutBucketAccelerateConfiguration putBucketAccelerateConfiguration;
  private final DeleteObjects deleteObjects;
  private final PutBucketPolicy putBucketPolicy;
  private final GetBucketPolicy getBucketPolicy;
  private final GetBucketPolicyStatus getBucketPolicyStatus;
  private final DeleteBucketPolicy deleteBucketPolicy;
  private final ListObjects listObjects;
  private final ListObjectsV2 listObjectsV2;
  private final ListMultipartUploads listMultipartUploads;
  private final PutObject putObject;
  private final PostObject postObject;
  private final GetObject getObject;
  private final HeadObject headObject;
  private final DeleteObject deleteObject;
  private final CopyObject copyObject;
  private final GetObjectAttributes getObjectAttributes;
  private final GetObjectTagging getObjectTagging;
  private final PutObjectTagging putObjectTagging;
  private final DeleteObjectTagging deleteObjectTagging;
  private final CreateMultipartUpload createMultipartUpload;
  private final UploadPart uploadPart;
  private final UploadPartCopy uploadPartCopy;
  private final ListParts listParts;
  private final CompleteMultipartUpload completeMultipartUpload;
  private final AbortMultipartUpload abortMultipartUpload;
  private final GetBucketAcl getBucketAcl;
  private final PutBucketAcl putBucketAcl;
  private final GetObjectAcl getObjectAcl;
  private final PutObjectAcl putObjectAcl;
  private final GetBucketOwnershipControls getBucketOwnershipControls;
  private final PutBucketOwnershipControls putBucketOwnershipControls;
  private final DeleteBucketOwnershipControls deleteBucketOwnershipControls;
  private final GetPublicAccessBlock getPublicAccessBlock;
  private final PutPublicAccessBlock putPublicAccessBlock;
  private final DeletePublicAccessBlock deletePublicAccessBlock;
  private final UnsetConfigurations unsetConfigurations;

  /**
   * The operations.
   *
   * @param buffers memory for bodies under way
   * @param documentMemory memory for documents in requests
   * @param region that buckets are in; null: each in its own
   * @param cors the rules of buckets for pages of other origins
   */
  public Operations(
      AgentDirectory agents,
      BufferPool buffers,
      S3Xml xml,
      DocumentMemory documentMemory,
      @Nullable Region region,
      CorsCache cors) {
    DocumentBody documents = new DocumentBody(xml, documentMemory);
    BucketRegions regions = new BucketRegions(region);
    this.agents = agents;
    this.listBuckets = new ListBuckets(agents, regions);
    this.createBucket = new CreateBucket(agents, documents, regions);
    this.headBucket = new HeadBucket(agents, regions);
    this.deleteBucket = new DeleteBucket(agents);
    this.getBucketLocation = new GetBucketLocation(agents, regions);
    this.putBucketCors = new PutBucketCors(agents, documents, cors);
    this.getBucketCors = new GetBucketCors(agents);
    this.deleteBucketCors = new DeleteBucketCors(agents, cors);
    this.optionsObject = new OptionsObject(cors);
    this.getBucketTagging = new GetBucketTagging(agents);
    this.putBucketTagging = new PutBucketTagging(agents, documents);
    this.deleteBucketTagging = new DeleteBucketTagging(agents);
    this.getBucketRequestPayment = new GetBucketRequestPayment(agents);
    this.putBucketRequestPayment = new PutBucketRequestPayment(agents, documents);
    this.getBucketAccelerateConfiguration = new GetBucketAccelerateConfiguration(agents);
    this.putBucketAccelerateConfiguration = new PutBucketAccelerateConfiguration(agents, documents);
    this.deleteObjects = new DeleteObjects(agents, documents);
    this.putBucketPolicy = new PutBucketPolicy(agents, documents);
    this.getBucketPolicy = new GetBucketPolicy(agents);
    this.getBucketPolicyStatus = new GetBucketPolicyStatus(agents);
    this.deleteBucketPolicy = new DeleteBucketPolicy(agents);
    this.listObjects = new ListObjects(agents);
    this.listObjectsV2 = new ListObjectsV2(agents);
    this.listMultipartUploads = new ListMultipartUploads(agents);
    this.putObject = new PutObject(agents, buffers);
    this.postObject = new PostObject(agents, buffers);
    this.getObject = new GetObject(agents, buffers);
    this.headObject = new HeadObject(agents);
    this.deleteObject = new DeleteObject(agents);
    this.copyObject = new CopyObject(agents);
    this.getObjectAttributes = new GetObjectAttributes(agents);
    this.getObjectTagging = new GetObjectTagging(agents);
    this.putObjectTagging = new PutObjectTagging(agents, documents);
    this.deleteObjectTagging = new DeleteObjectTagging(agents);
    this.createMultipartUpload = new CreateMultipartUpload(agents);
    this.uploadPart = new UploadPart(agents, buffers);
    this.uploadPartCopy = new UploadPartCopy(agents);
    this.listParts = new ListParts(agents);
    this.completeMultipartUpload = new CompleteMultipartUpload(agents, documents);
    this.abortMultipartUpload = new AbortMultipartUpload(agents);
    AclDocuments lists = new AclDocuments(documents);
    this.getBucketAcl = new GetBucketAcl(agents);
    this.putBucketAcl = new PutBucketAcl(agents, lists);
    this.getObjectAcl = new GetObjectAcl(agents);
    this.putObjectAcl = new PutObjectAcl(agents, lists);
    this.getBucketOwnershipControls = new GetBucketOwnershipControls(agents);
    this.putBucketOwnershipControls = new PutBucketOwnershipControls(agents, documents);
    this.deleteBucketOwnershipControls = new DeleteBucketOwnershipControls(agents);
    this.getPublicAccessBlock = new GetPublicAccessBlock(agents);
    this.putPublicAccessBlock = new PutPublicAccessBlock(agents, documents);
    this.deletePublicAccessBlock = new DeletePublicAccessBlock(agents);
    this.unsetConfigurations = new UnsetConfigurations(agents);
  }

  /**
   * Has a request decided before anything else is looked at, where the caller's own statements deny
   * it, or where its document would be read before the call that does it. Every other request is
   * decided by that call: a bucket's policy or lists may allow what no grant mentions.
   *
   * @throws StorageException {@code ACCESS_DENIED}
   */
  public void decideFirst(CallContext context, S3Request request) {
    List<Evaluation> evaluations = context.caller().evaluations();
    boolean denied = evaluations.stream().anyMatch(it -> it.outcome() == Evaluation.Verdict.DENY);
    boolean allowed = evaluations.stream().allMatch(Evaluation::allows);
    if (denied || (!allowed && readsDocumentFirst(request.operation()))) {
      decide(context, request);
    }
  }

  /** Not where the decision needs to know the document. */
  private static boolean readsDocumentFirst(S3Operation operation) {
    return switch (operation) {
      case CREATE_BUCKET, PUT_BUCKET_TAGGING, PUT_OBJECT_TAGGING -> false;
      case COPY_OBJECT,
          CREATE_MULTIPART_UPLOAD,
          POST_OBJECT,
          PUT_OBJECT,
          UPLOAD_PART,
          UPLOAD_PART_COPY ->
          false; // there is none
      default -> Set.of("PUT", "POST").contains(operation.method());
    };
  }

  /** Asks for the decision alone on a request that was understood; fails as below. */
  public void decide(CallContext context, S3Request request) {
    DecideResponse _ = decide(context, request.bucket(), request.key(), source(request));
  }

  /**
   * Whether the answer to a request says that its sender is charged for it. No agent is asked where
   * the sender does not agree to be.
   *
   * @throws StorageException {@code ACCESS_DENIED}
   */
  public boolean charges(CallContext context, S3Request request) {
    return context.caller().pays()
        && tellsCharge(request)
        && decide(context, request.bucket(), request.key(), source(request)).getRequesterCharged();
  }

  /** Operations on objects and listings do, but for those on tags. */
  private static boolean tellsCharge(S3Request request) {
    return switch (request.operation()) {
      case GET_OBJECT_TAGGING, PUT_OBJECT_TAGGING, DELETE_OBJECT_TAGGING -> false;
      case DELETE_OBJECTS, LIST_OBJECTS, LIST_OBJECTS_V2, LIST_MULTIPART_UPLOADS -> true;
      default -> request.key() != null;
    };
  }

  /**
   * Asks for the decision alone: returns where the caller may do what the evaluations of the
   * context are about. The agent of the bucket decides, which knows its policy; about a bucket that
   * none has, or that none is found to have while another agent is down, any agent that answers.
   *
   * @throws StorageException {@code ACCESS_DENIED}
   */
  public void decide(CallContext context, RequestSubject subject, @Nullable S3Request understood) {
    DecideResponse _ =
        decide(
            context,
            subject.bucket(),
            subject.key(),
            understood == null ? null : source(understood));
  }

  private DecideResponse decide(
      CallContext context,
      @Nullable BucketName bucket,
      @Nullable ObjectKey key,
      @Nullable CopySource source) {
    DecideRequest request =
        DecideRequest.newBuilder()
            .setBucket(bucket == null ? "" : bucket.value())
            .setKey(key == null ? "" : key.value())
            .setSourceBucket(source == null ? "" : source.bucket().value())
            .setSourceKey(source == null ? "" : source.key().value())
            .build();
    StorageException unanswered = null;
    for (AgentClient agent : deciders(context, bucket)) {
      try {
        return agent.call(context, AccessServiceGrpc.getDecideMethod(), request);
      } catch (StorageException e) {
        if (e.reason() == FailureReason.ACCESS_DENIED) {
          throw e;
        }
        unanswered = e;
      }
    }
    throw Objects.requireNonNull(unanswered, "a frontend has agents");
  }

  private static @Nullable CopySource source(S3Request request) {
    if (request instanceof ObjectRequest.CopyObject copy) {
      return copy.source();
    }
    return request instanceof UploadRequest.UploadPartCopy copy ? copy.source() : null;
  }

  private List<AgentClient> deciders(CallContext context, @Nullable BucketName bucket) {
    if (bucket == null) {
      return agents.namespaces();
    }
    try {
      return List.of(agents.of(OwnCalls.within(context), bucket));
    } catch (StorageException e) {
      return agents.namespaces();
    }
  }

  /** Answers a preflight, whose sender is nobody. */
  public S3Response preflight(S3Request.Preflight request) {
    return optionsObject.answer(request);
  }

  /** Answers a request of a caller who is known. The agent decides whether they may ask it. */
  public S3Response answer(S3Request request, RequestContext call) throws InterruptedException {
    if (request instanceof S3Request.OnBucket about
        && !(request instanceof BucketRequest.CreateBucket)) {
      ExpectedOwner.check(agents, call, about.bucket(), about.expectedOwner());
    }
    return switch (request) {
      case S3Request.ListBuckets it -> listBuckets.answer(it, call);
      case S3Request.Preflight it -> preflight(it);
      case S3Request.UnsetConfiguration it -> unsetConfigurations.answer(it, call);
      case S3Request.NotImplemented it ->
          throw new S3Exception(
              S3ErrorCode.NOT_IMPLEMENTED, it.operation().awsName() + " is not implemented.");
      case AclRequest.GetBucketAcl it -> getBucketAcl.answer(it, call);
      case AclRequest.PutBucketAcl it -> putBucketAcl.answer(it, call);
      case AclRequest.GetObjectAcl it -> getObjectAcl.answer(it, call);
      case AclRequest.PutObjectAcl it -> putObjectAcl.answer(it, call);
      case AclRequest.GetBucketOwnershipControls it -> getBucketOwnershipControls.answer(it, call);
      case AclRequest.PutBucketOwnershipControls it -> putBucketOwnershipControls.answer(it, call);
      case AclRequest.DeleteBucketOwnershipControls it ->
          deleteBucketOwnershipControls.answer(it, call);
      case AclRequest.GetPublicAccessBlock it -> getPublicAccessBlock.answer(it, call);
      case AclRequest.PutPublicAccessBlock it -> putPublicAccessBlock.answer(it, call);
      case AclRequest.DeletePublicAccessBlock it -> deletePublicAccessBlock.answer(it, call);
      case BucketRequest.CreateBucket it -> createBucket.answer(it, call);
      case BucketRequest.HeadBucket it -> headBucket.answer(it, call);
      case BucketRequest.DeleteBucket it -> deleteBucket.answer(it, call);
      case BucketRequest.GetBucketLocation it -> getBucketLocation.answer(it, call);
      case BucketRequest.PutBucketCors it -> putBucketCors.answer(it, call);
      case BucketRequest.GetBucketCors it -> getBucketCors.answer(it, call);
      case BucketRequest.DeleteBucketCors it -> deleteBucketCors.answer(it, call);
      case BucketRequest.GetBucketTagging it -> getBucketTagging.answer(it, call);
      case BucketRequest.PutBucketTagging it -> putBucketTagging.answer(it, call);
      case BucketRequest.DeleteBucketTagging it -> deleteBucketTagging.answer(it, call);
      case BucketRequest.GetBucketRequestPayment it -> getBucketRequestPayment.answer(it, call);
      case BucketRequest.PutBucketRequestPayment it -> putBucketRequestPayment.answer(it, call);
      case BucketRequest.GetBucketAccelerateConfiguration it ->
          getBucketAccelerateConfiguration.answer(it, call);
      case BucketRequest.PutBucketAccelerateConfiguration it ->
          putBucketAccelerateConfiguration.answer(it, call);
      case BucketRequest.DeleteObjects it -> deleteObjects.answer(it, call);
      case BucketRequest.PutBucketPolicy it -> putBucketPolicy.answer(it, call);
      case BucketRequest.GetBucketPolicy it -> getBucketPolicy.answer(it, call);
      case BucketRequest.GetBucketPolicyStatus it -> getBucketPolicyStatus.answer(it, call);
      case BucketRequest.DeleteBucketPolicy it -> deleteBucketPolicy.answer(it, call);
      case BucketRequest.ListObjects it -> listObjects.answer(it, call);
      case BucketRequest.ListObjectsV2 it -> listObjectsV2.answer(it, call);
      case BucketRequest.ListMultipartUploads it -> listMultipartUploads.answer(it, call);
      case ObjectRequest.PutObject it -> putObject.answer(it, call);
      case ObjectRequest.PostObject it -> postObject.answer(it, call);
      case ObjectRequest.GetObject it -> getObject.answer(it, call);
      case ObjectRequest.HeadObject it -> headObject.answer(it, call);
      case ObjectRequest.DeleteObject it -> deleteObject.answer(it, call);
      case ObjectRequest.CopyObject it -> copyObject.answer(it, call);
      case ObjectRequest.GetObjectAttributes it -> getObjectAttributes.answer(it, call);
      case ObjectRequest.GetObjectTagging it -> getObjectTagging.answer(it, call);
      case ObjectRequest.PutObjectTagging it -> putObjectTagging.answer(it, call);
      case ObjectRequest.DeleteObjectTagging it -> deleteObjectTagging.answer(it, call);
      case UploadRequest.CreateMultipartUpload it -> createMultipartUpload.answer(it, call);
      case UploadRequest.UploadPart it -> uploadPart.answer(it, call);
      case UploadRequest.UploadPartCopy it -> uploadPartCopy.answer(it, call);
      case UploadRequest.ListParts it -> listParts.answer(it, call);
      case UploadRequest.CompleteMultipartUpload it -> completeMultipartUpload.answer(it, call);
      case UploadRequest.AbortMultipartUpload it -> abortMultipartUpload.answer(it, call);
    };
  }
}
