package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CountBucketRequest;
import dev.sluice.v1.CountBucketResponse;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateBucketResponse;
import dev.sluice.v1.DeleteBucketRequest;
import dev.sluice.v1.DeleteBucketResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.GetBucketUsageRequest;
import dev.sluice.v1.GetBucketUsageResponse;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import dev.sluice.v1.ReplaceBucketAclRequest;
import dev.sluice.v1.ReplaceBucketAclResponse;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.ReplaceBucketSettingsResponse;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** Serves {@code sluice.v1.BucketService}. */
public final class BucketService {
  /** The page size for {@code max_buckets} 0. */
  private static final int DEFAULT_PAGE = 10_000;

  /** Most patterns of names that one call is granted. */
  private static final int MOST_PATTERNS = 1_000;

  /** Longest pattern, characters: as long as a name. */
  private static final int LONGEST_PATTERN = 63;

  private final ServiceContext serving;
  private final ObjectStore store;

  /** The service over a store. */
  public BucketService(ServiceContext serving) {
    this.serving = serving;
    this.store = serving.store();
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(BucketServiceGrpc.getServiceDescriptor(), serving)
        .unary(BucketServiceGrpc.getCreateBucketMethod(), this::create)
        .unary(BucketServiceGrpc.getGetBucketMethod(), this::get)
        .unary(BucketServiceGrpc.getListBucketsMethod(), this::list)
        .unary(BucketServiceGrpc.getGetBucketSettingsMethod(), this::settings)
        .unary(BucketServiceGrpc.getReplaceBucketSettingsMethod(), this::replaceSettings)
        .unary(BucketServiceGrpc.getReplaceBucketAclMethod(), this::replaceAcl)
        .longUnary(BucketServiceGrpc.getDeleteBucketMethod(), this::delete)
        .unary(BucketServiceGrpc.getGetBucketUsageMethod(), this::usage)
        .longUnary(BucketServiceGrpc.getCountBucketMethod(), this::count)
        .build();
  }

  private CreateBucketResponse create(CallContext context, CreateBucketRequest request) {
    BucketName name = new BucketName(request.getBucket());
    Region region =
        request.getRegion().isEmpty() ? Region.US_EAST_1 : new Region(request.getRegion());
    return CreateBucketResponse.newBuilder()
        .setBucket(
            answer(
                name,
                store.createBucket(
                    context,
                    new CreationRequest(
                        name,
                        region,
                        WireTags.toModel(request.getTagsList()),
                        WireAcl.toModel(request.getAcl()),
                        WireAcl.toModel(request.getObjectOwnership())))))
        .build();
  }

  private Bucket answer(BucketName name, BucketRecord bucket) {
    return StoreAnswers.bucket(name, bucket, store.defaults().ownership());
  }

  private GetBucketResponse get(CallContext context, GetBucketRequest request) {
    BucketName name = new BucketName(request.getBucket());
    return GetBucketResponse.newBuilder()
        .setBucket(answer(name, store.getBucket(context, name)))
        .build();
  }

  private GetBucketSettingsResponse settings(
      CallContext context, GetBucketSettingsRequest request) {
    return SettingsMessages.response(store.getBucket(context, new BucketName(request.getBucket())));
  }

  private ReplaceBucketSettingsResponse replaceSettings(
      CallContext context, ReplaceBucketSettingsRequest request) {
    BucketName name = new BucketName(request.getBucket());
    // Whoever may not change them is not told what is wrong with them.
    store.decide(context, new AccessRequest(new AccessRequest.Place(name, null), null));
    BucketRecord replaced =
        store.replaceSettings(
            context,
            name,
            SettingsMessages.toModel(request.getSettings()),
            request.getExpectedGeneration());
    return ReplaceBucketSettingsResponse.newBuilder().setGeneration(replaced.generation()).build();
  }

  private ReplaceBucketAclResponse replaceAcl(
      CallContext context, ReplaceBucketAclRequest request) {
    BucketRecord _ =
        store.replaceBucketAcl(
            context,
            new BucketName(request.getBucket()),
            WireAcl.toModel(request.getAcl()),
            StoreRequests.orNull(request.getExpectedOwner()));
    return ReplaceBucketAclResponse.getDefaultInstance();
  }

  private ListBucketsResponse list(CallContext context, ListBucketsRequest request) {
    ObjectStore.BucketPage page =
        store.listBuckets(
            context,
            request.getPrefix(),
            request.getStartAfter(),
            request.getMaxBuckets() == 0 ? DEFAULT_PAGE : request.getMaxBuckets(),
            granted(request));
    ListBucketsResponse.Builder answer =
        ListBucketsResponse.newBuilder().setTruncated(page.truncated());
    page.buckets().forEach(named -> answer.addBuckets(answer(named.name(), named.bucket())));
    return answer.build();
  }

  private static List<Wildcard> granted(ListBucketsRequest request) {
    if (request.getGrantedCount() > MOST_PATTERNS) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "granted: " + request.getGrantedCount() + " (expected: at most " + MOST_PATTERNS + ")");
    }
    for (String pattern : request.getGrantedList()) {
      if (pattern.length() > LONGEST_PATTERN) {
        throw new StorageException(
            FailureReason.ARGUMENT_INVALID,
            "granted: a pattern of %d characters (expected: at most %d)"
                .formatted(pattern.length(), LONGEST_PATTERN));
      }
    }
    return request.getGrantedList().stream().map(Wildcard::new).toList();
  }

  private GetBucketUsageResponse usage(CallContext context, GetBucketUsageRequest request) {
    Decision.ofAdministration(context.caller()).require();
    GetBucketUsageResponse.Builder answer = GetBucketUsageResponse.newBuilder();
    store
        .bucketUsage(context, new BucketName(request.getBucket()))
        .ifPresent(usage -> answer.setUsage(UsageMessages.toProto(usage)));
    return answer.build();
  }

  private CountBucketResponse count(CallContext context, CountBucketRequest request) {
    Decision.ofAdministration(context.caller()).require();
    CountBucketResponse.Builder answer = CountBucketResponse.newBuilder();
    store
        .countBucket(context, new BucketName(request.getBucket()))
        .ifPresent(usage -> answer.setUsage(UsageMessages.toProto(usage)));
    return answer.build();
  }

  private DeleteBucketResponse delete(CallContext context, DeleteBucketRequest request) {
    store.deleteBucket(context, new BucketName(request.getBucket()));
    return DeleteBucketResponse.getDefaultInstance();
  }
}
