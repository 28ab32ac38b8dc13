package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Resource;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tags of objects. Asserts AWS's behaviour: "Categorizing your objects using tags",
 * AmazonS3/latest/userguide/object-tagging.html.
 */
abstract class TagsContract extends StoreContract {
  private static final TagSet RED = tags("team", "red", "a", "");
  private static final TagSet BLUE = tags("b", "2", "a", "1", "B", "3");
  private static final ObjectMetadata METADATA =
      ObjectMetadata.of(ContentHeaders.NONE.withContentType("text/own"), Map.of("name", "value"));

  TagsContract(Opener opener) {
    super(opener);
  }

  @Test
  void tagsOfAPut_areKeptInTheirOrder() {
    ObjectInfo stored = putTagged("dir/key", BLUE);

    assertThat(stored.metadata().tags()).isEqualTo(BLUE);
    assertThat(head("dir/key")).isEqualTo(stored);
    assertThat(tagsOf("dir/key").tags()).isEqualTo(BLUE.tags());
  }

  @Test
  void objectThatTakesThePlaceOfATaggedOne_hasItsOwnTags() {
    putTagged("key", RED);
    put("key", "text");

    assertThat(tagsOf("key")).isEqualTo(TagSet.NONE);
    delete("key");
    put("key", "text");
    assertThat(tagsOf("key")).isEqualTo(TagSet.NONE);
  }

  @Test
  void replacedTags_areAllThatChanges() {
    ObjectInfo before = putTagged("key", RED);

    ObjectInfo changed = store.replaceTags(BOB, BUCKET, key("key"), BLUE);

    assertThat(changed).isEqualTo(with(before, BLUE));
    assertThat(head("key")).isEqualTo(changed);
    assertThat(read("key")).isEqualTo("text".getBytes(UTF_8));
    assertThat(list("", "").objects())
        .singleElement()
        .extracting(ObjectInfo::etag, ObjectInfo::lastModified)
        .containsExactly(before.etag(), before.lastModified());
    assertThat(store.replaceTags(ALICE, BUCKET, key("key"), TagSet.NONE))
        .isEqualTo(with(before, TagSet.NONE));
    assertThat(head("key")).isEqualTo(with(before, TagSet.NONE));
  }

  @Test
  void folderObject_hasTags() {
    ObjectInfo before = put("folder/", "");

    store.replaceTags(ALICE, BUCKET, key("folder/"), RED);

    assertThat(head("folder/")).isEqualTo(with(before, RED));
  }

  @Test
  void missingObject_hasNoTagsToReplace() {
    assertThat(failureOf(() -> store.replaceTags(ALICE, BUCKET, key("key"), RED)).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
    put("key/below", "text");
    assertThat(failureOf(() -> store.replaceTags(ALICE, BUCKET, key("key"), RED)).reason())
        .isEqualTo(FailureReason.OBJECT_NOT_FOUND);
  }

  @Test
  void copy_hasTheTagsOfItsSource() {
    putTagged("from", RED);

    assertThat(copy("to", null, null).metadata()).isEqualTo(METADATA.withTags(RED));
    assertThat(head("to").metadata()).isEqualTo(METADATA.withTags(RED));
  }

  /** Their number shows only to who may read them: "GetObject", AmazonS3/latest/API. */
  @Test
  void tags_showToWhoMayGetThem() {
    putTagged("key", RED);
    ReadRequest read = new ReadRequest(BUCKET, key("key"), ReadConditions.NONE, Selection.ALL);

    assertThat(store.headObject(reader(Verdict.ALLOW), read).info().metadata().tags())
        .isEqualTo(RED);
    assertThat(store.headObject(reader(Verdict.SILENT), read).info().metadata().tags())
        .isEqualTo(TagSet.NONE);
    CallContext asksForThem =
        caller(
            List.of(evaluation("s3:GetObjectTagging", Resource.TARGET, Verdict.ALLOW)), List.of());
    assertThat(store.headObject(asksForThem, read).info().metadata().tags()).isEqualTo(RED);
  }

  private static CallContext reader(Verdict tags) {
    return caller(
        List.of(evaluation("s3:GetObject", Resource.TARGET, Verdict.ALLOW)),
        List.of(evaluation("s3:GetObjectTagging", Resource.TARGET, tags)));
  }

  /**
   * A copy that takes tags over needs to get and to put them: "CopyObject", AmazonS3/latest/API.
   */
  @ParameterizedTest
  @CsvSource({"ALLOW, ALLOW, true", "SILENT, ALLOW, false", "ALLOW, SILENT, false"})
  void copy_takesTagsOverForWhoMayGetAndPutThem(Verdict get, Verdict put, boolean may) {
    putTagged("from", RED);
    CallContext caller =
        caller(
            List.of(
                evaluation("s3:PutObject", Resource.TARGET, Verdict.ALLOW),
                evaluation("s3:GetObject", Resource.SOURCE, Verdict.ALLOW)),
            List.of(
                evaluation("s3:GetObjectTagging", Resource.SOURCE, get),
                evaluation("s3:PutObjectTagging", Resource.TARGET, put)));
    CopyRequest withTags = copyRequest("to", null, null);

    if (may) {
      assertThat(store.copyObject(caller, withTags).metadata().tags()).isEqualTo(RED);
    } else {
      assertThat(failureOf(() -> store.copyObject(caller, withTags)).reason())
          .isEqualTo(FailureReason.ACCESS_DENIED);
    }
    assertThat(store.copyObject(caller, copyRequest("to", null, BLUE)).metadata().tags())
        .isEqualTo(BLUE);
  }

  private static Evaluation evaluation(String action, Resource resource, Verdict verdict) {
    return new Evaluation(action, resource, verdict);
  }

  private static CallContext caller(List<Evaluation> evaluations, List<Evaluation> disclosures) {
    return new CallContext(
        new Caller(
            Caller.Kind.IDENTITY,
            ALICE.principal(),
            "alice",
            "",
            false,
            Map.of(),
            evaluations,
            disclosures),
        "request",
        null);
  }

  /** Metadata and tags have a directive each. */
  @Test
  void copy_takesMetadataAndTagsApart() {
    putTagged("from", RED);
    ObjectMetadata other = ObjectMetadata.of(METADATA.headers(), Map.of("other", "1"));

    assertThat(copy("to", other, null).metadata()).isEqualTo(other.withTags(RED));
    assertThat(copy("to", other.withTags(BLUE), null).metadata()).isEqualTo(other.withTags(RED));
    assertThat(copy("to", null, BLUE).metadata()).isEqualTo(METADATA.withTags(BLUE));
    assertThat(copy("to", other, BLUE).metadata()).isEqualTo(other.withTags(BLUE));
    assertThat(copy("to", null, TagSet.NONE).metadata()).isEqualTo(METADATA);
    assertThat(head("to").metadata()).isEqualTo(METADATA);
    assertThat(tagsOf("from")).isEqualTo(RED);
  }

  @Test
  void copyOntoItself_keepsItsTags() {
    putTagged("from", RED);
    ObjectMetadata other = ObjectMetadata.of(METADATA.headers(), Map.of("other", "1"));

    assertThat(copy("from", other, null).metadata()).isEqualTo(other.withTags(RED));
    assertThat(head("from").metadata()).isEqualTo(other.withTags(RED));
    assertThat(copy("from", other, BLUE).metadata()).isEqualTo(other.withTags(BLUE));
  }

  @Test
  void completion_hasTheTagsOfItsUpload() {
    Uploading upload =
        Uploading.begin(
            store, new UploadRequest(BUCKET, key("key"), METADATA.withTags(BLUE), null, null));

    ObjectInfo completed = upload.complete(upload.part(1, bytes(100, 1)));

    assertThat(completed.metadata()).isEqualTo(METADATA.withTags(BLUE));
    assertThat(head("key")).isEqualTo(completed);
  }

  /** The answer is what it was, the object has what came since. */
  @Test
  void completionAskedForAgain_changesNoTags() {
    Uploading upload =
        Uploading.begin(
            store, new UploadRequest(BUCKET, key("key"), METADATA.withTags(BLUE), null, null));
    var part = upload.part(1, bytes(100, 1));
    upload.complete(part);
    store.replaceTags(ALICE, BUCKET, key("key"), RED);

    upload.complete(part);

    assertThat(tagsOf("key")).isEqualTo(RED);
  }

  @Test
  void fileChangedFromOutside_keepsItsTags() {
    putTagged("key", RED);

    tested.writeFromOutside(BUCKET, key("key"), "newer".getBytes(UTF_8));

    assertThat(tagsOf("key")).isEqualTo(RED);
    ObjectInfo before = head("key");
    assertThat(store.replaceTags(ALICE, BUCKET, key("key"), BLUE)).isEqualTo(with(before, BLUE));
    assertThat(head("key")).isEqualTo(with(before, BLUE));
  }

  /** Ours: it stays a file from outside, without an owner. */
  @Test
  void fileFromOutside_getsTags() {
    tested.writeFromOutside(BUCKET, key("page.html"), "<p>".getBytes(UTF_8));
    ObjectInfo before = head("page.html");

    ObjectInfo changed = store.replaceTags(ALICE, BUCKET, key("page.html"), RED);

    assertThat(changed).isEqualTo(with(before, RED));
    assertThat(head("page.html")).isEqualTo(changed);
    assertThat(changed.metadata().headers().contentType()).isEqualTo("text/html");
    assertThat(changed.owner()).isEqualTo(ALICE.principal()); // the bucket's
  }

  @Test
  void mostAndLongestTags_areKept() {
    TagSet most =
        new TagSet(
            IntStream.rangeClosed(1, TagSet.MAX_OF_OBJECT)
                .mapToObj(
                    i -> new Tag("é".repeat(Tag.MAX_KEY - 2) + (20 - i), "漢".repeat(Tag.MAX_VALUE)))
                .toList());

    assertThat(putTagged("put", most).metadata().tags()).isEqualTo(most);
    put("key", "text");
    store.replaceTags(ALICE, BUCKET, key("key"), most);

    assertThat(tagsOf("put")).isEqualTo(most);
    assertThat(tagsOf("key")).isEqualTo(most);
    store.replaceTags(ALICE, BUCKET, key("key"), RED);
    assertThat(tagsOf("key")).isEqualTo(RED);
  }

  @Test
  void oneTagMore_isTooMany() {
    TagSet eleven =
        new TagSet(IntStream.rangeClosed(1, 11).mapToObj(i -> new Tag("k" + i, "")).toList());
    put("from", "text");

    assertThat(failureOf(() -> putTagged("key", eleven)).reason())
        .isEqualTo(FailureReason.TAGS_TOO_MANY);
    assertThat(failureOf(() -> copy("key", null, eleven)).reason())
        .isEqualTo(FailureReason.TAGS_TOO_MANY);
    assertThat(
            failureOf(
                    () ->
                        store.createUpload(
                            ALICE,
                            new UploadRequest(
                                BUCKET, key("key"), METADATA.withTags(eleven), null, null)))
                .reason())
        .isEqualTo(FailureReason.TAGS_TOO_MANY);
    assertThat(failureOf(() -> store.replaceTags(ALICE, BUCKET, key("from"), eleven)).reason())
        .isEqualTo(FailureReason.TAGS_TOO_MANY);
    assertThat(list("key", "").objects()).isEmpty();
    assertThat(tagsOf("from")).isEqualTo(TagSet.NONE);
  }

  private ObjectInfo putTagged(String key, TagSet tags) {
    return put(
        new PutRequest(
            BUCKET,
            key(key),
            4,
            METADATA.withTags(tags),
            ChecksumAlgorithm.CRC32,
            WriteConditions.NONE),
        "text".getBytes(UTF_8));
  }

  private ObjectInfo copy(String to, @Nullable ObjectMetadata metadata, @Nullable TagSet tags) {
    return store.copyObject(ALICE, copyRequest(to, metadata, tags));
  }

  private CopyRequest copyRequest(
      String to, @Nullable ObjectMetadata metadata, @Nullable TagSet tags) {
    return new CopyRequest(
        new CopySource(BUCKET, key("from"), ReadConditions.NONE),
        BUCKET,
        key(to),
        metadata,
        tags,
        null,
        WriteConditions.NONE);
  }

  private TagSet tagsOf(String key) {
    return head(key).metadata().tags();
  }

  private static ObjectInfo with(ObjectInfo info, TagSet tags) {
    return new ObjectInfo(
        info.key(),
        info.size(),
        info.etag(),
        info.lastModified(),
        info.metadata().withTags(tags),
        info.checksum(),
        info.owner(),
        info.parts());
  }

  private static TagSet tags(String... keysAndValues) {
    return new TagSet(
        IntStream.range(0, keysAndValues.length / 2)
            .mapToObj(i -> new Tag(keysAndValues[2 * i], keysAndValues[2 * i + 1]))
            .toList());
  }
}
