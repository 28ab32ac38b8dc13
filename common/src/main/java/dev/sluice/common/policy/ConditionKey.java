package dev.sluice.common.policy;

import static dev.sluice.common.policy.ValueType.ADDRESS;
import static dev.sluice.common.policy.ValueType.ARN;
import static dev.sluice.common.policy.ValueType.BOOLEAN;
import static dev.sluice.common.policy.ValueType.DATE;
import static dev.sluice.common.policy.ValueType.NUMBER;
import static dev.sluice.common.policy.ValueType.TAG;
import static dev.sluice.common.policy.ValueType.TEXT;
import static dev.sluice.common.policy.ValueType.TIME;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Condition keys that a policy may have: those of AWS that Sluice can evaluate ("AWS global
 * condition context keys", IAM User Guide; "Actions, resources, and condition keys for Amazon S3",
 * Service Authorization Reference). A policy with any other one is refused.
 */
public enum ConditionKey {
  CURRENT_TIME("aws:CurrentTime", DATE),
  EPOCH_TIME("aws:EpochTime", TIME),
  MULTI_FACTOR_AUTH_AGE("aws:MultiFactorAuthAge", NUMBER, requester -> List.of()),
  MULTI_FACTOR_AUTH_PRESENT("aws:MultiFactorAuthPresent", BOOLEAN, requester -> List.of()),
  PRINCIPAL_ACCOUNT("aws:PrincipalAccount", TEXT, Requester::accountOrAnonymous),
  PRINCIPAL_ARN("aws:PrincipalArn", ARN, Requester::arns),
  PRINCIPAL_IS_AWS_SERVICE("aws:PrincipalIsAWSService", BOOLEAN, Requester::noService),
  PRINCIPAL_TYPE("aws:PrincipalType", TEXT, Requester::types),
  REFERER("aws:Referer", TEXT),
  REQUESTED_REGION("aws:RequestedRegion", TEXT),
  REQUEST_TAG("aws:RequestTag/", TAG, Actions.BUCKET_TAGS),
  RESOURCE_ACCOUNT("aws:ResourceAccount", TEXT),
  SECURE_TRANSPORT("aws:SecureTransport", BOOLEAN),
  SOURCE_IP("aws:SourceIp", ADDRESS),
  TAG_KEYS("aws:TagKeys", TEXT, Actions.BUCKET_TAGS),
  TOKEN_ISSUE_TIME("aws:TokenIssueTime", DATE, requester -> List.of()),
  USER_AGENT("aws:UserAgent", TEXT),
  USER_ID("aws:userid", TEXT, Requester::userIds),
  USER_NAME("aws:username", TEXT, Requester::userNames),
  VIA_AWS_SERVICE("aws:ViaAWSService", BOOLEAN, Requester::noService),

  AUTH_TYPE("s3:authType", TEXT),
  BUCKET_TAG("s3:BucketTag/", TAG),
  CONTENT_SHA256("s3:x-amz-content-sha256", TEXT),
  DELIMITER("s3:delimiter", TEXT, Actions.LISTINGS),
  EXISTING_OBJECT_TAG("s3:ExistingObjectTag/", TAG, Actions.EXISTING_TAGS),
  IF_MATCH("s3:if-match", TEXT, "s3:PutObject s3:DeleteObject"),
  IF_NONE_MATCH("s3:if-none-match", TEXT, "s3:PutObject"),
  LOCATION_CONSTRAINT("s3:LocationConstraint", TEXT, "s3:CreateBucket"),
  MAX_KEYS("s3:max-keys", NUMBER, Actions.LISTINGS),
  OBJECT_CREATION_OPERATION("s3:ObjectCreationOperation", BOOLEAN, "s3:PutObject"),
  OBJECT_LOCK_LEGAL_HOLD("s3:object-lock-legal-hold", TEXT, "s3:PutObject s3:PutObjectLegalHold"),
  OBJECT_LOCK_MODE("s3:object-lock-mode", TEXT, "s3:PutObject s3:PutObjectRetention"),
  OBJECT_LOCK_RETAIN_UNTIL_DATE(
      "s3:object-lock-retain-until-date", DATE, "s3:PutObject s3:PutObjectRetention"),
  PREFIX("s3:prefix", TEXT, Actions.LISTINGS),
  REQUEST_OBJECT_TAG("s3:RequestObjectTag/", TAG, Actions.REQUEST_TAGS),
  REQUEST_OBJECT_TAG_KEYS("s3:RequestObjectTagKeys", TEXT, Actions.REQUEST_TAGS),
  RESOURCE_ACCOUNT_OF_S3("s3:ResourceAccount", TEXT),
  SIGNATURE_AGE("s3:signatureAge", NUMBER),
  SIGNATURE_VERSION("s3:signatureversion", TEXT),
  TLS_VERSION("s3:TlsVersion", NUMBER),
  VERSION_ID("s3:VersionId", TEXT, Actions.VERSIONS),
  ACL("s3:x-amz-acl", TEXT, Actions.ACLS),
  COPY_SOURCE("s3:x-amz-copy-source", TEXT, "s3:PutObject"),
  GRANT_FULL_CONTROL("s3:x-amz-grant-full-control", TEXT, Actions.ACLS),
  GRANT_READ("s3:x-amz-grant-read", TEXT, Actions.ACLS),
  GRANT_READ_ACP("s3:x-amz-grant-read-acp", TEXT, Actions.ACLS),
  GRANT_WRITE("s3:x-amz-grant-write", TEXT, Actions.ACLS),
  GRANT_WRITE_ACP("s3:x-amz-grant-write-acp", TEXT, Actions.ACLS),
  METADATA_DIRECTIVE("s3:x-amz-metadata-directive", TEXT, "s3:PutObject"),
  OBJECT_OWNERSHIP(
      "s3:x-amz-object-ownership", TEXT, "s3:CreateBucket s3:PutBucketOwnershipControls"),
  SERVER_SIDE_ENCRYPTION("s3:x-amz-server-side-encryption", TEXT, "s3:PutObject"),
  SERVER_SIDE_ENCRYPTION_KEY("s3:x-amz-server-side-encryption-aws-kms-key-id", ARN, "s3:PutObject"),
  SERVER_SIDE_ENCRYPTION_CUSTOMER(
      "s3:x-amz-server-side-encryption-customer-algorithm",
      TEXT,
      "s3:PutObject s3:GetObject s3:GetObjectVersion s3:GetObjectAttributes"
          + " s3:GetObjectVersionAttributes"),
  STORAGE_CLASS("s3:x-amz-storage-class", TEXT, "s3:PutObject"),
  WEBSITE_REDIRECT_LOCATION("s3:x-amz-website-redirect-location", TEXT, "s3:PutObject");

  /** Actions whose requests may have a key. */
  private static final class Actions {
    static final String ACLS =
        "s3:PutObject s3:PutObjectAcl s3:PutObjectVersionAcl s3:CreateBucket s3:PutBucketAcl";
    static final String BUCKET_TAGS =
        "s3:CreateBucket s3:PutBucketTagging s3:TagResource s3:UntagResource";
    static final String EXISTING_TAGS =
        "s3:GetObject s3:GetObjectAcl s3:GetObjectAttributes s3:GetObjectTagging"
            + " s3:GetObjectVersion s3:GetObjectVersionAcl s3:GetObjectVersionAttributes"
            + " s3:GetObjectVersionTagging s3:PutObjectAcl s3:PutObjectTagging"
            + " s3:PutObjectVersionAcl s3:PutObjectVersionTagging s3:DeleteObjectTagging"
            + " s3:DeleteObjectVersionTagging s3:RestoreObject";
    static final String LISTINGS = "s3:ListBucket s3:ListBucketVersions";
    static final String REQUEST_TAGS =
        "s3:PutObject s3:PutObjectTagging s3:PutObjectVersionTagging";
    static final String VERSIONS =
        "s3:DeleteObjectVersion s3:DeleteObjectVersionTagging s3:GetObjectVersion"
            + " s3:GetObjectVersionAcl s3:GetObjectVersionAttributes s3:GetObjectVersionTagging"
            + " s3:PutObjectVersionAcl s3:PutObjectVersionTagging s3:PutObjectRetention"
            + " s3:GetObjectRetention s3:PutObjectLegalHold s3:GetObjectLegalHold s3:RestoreObject";

    private Actions() {}
  }

  private static final Map<String, ConditionKey> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ConditionKey::lowerCase, Function.identity()));

  private final String awsName;
  private final String lowerCase;
  private final ValueType type;
  private final @Nullable ActionSet actions;

  private final @Nullable Function<Requester, List<String>> ofRequester;

  ConditionKey(String awsName, ValueType type) {
    this(awsName, type, null, null);
  }

  ConditionKey(String awsName, ValueType type, String actions) {
    this(awsName, type, ActionSet.of(actions.split(" ", -1)), null);
  }

  ConditionKey(String awsName, ValueType type, Function<Requester, List<String>> ofRequester) {
    this(awsName, type, null, ofRequester);
  }

  ConditionKey(
      String awsName,
      ValueType type,
      @Nullable ActionSet actions,
      @Nullable Function<Requester, List<String>> ofRequester) {
    this.awsName = awsName;
    this.lowerCase = awsName.toLowerCase(Locale.ROOT);
    this.type = type;
    this.actions = actions;
    this.ofRequester = ofRequester;
  }

  /** Key of this name in lower case, without what follows a slash; null: none. */
  static @Nullable ConditionKey find(String lowerCase) {
    return BY_NAME.get(lowerCase);
  }

  /** Name as AWS writes it; one that ends with a slash is followed by a tag's key. */
  public String awsName() {
    return awsName;
  }

  /** Name in lower case, by which {@link ConditionKeys} are asked. */
  public String lowerCase() {
    return lowerCase;
  }

  /** Type of its values. */
  public ValueType type() {
    return type;
  }

  /** Whether a request may have several values of it. */
  public boolean isMultivalued() {
    return this == TAG_KEYS || this == REQUEST_OBJECT_TAG_KEYS;
  }

  /** Whether it follows from the requester alone, so that {@link ConditionKeys} are not asked. */
  public boolean isOfRequester() {
    return ofRequester != null;
  }

  /** Values in a request; empty where it does not have the key, as one for another action. */
  List<String> values(PolicyQuestion question, String name) {
    if (!appliesTo(question.action())) {
      return List.of();
    }
    return ofRequester != null
        ? ofRequester.apply(question.requester())
        : question.keys().values(name);
  }

  /** Whether a request for this action of S3's may have it. */
  boolean appliesTo(String action) {
    return actions == null || actions.contains(S3Actions.indexOf(action));
  }

  /** Whether a request for one of these actions may have it. */
  boolean appliesTo(ActionSet others) {
    return actions == null || actions.intersects(others);
  }
}
