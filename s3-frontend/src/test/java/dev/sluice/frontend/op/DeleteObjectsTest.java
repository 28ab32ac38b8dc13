package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.DeleteResult;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.Evaluation;
import dev.sluice.v1.Failure;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ObjectServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asserts AWS's behaviour: "DeleteObjects", AmazonS3/latest/API/API_DeleteObjects.html. */
class DeleteObjectsTest {
  private static final DeleteObjectsResponse.Outcome DONE =
      DeleteObjectsResponse.Outcome.getDefaultInstance();

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void entries_areDeletedWithTheirConditions() throws Exception {
    outcomes(DONE, DONE, DONE);

    s3.assertDocument(
        s3.answer(
            Requests.deleteObjects(),
            proven(
                """
                <Delete>
                  <Object><Key>plain</Key><VersionId>null</VersionId></Object>
                  <Object><Key>any</Key><ETag>*</ETag></Object>
                  <Object>
                    <Key>exact</Key>
                    <ETag>"e"</ETag>
                    <LastModifiedTime>2026-01-02T03:04:05Z</LastModifiedTime>
                    <Size>5</Size>
                  </Object>
                </Delete>
                """)),
        """
        <DeleteResult>
          <Deleted><Key>plain</Key><VersionId>null</VersionId></Deleted>
          <Deleted><Key>any</Key></Deleted>
          <Deleted><Key>exact</Key></Deleted>
        </DeleteResult>
        """);
    assertThat(s3.agent().received(ObjectServiceGrpc.getDeleteObjectsMethod()))
        .isEqualTo(
            DeleteObjectsRequest.newBuilder()
                .setBucket("bucket")
                .addEntries(entry("plain", WriteConditions.NONE))
                .addEntries(entry("any", new WriteConditions(EtagCondition.ANY, null, null, null)))
                .addEntries(
                    entry(
                        "exact",
                        new WriteConditions(
                            new EtagCondition(false, List.of(new ETag("e"))),
                            null,
                            Instant.parse("2026-01-02T03:04:05Z"),
                            5L)))
                .build());
  }

  @Test
  void quietAnswer_namesOnlyWhatFailed() throws Exception {
    outcomes(DONE, failed(FailureReason.PRECONDITION_FAILED));

    s3.assertDocument(
        s3.answer(
            Requests.deleteObjects(),
            proven(
                "<Delete><Quiet>true</Quiet><Object><Key>gone</Key></Object>"
                    + "<Object><Key>kept</Key><ETag>e</ETag></Object></Delete>")),
        """
        <DeleteResult>
          <Error>
            <Key>kept</Key>
            <Code>PreconditionFailed</Code>
            <Message>%s</Message>
          </Error>
        </DeleteResult>
        """
            .formatted(S3ErrorCode.PRECONDITION_FAILED.defaultMessage()));
  }

  /** What names nothing never reaches the agent, which decides about the others. */
  @Test
  void entryThatIsRefused_leavesTheOthersAlone() throws Exception {
    outcomes(failed(FailureReason.ACCESS_DENIED), DONE, failed(FailureReason.STORAGE_FULL));
    s3.permit(new GivenPermissions(List.of("*"), key -> !key.equals("forbidden"), true));

    s3.assertDocument(
        s3.answer(
            Requests.deleteObjects(),
            proven(
                """
                <Delete>
                  <Object><Key>forbidden</Key></Object>
                  <Object><Key>gone</Key></Object>
                  <Object><Key>versioned</Key><VersionId>3</VersionId></Object>
                  <Object><Key>%s</Key></Object>
                  <Object><Key>full</Key></Object>
                </Delete>
                """
                    .formatted("k".repeat(1025)))),
        """
        <DeleteResult>
          <Deleted><Key>gone</Key></Deleted>
          <Error>
            <Key>forbidden</Key><Code>AccessDenied</Code><Message>%s</Message>
          </Error>
          <Error>
            <Key>versioned</Key><VersionId>3</VersionId>
            <Code>NoSuchVersion</Code><Message>%s</Message>
          </Error>
          <Error>
            <Key>%s</Key><Code>KeyTooLongError</Code><Message>%s</Message>
          </Error>
          <Error>
            <Key>full</Key><Code>InsufficientStorage</Code><Message>%s</Message>
          </Error>
        </DeleteResult>
        """
            .formatted(
                S3ErrorCode.ACCESS_DENIED.defaultMessage(),
                S3ErrorCode.NO_SUCH_VERSION.defaultMessage(),
                "k".repeat(1025),
                S3ErrorCode.KEY_TOO_LONG.defaultMessage(),
                S3ErrorCode.INSUFFICIENT_STORAGE.defaultMessage()));
    assertThat(
            s3
                .agent()
                .received(ObjectServiceGrpc.getDeleteObjectsMethod())
                .getEntriesList()
                .stream()
                .map(it -> it.getKey() + " " + it.getEvaluations(0).getVerdict()))
        .containsExactly("forbidden SILENT", "gone ALLOW", "full ALLOW");
  }

  @Test
  void agent_isNotAskedWhereNoEntryNamesAnything() throws Exception {
    s3.assertDocument(
        s3.answer(
            Requests.deleteObjects(),
            proven("<Delete><Object><Key>a</Key><VersionId>3</VersionId></Object></Delete>")),
        """
        <DeleteResult>
          <Error>
            <Key>a</Key><VersionId>3</VersionId>
            <Code>NoSuchVersion</Code><Message>%s</Message>
          </Error>
        </DeleteResult>
        """
            .formatted(S3ErrorCode.NO_SUCH_VERSION.defaultMessage()));
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void absenceOfAKey_isTheAgentsToTell() throws Exception {
    outcomes(DONE);
    s3.permit(new GivenPermissions(List.of("*"), _ -> true, false));

    s3.answer(
        Requests.deleteObjects(),
        proven("<Delete><Object><Key>a</Key><ETag>e</ETag></Object></Delete>"));

    DeleteObjectsRequest.Entry sent =
        s3.agent().received(ObjectServiceGrpc.getDeleteObjectsMethod()).getEntries(0);
    assertThat(sent.getDisclosuresList())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getAction()).isEqualTo("s3:ListBucket");
              assertThat(it.getVerdict()).isEqualTo(Evaluation.Verdict.SILENT);
            });
  }

  @Test
  void documentWithoutADigest_isInvalidRequest() {
    assertThat(
            s3.refusal(
                    Requests.deleteObjects(),
                    GivenBody.of("<Delete><Object><Key>a</Key></Object></Delete>"))
                .code())
        .isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @Test
  void documentWithAnotherDigest_isBadDigest() {
    GivenBody body = GivenBody.of("<Delete><Object><Key>a</Key></Object></Delete>");
    ChecksumValue other =
        new ChecksumValue(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, new byte[4]);
    for (GivenBody lie :
        List.of(
            body.with(new ClientDigests(new byte[16], null, null, null)),
            body.with(new ClientDigests(null, other, null, null)),
            body.with(new ClientDigests(null, null, ChecksumAlgorithm.CRC32, null))
                .followedBy(other))) {
      assertThat(s3.refusal(Requests.deleteObjects(), lie).code())
          .isEqualTo(S3ErrorCode.BAD_DIGEST);
    }
    assertThat(s3.agent().methods()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', MISSING_REQUEST_BODY",
    "<Delete/>, MALFORMED_XML",
    "<Delete><Object/></Delete>, MALFORMED_XML",
    "<Remove><Object><Key>a</Key></Object></Remove>, MALFORMED_XML"
  })
  void bodyThatNamesNothing_isRefused(String body, S3ErrorCode code) throws Exception {
    assertThat(s3.refusal(Requests.deleteObjects(), proven(body)).code()).isEqualTo(code);
  }

  @Test
  void documentThatIsTooLong_isRefusedBeforeItIsParsed() throws Exception {
    int limit = OperationsUnderTest.MOST_DOCUMENT_BYTES;
    GivenBody body = proven(" ".repeat(limit + 1));

    for (GivenBody tooLong : List.of(body, body.inChunks())) {
      assertThat(s3.refusal(Requests.deleteObjects(), tooLong).code())
          .isEqualTo(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
    }
    assertThat(body.isUntouched()).isTrue();
  }

  /** Ours: two agents of one namespace, of which each refuses every third key. */
  @Test
  void entries_goToTheAgentsOfTheirSlots() throws Exception {
    try (OperationsUnderTest two = OperationsUnderTest.ofOneNamespace(2)) {
      for (int agent = 0; agent < 2; agent++) {
        two.agent(agent)
            .handles(
                ObjectServiceGrpc.getDeleteObjectsMethod(),
                (message, answers) -> answers.accept(everyThirdRefused(message)));
      }

      DeleteResult result = deleteThirtyKeys(two);

      assertThat(result.error())
          .extracting(DeleteResult.Failed::key)
          .containsExactly("0", "3", "6", "9", "12", "15", "18", "21", "24", "27");
      for (int agent = 0; agent < 2; agent++) {
        assertThat(two.agent(agent).received(ObjectServiceGrpc.getDeleteObjectsMethod()))
            .satisfies(message -> assertThat(message.getEntriesCount()).isBetween(1, 29));
      }
    }
  }

  private static DeleteResult deleteThirtyKeys(OperationsUnderTest s3) throws Exception {
    StringBuilder document = new StringBuilder("<Delete>");
    for (int i = 0; i < 30; i++) {
      document.append("<Object><Key>").append(i).append("</Key></Object>");
    }
    S3Response answer = s3.answer(Requests.deleteObjects(), proven(document + "</Delete>"));
    return (DeleteResult) ((S3Response.Document) answer).document();
  }

  /** Ours: what the other agent has deleted is said, and whose keys are to be sent again. */
  @Test
  void agentThatIsGone_failsItsKeysAlone() throws Exception {
    try (OperationsUnderTest two = OperationsUnderTest.ofOneNamespace(2)) {
      two.agent(0)
          .fails(
              ObjectServiceGrpc.getDeleteObjectsMethod(),
              new StorageException(FailureReason.UNAVAILABLE, "the agent is gone"));
      two.agent(1)
          .handles(
              ObjectServiceGrpc.getDeleteObjectsMethod(),
              (message, answers) -> answers.accept(allDeleted(message)));

      DeleteResult result = deleteThirtyKeys(two);

      assertThat(result.error())
          .extracting(DeleteResult.Failed::key)
          .containsExactlyElementsOf(keysSentTo(two.agent(0)));
      assertThat(result.error())
          .extracting(DeleteResult.Failed::code)
          .containsOnly(S3ErrorCode.SERVICE_UNAVAILABLE.code());
      assertThat(result.deleted())
          .extracting(DeleteResult.Deleted::key)
          .containsExactlyElementsOf(keysSentTo(two.agent(1)));
    }
  }

  /** Ours: an SDK repeats a request that failed, and not one that was answered with errors. */
  @Test
  void agentsThatAreAllGone_failTheRequest() throws Exception {
    try (OperationsUnderTest two = OperationsUnderTest.ofOneNamespace(2)) {
      for (int agent = 0; agent < 2; agent++) {
        two.agent(agent)
            .fails(
                ObjectServiceGrpc.getDeleteObjectsMethod(),
                new StorageException(FailureReason.UNAVAILABLE, "the agent is gone"));
      }

      assertThat(
              two.failure(
                      Requests.deleteObjects(),
                      proven("<Delete><Object><Key>a</Key></Object></Delete>"))
                  .reason())
          .isEqualTo(FailureReason.UNAVAILABLE);
    }
  }

  private static List<String> keysSentTo(StubAgent agent) {
    return agent.received(ObjectServiceGrpc.getDeleteObjectsMethod()).getEntriesList().stream()
        .map(DeleteObjectsRequest.Entry::getKey)
        .toList();
  }

  private static DeleteObjectsResponse allDeleted(DeleteObjectsRequest request) {
    DeleteObjectsResponse.Builder answer = DeleteObjectsResponse.newBuilder();
    request.getEntriesList().forEach(_ -> answer.addOutcomes(DONE));
    return answer.build();
  }

  private static DeleteObjectsResponse everyThirdRefused(DeleteObjectsRequest request) {
    DeleteObjectsResponse.Builder answer = DeleteObjectsResponse.newBuilder();
    for (DeleteObjectsRequest.Entry entry : request.getEntriesList()) {
      boolean refused = Integer.parseInt(entry.getKey()) % 3 == 0;
      answer.addOutcomes(refused ? failed(FailureReason.ACCESS_DENIED) : DONE);
    }
    return answer.build();
  }

  private void outcomes(DeleteObjectsResponse.Outcome... outcomes) {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getDeleteObjectsMethod(),
            DeleteObjectsResponse.newBuilder().addAllOutcomes(List.of(outcomes)).build());
  }

  private static DeleteObjectsResponse.Outcome failed(FailureReason reason) {
    return DeleteObjectsResponse.Outcome.newBuilder()
        .setFailure(Failure.newBuilder().setReason(reason).setMessage("why"))
        .build();
  }

  private static DeleteObjectsRequest.Entry entry(String key, WriteConditions conditions) {
    return DeleteObjectsRequest.Entry.newBuilder()
        .setKey(key)
        .setConditions(WireConditions.toProto(conditions))
        .addEvaluations(
            Evaluation.newBuilder()
                .setAction("s3:DeleteObject")
                .setVerdict(Evaluation.Verdict.ALLOW))
        .addDisclosures(
            Evaluation.newBuilder().setAction("s3:ListBucket").setVerdict(Evaluation.Verdict.ALLOW))
        .build();
  }

  private static GivenBody proven(String text) throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return GivenBody.of(text).with(new ClientDigests(md5, null, null, null));
  }
}
