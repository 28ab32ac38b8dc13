package dev.sluice.frontend.auth.permission;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyKind;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
  private static final BucketName PHOTOS = new BucketName("photos");

  private static Identity granted(String actions, String resources) {
    List<Wildcard> patterns =
        Arrays.stream(actions.toLowerCase(Locale.ROOT).split(" ", -1)).map(Wildcard::new).toList();
    List<ResourcePattern> where =
        Arrays.stream(resources.split(" ", -1))
            .map(text -> requireNonNull(ResourcePattern.parse(text)))
            .toList();
    return user(List.of(new Grant(patterns, where)), null);
  }

  private static Identity user(List<Grant> grants, @Nullable PolicyDocument statements) {
    return Identity.user("AK", new Principal("id", "name"), "ann", grants, statements);
  }

  private static RequestPermissions permissions(Identity identity) {
    return new RequestPermissions(identity, "", false, Map.of(), Instant.EPOCH);
  }

  private static boolean allows(Identity identity, S3Request request) {
    List<Evaluation> evaluations = permissions(identity).caller(request).evaluations();
    assertThat(evaluations.isEmpty()).isEqualTo(request.operation().permission().isEmpty());
    return evaluations.stream().allMatch(Evaluation::allows);
  }

  private static S3Request list(String prefix) {
    return new BucketRequest.ListMultipartUploads(PHOTOS, null, prefix, "", "", "", 1000, false);
  }

  private static S3Request.UnsetConfiguration tagging(String key) {
    return new S3Request.UnsetConfiguration(
        S3Operation.GET_OBJECT_TAGGING, PHOTOS, new ObjectKey(key), null);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:*, photos, true, true, true, true",
    "*, *, true, true, true, true",
    "s3:*, photo*, true, true, true, true",
    "s3:*, photos/*, false, true, true, true",
    "s3:*, photos/2026/*, false, false, true, true",
    "s3:*, photos/2026/a, false, false, false, true",
    "s3:*, photos/2026/b, false, false, false, false",
    "s3:*, other, false, false, false, false",
    "s3:GetObjectTagging, photos, false, false, false, true",
    "s3:ListBucketMultipartUploads, photos, false, true, true, false",
    "s3:CreateBucket, photos, true, false, false, false",
  })
  void grant_reachesAsFarAsItsResources(
      String actions,
      String resources,
      boolean create,
      boolean list,
      boolean listPrefix,
      boolean item) {
    Identity identity = granted(actions, resources);
    assertThat(allows(identity, new BucketRequest.CreateBucket(PHOTOS, null, null, null)))
        .isEqualTo(create);
    assertThat(allows(identity, list(""))).isEqualTo(list);
    assertThat(allows(identity, list("2026/x"))).isEqualTo(listPrefix);
    assertThat(allows(identity, tagging("2026/a"))).isEqualTo(item);
  }

  @Test
  void nothingGranted_isNothingAllowed() {
    Identity nobody = user(List.of(), null);
    assertThat(allows(nobody, new S3Request.ListBuckets("", null, 10000, false, null))).isFalse();
    assertThat(allows(nobody, tagging("a"))).isFalse();
    assertThat(permissions(nobody).buckets()).isEmpty();
    assertThat(mayDelete(nobody, "a")).isFalse();
  }

  @Test
  void listOfBuckets_showsThoseThatGrantsAreAbout() {
    Identity identity = granted("s3:*", "photos/2026/*");
    assertThat(allows(identity, new S3Request.ListBuckets("", null, 10000, false, null))).isTrue();
    assertThat(permissions(identity).buckets()).containsExactly("photos");
    assertThat(permissions(granted("s3:*", "photos/2026/* photos log*")).buckets())
        .containsExactly("photos", "log*");
  }

  @Test
  void deletionOfSeveral_isDecidedForEach() {
    Identity identity = granted("s3:DeleteObject", "photos/tmp/*");
    assertThat(allows(identity, new BucketRequest.DeleteObjects(PHOTOS, null))).isTrue();
    assertThat(mayDelete(identity, "tmp/a")).isTrue();
    assertThat(mayDelete(identity, "a")).isFalse();
    S3Request elsewhere = new BucketRequest.DeleteObjects(new BucketName("other"), null);
    assertThat(allows(identity, elsewhere)).isFalse();
  }

  /** A statement may be about some objects of a bucket, which no name of all of them shows. */
  @Test
  void deletionOfSeveralByStatements_isDecidedForEach() throws Exception {
    Identity identity =
        user(
            List.of(),
            PolicyDocument.parse(
                """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:DeleteObject",
                   "Resource": "arn:aws:s3:::photos/tmp/*"}]}
                """,
                PolicyKind.identity()));
    assertThat(allows(identity, new BucketRequest.DeleteObjects(PHOTOS, null))).isTrue();
    assertThat(mayDelete(identity, "tmp/a")).isTrue();
    assertThat(mayDelete(identity, "a")).isFalse();
  }

  @Test
  void deletionOfSeveral_isDeniedForThoseThatAStatementDenies() throws Exception {
    Identity identity =
        user(
            List.of(),
            PolicyDocument.parse(
                """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "s3:DeleteObject",
                   "NotResource": "arn:aws:s3:::photos/tmp/*"}]}
                """,
                PolicyKind.identity()));
    assertThat(allows(identity, new BucketRequest.DeleteObjects(PHOTOS, null))).isTrue();
    assertThat(mayDelete(identity, "tmp/a")).isTrue();
    assertThat(mayDelete(identity, "a")).isFalse();
  }

  /** As of DeleteObject: on condition of a tag, s3:GetObject tells what is there. */
  @Test
  void deletionOnCondition_needsToReadToo() {
    WriteConditions tag =
        new WriteConditions(new EtagCondition(false, List.of(ETag.parse("abc"))), null, null, null);
    WriteConditions any = new WriteConditions(EtagCondition.ANY, null, null, null);
    ObjectKey key = new ObjectKey("a");
    Identity deleter = granted("s3:DeleteObject", "photos");
    Identity reader = granted("s3:DeleteObject s3:GetObject", "photos");

    assertThat(mayDelete(deleter, key, any)).isTrue();
    assertThat(mayDelete(deleter, key, tag)).isFalse();
    assertThat(mayDelete(reader, key, tag)).isTrue();
  }

  @Test
  void absenceOfAKey_isHeardByWhoMayListIt() {
    Identity identity = granted("s3:ListBucket", "photos/2026/*");
    assertThat(mayHearOf(identity, "2026/a")).isTrue();
    assertThat(mayHearOf(identity, "2025/a")).isFalse();
  }

  private static boolean mayHearOf(Identity identity, String key) {
    return permissions(identity).caller(tagging(key)).disclosures().stream()
        .allMatch(Evaluation::allows);
  }

  private static boolean mayDelete(Identity identity, String key) {
    return mayDelete(identity, new ObjectKey(key), WriteConditions.NONE);
  }

  private static boolean mayDelete(Identity identity, ObjectKey key, WriteConditions conditions) {
    return permissions(identity)
        .evaluate(S3Operation.DELETE_OBJECT, PHOTOS, key, conditions)
        .evaluations()
        .stream()
        .allMatch(Evaluation::allows);
  }
}
