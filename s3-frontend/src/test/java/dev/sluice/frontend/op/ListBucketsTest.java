package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.ListAllMyBucketsResult;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Ours, since AWS has no agents; what the document looks like is AWS's. */
class ListBucketsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest(2, null);

  @Test
  void bucketsOfAllAgents_areMergedByName() throws Exception {
    has(0, bucket("bucket-b", "eu-west-1"), bucket("bucket-d", ""));
    has(1, bucket("bucket-a", ""), bucket("bucket-c", ""));

    s3.assertDocument(
        s3.answer(Requests.listBuckets("", null, 3, null)),
        """
        <ListAllMyBucketsResult>
          <Owner><ID>caller</ID><DisplayName>Caller</DisplayName></Owner>
          <Buckets>
            <Bucket>
              <Name>bucket-a</Name>
              <CreationDate>2026-01-02T03:04:05.000Z</CreationDate>
              <BucketRegion>us-east-1</BucketRegion>
            </Bucket>
            <Bucket>
              <Name>bucket-b</Name>
              <CreationDate>2026-01-02T03:04:05.000Z</CreationDate>
              <BucketRegion>eu-west-1</BucketRegion>
            </Bucket>
            <Bucket>
              <Name>bucket-c</Name>
              <CreationDate>2026-01-02T03:04:05.000Z</CreationDate>
              <BucketRegion>us-east-1</BucketRegion>
            </Bucket>
          </Buckets>
          <ContinuationToken>%s</ContinuationToken>
        </ListAllMyBucketsResult>
        """
            .formatted(Tokens.encode("bucket-c")));
  }

  @Test
  void prefixAndToken_areAskedOfEachAgent() throws Exception {
    has(0);
    has(1);

    s3.assertDocument(
        s3.answer(Requests.listBuckets("photos-", Tokens.encode("photos-1"), 10, null)),
        """
        <ListAllMyBucketsResult>
          <Owner><ID>caller</ID><DisplayName>Caller</DisplayName></Owner>
          <Buckets/>
          <Prefix>photos-</Prefix>
        </ListAllMyBucketsResult>
        """);
    for (int agent = 0; agent < 2; agent++) {
      ListBucketsRequest asked = s3.agent(agent).received(BucketServiceGrpc.getListBucketsMethod());
      assertThat(asked.getPrefix()).isEqualTo("photos-");
      assertThat(asked.getStartAfter()).isEqualTo("photos-1");
    }
  }

  @Test
  void agentWithMoreThanAPage_isAskedUntilItsLast() throws Exception {
    Map<String, ListBucketsResponse> pages =
        Map.of(
            "",
            page(true, bucket("bucket-a", "")),
            "bucket-a",
            page(false, bucket("bucket-b", "")));
    s3.agent(0)
        .handles(
            BucketServiceGrpc.getListBucketsMethod(),
            (request, answers) -> answers.accept(pages.get(request.getStartAfter())));
    has(1);

    assertThat(names(Requests.listBuckets("", null, 10, null)))
        .containsExactly("bucket-a", "bucket-b");
  }

  @Test
  void regionThatIsAskedFor_leavesOutTheOthers() throws Exception {
    has(0, bucket("bucket-a", "eu-west-1"), bucket("bucket-b", ""));
    has(1, bucket("bucket-c", "eu-west-1"));

    assertThat(names(Requests.listBuckets("", null, 10, "eu-west-1")))
        .containsExactly("bucket-a", "bucket-c");
    assertThat(names(Requests.listBuckets("", null, 10, "us-east-1"))).containsExactly("bucket-b");
  }

  /** The agent leaves out what no grant is about. */
  @Test
  void grants_areToldToEachAgent() throws Exception {
    has(0, bucket("shown-1", ""));
    has(1, bucket("shown-2", ""));
    s3.permit(new GivenPermissions(List.of("shown-*"), _ -> true, true));

    assertThat(names(Requests.listBuckets("", null, 10, null)))
        .containsExactly("shown-1", "shown-2");
    for (int agent = 0; agent < 2; agent++) {
      assertThat(
              s3.agent(agent).received(BucketServiceGrpc.getListBucketsMethod()).getGrantedList())
          .containsExactly("shown-*");
    }
  }

  @Test
  void moreGrantsThanACallTakes_areToldInSeveral() throws Exception {
    has(0, bucket("shown", ""));
    has(1);
    List<String> patterns = IntStream.range(0, 1001).mapToObj(i -> "p-" + i).toList();
    s3.permit(new GivenPermissions(patterns, _ -> true, true));

    assertThat(names(Requests.listBuckets("", null, 10, null))).containsExactly("shown");
    assertThat(s3.agent(0).allReceived(BucketServiceGrpc.getListBucketsMethod()))
        .extracting(ListBucketsRequest::getGrantedCount)
        .containsExactly(1000, 1);
  }

  @Test
  void tokenThatNoFrontendIssued_isInvalidArgument() {
    S3Exception refusal = s3.refusal(Requests.listBuckets("", "mine", 10, null));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refusal.elements()).containsEntry("ArgumentName", "continuation-token");
    assertThat(s3.agent(0).methods()).isEmpty();
  }

  private List<String> names(S3Request.ListBuckets request) throws InterruptedException {
    S3Response.Document answer = (S3Response.Document) s3.answer(request);
    return ((ListAllMyBucketsResult) answer.document())
        .buckets().bucket().stream().map(ListAllMyBucketsResult.Bucket::name).toList();
  }

  private void has(int agent, Bucket... buckets) {
    s3.agent(agent).answers(BucketServiceGrpc.getListBucketsMethod(), page(false, buckets));
  }

  private static ListBucketsResponse page(boolean truncated, Bucket... buckets) {
    return ListBucketsResponse.newBuilder()
        .addAllBuckets(List.of(buckets))
        .setTruncated(truncated)
        .build();
  }

  private static Bucket bucket(String name, String region) {
    return Bucket.newBuilder().setName(name).setCreated(Stored.TIME).setRegion(region).build();
  }
}
