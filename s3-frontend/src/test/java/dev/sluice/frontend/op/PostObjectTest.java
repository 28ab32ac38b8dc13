package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asserts AWS's behaviour: "POST Object", AmazonS3/latest/API/RESTObjectPOST.html. */
class PostObjectTest {
  private static final String LOCATION = OperationsUnderTest.URL + "/a%20key/%C3%BC";

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @BeforeEach
  void store() {
    s3.agent()
        .handles(
            ObjectServiceGrpc.getPutObjectMethod(),
            (message, answers) -> {
              if (message.hasFinish()) {
                answers.accept(
                    PutObjectResponse.newBuilder()
                        .setCommitted(
                            Stored.object().setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT)))
                        .build());
              }
            });
  }

  @Test
  void file_isStoredWithoutAStatedLength() throws Exception {
    var _ = post(null, 204);

    PutObjectRequest message = s3.agent().received(ObjectServiceGrpc.getPutObjectMethod());
    assertThat(message.getHeader().hasLength()).isFalse();
    assertThat(message.getHeader().getKey()).isEqualTo(Requests.KEY.value());
    assertThat(message.getHeader().getMetadata().getHeaders().getContentType())
        .isEqualTo("text/plain");
    assertThat(message.getHeader().getMetadata().getUserMetadataMap())
        .containsEntry("colour", "blue");
    assertThat(message.getData().toStringUtf8()).isEqualTo("0123456789");
    assertThat(message.getFinish().getLength()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void answer_hasTheStatusThatTheFormWants(int status) throws Exception {
    assertThat(post(null, status))
        .isEqualTo(
            new S3Response.Empty(
                status,
                Map.of(
                    "ETag",
                    '"' + Stored.ETAG + '"',
                    "x-amz-checksum-crc32",
                    "c3VtMQ==",
                    "x-amz-checksum-type",
                    "FULL_OBJECT",
                    "Location",
                    LOCATION)));
  }

  @Test
  void answerOfStatus201_isADocument() throws Exception {
    S3Response answer = post(null, 201);

    s3.assertDocument(
        answer,
        """
        <PostResponse>
          <Location>%s</Location>
          <Bucket>bucket</Bucket>
          <Key>a key/ü</Key>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
        </PostResponse>
        """
            .formatted(LOCATION));
    assertThat(((S3Response.Document) answer).status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("Location", LOCATION);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/done, http://a.example/done?",
    "http://a.example/done?x=y, http://a.example/done?x=y&",
    "http://a.example/done#top, http://a.example/done?"
  })
  void redirect_namesWhatWasStored(URI redirect, String start) throws Exception {
    S3Response answer = post(redirect, 204);

    String end = redirect.getFragment() == null ? "" : "#top";
    assertThat(answer).isInstanceOf(S3Response.Empty.class);
    assertThat(((S3Response.Empty) answer).status()).isEqualTo(303);
    assertThat(answer.headers())
        .containsEntry(
            "Location",
            start
                + "bucket=bucket&key=a%20key%2F%C3%BC&etag=%220123456789abcdef0123456789abcdef%22"
                + end);
  }

  private S3Response post(@Nullable URI redirect, int status) throws InterruptedException {
    return s3.answer(Requests.postObject(redirect, status), GivenBody.of("0123456789").inChunks());
  }
}
