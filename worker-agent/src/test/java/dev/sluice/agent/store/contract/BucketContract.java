package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectStore.BucketPage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.v1.FailureReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buckets. */
abstract class BucketContract extends StoreContract {
  private static final BucketName OTHER = new BucketName("bucket-two");

  BucketContract(Opener opener) {
    super(opener);
  }

  @Test
  void createdBucket_isThereAndBelongsToItsMaker() {
    BucketRecord made = store.createBucket(BOB, OTHER);

    assertThat(store.getBucket(ALICE, OTHER)).isEqualTo(made);
    assertThat(made.owner()).isEqualTo(BOB.principal());
  }

  @Test
  void regionOfABucket_isTheOneThatItsMakerNamed() {
    store.createBucket(BOB, new CreationRequest(OTHER, new Region("eu-west-1"), TagSet.NONE));

    assertThat(store.getBucket(ALICE, OTHER).region()).isEqualTo(new Region("eu-west-1"));
    assertThat(store.getBucket(ALICE, BUCKET).region()).isEqualTo(Region.US_EAST_1);
    assertThat(store.listBuckets(ALICE, "", "", 10).buckets())
        .extracting(named -> named.bucket().region().name())
        .containsExactly("us-east-1", "eu-west-1");
  }

  @Test
  void tagsOfABucket_areThoseThatItsMakerGave() {
    TagSet tags = new TagSet(List.of(new Tag("b", "1"), new Tag("a", "")));

    BucketRecord made = store.createBucket(BOB, new CreationRequest(OTHER, Region.US_EAST_1, tags));

    assertThat(made.settings().tags()).isEqualTo(tags);
    assertThat(store.getBucket(ALICE, OTHER)).isEqualTo(made);
    assertThat(store.replaceSettings(BOB, OTHER, BucketSettings.NONE, made.generation()))
        .isEqualTo(store.getBucket(ALICE, OTHER));
  }

  @Test
  void createAgain_isRefusedByOwnership() {
    assertThat(failureOf(() -> store.createBucket(ALICE, BUCKET)).reason())
        .isEqualTo(FailureReason.BUCKET_ALREADY_OWNED);
    assertThat(failureOf(() -> store.createBucket(BOB, BUCKET)).reason())
        .isEqualTo(FailureReason.BUCKET_ALREADY_EXISTS);
  }

  @Test
  void missingBucket_isNotFoundByAnyCall() {
    assertThat(failureOf(() -> store.getBucket(ALICE, OTHER)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> store.deleteBucket(ALICE, OTHER)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    store.deleteBucket(ALICE, BUCKET);
    assertThat(failureOf(() -> put("key", "text")).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> read("key")).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> head("key")).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> list("", "")).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> delete("key")).reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(failureOf(() -> store.createUpload(ALICE, upload())).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void list_pagesInByteOrder() {
    for (String name : List.of("b-2", "b-10", "b-1", "c-1", "b.0")) {
      store.createBucket(ALICE, new BucketName(name + "x"));
    }

    BucketPage first = store.listBuckets(ALICE, "b-", "", 2);
    BucketPage second = store.listBuckets(ALICE, "b-", "b-1x", 2);

    assertThat(names(first)).containsExactly("b-10x", "b-1x");
    assertThat(first.truncated()).isTrue();
    assertThat(names(second)).containsExactly("b-2x");
    assertThat(second.truncated()).isFalse();
    assertThat(names(store.listBuckets(ALICE, "", "", 10_000)))
        .containsExactly("b-10x", "b-1x", "b-2x", "b.0x", BUCKET.value(), "c-1x");
  }

  @Test
  void list_withIllegalLimit_isRefused() {
    // 0 is not tried: in a message it means that no limit was stated
    assertThat(failureOf(() -> store.listBuckets(ALICE, "", "", -1)).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
    assertThat(failureOf(() -> store.listBuckets(ALICE, "", "", 10_001)).reason())
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
  }

  @Test
  void delete_ofBucketWithObject_isRefused() {
    put("a/b", "text");

    assertThat(failureOf(() -> store.deleteBucket(ALICE, BUCKET)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_EMPTY);
    assertThat(read("a/b")).isNotEmpty();

    delete("a/b");
    store.deleteBucket(ALICE, BUCKET);
    assertThat(names(store.listBuckets(ALICE, "", "", 10))).isEmpty();
  }

  @Test
  void delete_dropsUnfinishedUploads() {
    store.createUpload(ALICE, upload());

    store.deleteBucket(ALICE, BUCKET);

    store.createBucket(ALICE, BUCKET);
    assertThat(UploadListingContract.page(store, "", "", "", "", 10).uploads()).isEmpty();
  }

  @Test
  void directoryFromOutside_isBucketOfNobody() {
    tested.makeBucketFromOutside(OTHER);

    assertThat(store.getBucket(ALICE, OTHER).owner()).isNull();
    assertThat(names(store.listBuckets(ALICE, "", "", 10)))
        .containsExactly(BUCKET.value(), OTHER.value());
    assertThat(failureOf(() -> store.createBucket(ALICE, OTHER)).reason())
        .isEqualTo(FailureReason.BUCKET_ALREADY_OWNED);
  }

  private static UploadRequest upload() {
    return new UploadRequest(BUCKET, key("key"), ObjectMetadata.NONE, null, null);
  }

  private static List<String> names(BucketPage page) {
    return page.buckets().stream().map(bucket -> bucket.name().value()).toList();
  }
}
