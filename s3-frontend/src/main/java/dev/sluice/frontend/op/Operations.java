package dev.sluice.frontend.op;

import dev.sluice.common.model.Region;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.UploadRequest;
import dev.sluice.frontend.xml.S3Xml;
import org.jspecify.annotations.Nullable;

/** Every operation, and the switch from a request to the one that answers it. */
public final class Operations {
  private final WorkerDirectory workers;
  private final ListBuckets listBuckets;
  private final CreateBucket createBucket;
  private final HeadBucket headBucket;
  private final DeleteBucket deleteBucket;
  private final GetBucketLocation getBucketLocation;
  private final DeleteObjects deleteObjects;
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
  private final CreateMultipartUpload createMultipartUpload;
  private final UploadPart uploadPart;
  private final UploadPartCopy uploadPartCopy;
  private final ListParts listParts;
  private final CompleteMultipartUpload completeMultipartUpload;
  private final AbortMultipartUpload abortMultipartUpload;
  private final UnsetConfigurations unsetConfigurations;

  /**
   * The operations.
   *
   * @param buffers memory for bodies under way
   * @param documentMemory memory for documents in requests
   * @param region that buckets are in; null: each in its own
   */
  public Operations(
      WorkerDirectory workers,
      BufferPool buffers,
      S3Xml xml,
      DocumentMemory documentMemory,
      @Nullable Region region) {
    DocumentBody documents = new DocumentBody(xml, documentMemory);
    BucketRegions regions = new BucketRegions(region);
    this.workers = workers;
    this.listBuckets = new ListBuckets(workers, regions);
    this.createBucket = new CreateBucket(workers, documents, regions);
    this.headBucket = new HeadBucket(workers, regions);
    this.deleteBucket = new DeleteBucket(workers);
    this.getBucketLocation = new GetBucketLocation(workers, regions);
    this.deleteObjects = new DeleteObjects(workers, documents);
    this.listObjects = new ListObjects(workers);
    this.listObjectsV2 = new ListObjectsV2(workers);
    this.listMultipartUploads = new ListMultipartUploads(workers);
    this.putObject = new PutObject(workers, buffers);
    this.postObject = new PostObject(workers, buffers);
    this.getObject = new GetObject(workers, buffers);
    this.headObject = new HeadObject(workers);
    this.deleteObject = new DeleteObject(workers);
    this.copyObject = new CopyObject(workers);
    this.getObjectAttributes = new GetObjectAttributes(workers);
    this.createMultipartUpload = new CreateMultipartUpload(workers);
    this.uploadPart = new UploadPart(workers, buffers);
    this.uploadPartCopy = new UploadPartCopy(workers);
    this.listParts = new ListParts(workers);
    this.completeMultipartUpload = new CompleteMultipartUpload(workers, documents);
    this.abortMultipartUpload = new AbortMultipartUpload(workers);
    this.unsetConfigurations = new UnsetConfigurations(workers);
  }

  /** Answers a request whose caller is known and may ask it. */
  public S3Response answer(S3Request request, S3Call call) throws InterruptedException {
    if (request instanceof S3Request.OnBucket about
        && !(request instanceof BucketRequest.CreateBucket)) {
      ExpectedOwner.check(workers, call, about.bucket(), about.expectedOwner());
    }
    return switch (request) {
      case S3Request.ListBuckets it -> listBuckets.answer(it, call);
      case S3Request.UnsetConfiguration it -> unsetConfigurations.answer(it, call);
      case S3Request.NotImplemented it ->
          throw new S3Exception(
              S3ErrorCode.NOT_IMPLEMENTED, it.operation().awsName() + " is not implemented.");
      case BucketRequest.CreateBucket it -> createBucket.answer(it, call);
      case BucketRequest.HeadBucket it -> headBucket.answer(it, call);
      case BucketRequest.DeleteBucket it -> deleteBucket.answer(it, call);
      case BucketRequest.GetBucketLocation it -> getBucketLocation.answer(it, call);
      case BucketRequest.DeleteObjects it -> deleteObjects.answer(it, call);
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
      case UploadRequest.CreateMultipartUpload it -> createMultipartUpload.answer(it, call);
      case UploadRequest.UploadPart it -> uploadPart.answer(it, call);
      case UploadRequest.UploadPartCopy it -> uploadPartCopy.answer(it, call);
      case UploadRequest.ListParts it -> listParts.answer(it, call);
      case UploadRequest.CompleteMultipartUpload it -> completeMultipartUpload.answer(it, call);
      case UploadRequest.AbortMultipartUpload it -> abortMultipartUpload.answer(it, call);
    };
  }
}
