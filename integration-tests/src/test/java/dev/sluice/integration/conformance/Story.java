package dev.sluice.integration.conformance;

import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Operation.Scope;
import dev.sluice.integration.conformance.AnswersTest.Exchange;
import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Bytes;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Every operation, asked of an open server in an order in which each has something to answer; and
 * what a server with identities refuses.
 */
final class Story implements AutoCloseable {
  /** The only identity's, which may do nothing. */
  static final String ACCESS_KEY = "AKNARROW";

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String BUCKET = "conformance";
  private static final String KEY = "a/key & more";
  private static final String PART_KEY = "in parts";

  private final Client client;
  private final List<Exchange> exchanges = new ArrayList<>();

  Story(URI server) {
    client = new Client(() -> server);
  }

  /** Tells it. */
  List<Exchange> exchanges() throws IOException {
    ask(S3Operation.LIST_BUCKETS, Request.ofService("GET"));
    ask(S3Operation.CREATE_BUCKET, Request.of("PUT", BUCKET));
    lists();
    everyUnsetConfiguration();
    objects();
    uploads();
    lists();
    settings();
    errors();
    return exchanges;
  }

  private Answer ask(S3Operation operation, Request request) throws IOException {
    Answer answer = client.send(request);
    exchanges.add(new Exchange(operation, request.toString(), answer));
    return answer;
  }

  private Request ofBucket(String method, String query) {
    return Request.of(method, BUCKET).query(query, "");
  }

  private Request ofKey(String method, String query) {
    return Request.of(method, BUCKET, KEY).query(query, "");
  }

  private void lists() throws IOException {
    ask(
        S3Operation.LIST_BUCKETS,
        Request.ofService("GET").query("prefix", "c").query("max-buckets", 1));
    ask(S3Operation.LIST_OBJECTS, Request.of("GET", BUCKET));
    ask(
        S3Operation.LIST_OBJECTS,
        Request.of("GET", BUCKET).query("delimiter", "/").query("max-keys", 1));
    ask(
        S3Operation.LIST_OBJECTS,
        Request.of("GET", BUCKET).query("encoding-type", "url").query("marker", "a"));
    ask(S3Operation.LIST_OBJECTS_V2, Request.of("GET", BUCKET).query("list-type", 2));
    ask(
        S3Operation.LIST_OBJECTS_V2,
        Request.of("GET", BUCKET)
            .query("list-type", 2)
            .query("max-keys", 1)
            .query("fetch-owner", true)
            .query("start-after", " ")
            .query("encoding-type", "url")
            .query("delimiter", "/"));
    ask(S3Operation.LIST_MULTIPART_UPLOADS, ofBucket("GET", "uploads"));
    ask(
        S3Operation.LIST_MULTIPART_UPLOADS,
        ofBucket("GET", "uploads")
            .query("max-uploads", 1)
            .query("delimiter", "/")
            .query("encoding-type", "url"));
  }

  /** Every configuration that can be read, before anything was set. */
  private void everyUnsetConfiguration() throws IOException {
    ask(S3Operation.PUT_OBJECT, Request.of("PUT", BUCKET, KEY).body("text"));
    for (S3Operation operation : S3Operation.values()) {
      boolean reads = operation.method().equals("GET") && !operation.query().isEmpty();
      if (reads && !operation.query().contains("uploadId") && operation.scope() != Scope.SERVICE) {
        Request request =
            operation.scope() == Scope.BUCKET
                ? Request.of("GET", BUCKET)
                : Request.of("GET", BUCKET, KEY);
        operation.query().forEach(name -> request.query(name, name.equals("list-type") ? "2" : ""));
        request.header("x-amz-object-attributes", "ETag");
        ask(operation, request);
      }
    }
  }

  private void objects() throws IOException {
    ask(
        S3Operation.PUT_OBJECT,
        Request.of("PUT", BUCKET, "with sum")
            .header("x-amz-checksum-crc32", "O4unxw==")
            .body("text"));
    ask(
        S3Operation.COPY_OBJECT,
        Request.of("PUT", BUCKET, "copy")
            .header("x-amz-checksum-algorithm", "SHA256")
            .header("x-amz-copy-source", BUCKET + "/" + Request.encode(KEY)));
    ask(
        S3Operation.GET_OBJECT_ATTRIBUTES,
        Request.of("GET", BUCKET, "copy")
            .query("attributes", "")
            .header(
                "x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize"));
    ask(S3Operation.POST_OBJECT, form());
    ask(
        S3Operation.DELETE_OBJECTS,
        delete("<Object><Key>copy</Key></Object><Object><Key>x</Key></Object>"));
    ask(
        S3Operation.DELETE_OBJECTS,
        delete(
            "<Object><Key>" + PART_KEY + "</Key><ETag>\"0\"</ETag></Object><Quiet>true</Quiet>"));
  }

  private static Request delete(String entries) {
    Request request =
        Request.of("POST", BUCKET).query("delete", "").body("<Delete>" + entries + "</Delete>");
    return request.header(
        "Content-MD5", Base64.getEncoder().encodeToString(Bytes.digest("MD5", request.bytes())));
  }

  private static Request form() {
    StringBuilder body = new StringBuilder();
    Map.of("key", "posted", "success_action_status", "201")
        .forEach(
            (name, value) ->
                body.append("--edge\r\nContent-Disposition: form-data; name=\"")
                    .append(name)
                    .append("\"\r\n\r\n")
                    .append(value)
                    .append("\r\n"));
    body.append("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n");
    body.append("text\r\n--edge--\r\n");
    return Request.of("POST", BUCKET)
        .header("Content-Type", "multipart/form-data; boundary=edge")
        .body(body.toString());
  }

  private void uploads() throws IOException {
    Answer begun =
        ask(
            S3Operation.CREATE_MULTIPART_UPLOAD,
            Request.of("POST", BUCKET, PART_KEY)
                .query("uploads", "")
                .header("x-amz-checksum-algorithm", "CRC32"));
    String id = begun.xml().text("UploadId");
    Request first =
        Request.of("PUT", BUCKET, PART_KEY).query("partNumber", 1).query("uploadId", id);
    ask(S3Operation.UPLOAD_PART, first.header("x-amz-checksum-crc32", "O4unxw==").body("text"));
    ask(
        S3Operation.UPLOAD_PART_COPY,
        Request.of("PUT", BUCKET, PART_KEY)
            .query("partNumber", 2)
            .query("uploadId", id)
            .header("x-amz-copy-source", BUCKET + "/" + Request.encode(KEY)));
    Request list = Request.of("GET", BUCKET, PART_KEY).query("uploadId", id);
    Answer parts = ask(S3Operation.LIST_PARTS, list);
    ask(
        S3Operation.LIST_PARTS,
        Request.of("GET", BUCKET, PART_KEY).query("uploadId", id).query("max-parts", 1));
    lists();
    StringBuilder document = new StringBuilder("<CompleteMultipartUpload>");
    parts
        .xml()
        .all("Part")
        .limit(1)
        .forEach(
            part ->
                document
                    .append("<Part><PartNumber>1</PartNumber><ETag>")
                    .append(part.text("ETag"))
                    .append("</ETag><ChecksumCRC32>O4unxw==</ChecksumCRC32></Part>"));
    ask(
        S3Operation.COMPLETE_MULTIPART_UPLOAD,
        Request.of("POST", BUCKET, PART_KEY)
            .query("uploadId", id)
            .body(document + "</CompleteMultipartUpload>"));
    ask(
        S3Operation.GET_OBJECT_ATTRIBUTES,
        Request.of("GET", BUCKET, PART_KEY)
            .query("attributes", "")
            .header(
                "x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize"));
    ask(
        S3Operation.COMPLETE_MULTIPART_UPLOAD,
        Request.of("POST", BUCKET, PART_KEY).query("uploadId", id).body("<a/>"));
  }

  private void put(S3Operation operation, Request request, String document) throws IOException {
    request.body(document);
    request.header(
        "Content-MD5", Base64.getEncoder().encodeToString(Bytes.digest("MD5", request.bytes())));
    ask(operation, request);
  }

  /** Every setting: set, and read. */
  private void settings() throws IOException {
    String tags =
        "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>"
            + "<Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>";
    put(S3Operation.PUT_BUCKET_TAGGING, ofBucket("PUT", "tagging"), tags);
    ask(S3Operation.GET_BUCKET_TAGGING, ofBucket("GET", "tagging"));
    put(S3Operation.PUT_OBJECT_TAGGING, ofKey("PUT", "tagging"), tags);
    ask(S3Operation.GET_OBJECT_TAGGING, ofKey("GET", "tagging"));
    put(
        S3Operation.PUT_BUCKET_OWNERSHIP_CONTROLS,
        ofBucket("PUT", "ownershipControls"),
        "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>"
            + "</OwnershipControls>");
    ask(S3Operation.GET_BUCKET_OWNERSHIP_CONTROLS, ofBucket("GET", "ownershipControls"));
    ask(S3Operation.PUT_BUCKET_ACL, ofBucket("PUT", "acl").header("x-amz-acl", "public-read"));
    ask(S3Operation.GET_BUCKET_ACL, ofBucket("GET", "acl"));
    ask(S3Operation.PUT_OBJECT_ACL, ofKey("PUT", "acl").header("x-amz-acl", "authenticated-read"));
    ask(S3Operation.GET_OBJECT_ACL, ofKey("GET", "acl"));
    put(
        S3Operation.PUT_BUCKET_CORS,
        ofBucket("PUT", "cors"),
        "<CORSConfiguration><CORSRule><ID>one</ID><AllowedOrigin>*</AllowedOrigin>"
            + "<AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>"
            + "<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>"
            + "<MaxAgeSeconds>5</MaxAgeSeconds></CORSRule><CORSRule><AllowedOrigin>http://a</AllowedOrigin>"
            + "<AllowedMethod>HEAD</AllowedMethod></CORSRule></CORSConfiguration>");
    ask(S3Operation.GET_BUCKET_CORS, ofBucket("GET", "cors"));
    put(
        S3Operation.PUT_PUBLIC_ACCESS_BLOCK,
        ofBucket("PUT", "publicAccessBlock"),
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
            + "</PublicAccessBlockConfiguration>");
    ask(S3Operation.GET_PUBLIC_ACCESS_BLOCK, ofBucket("GET", "publicAccessBlock"));
    put(
        S3Operation.PUT_BUCKET_POLICY,
        ofBucket("PUT", "policy"),
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::conformance/*"}]}
        """);
    ask(S3Operation.GET_BUCKET_POLICY_STATUS, ofBucket("GET", "policyStatus"));
    put(
        S3Operation.PUT_BUCKET_REQUEST_PAYMENT,
        ofBucket("PUT", "requestPayment"),
        "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>");
    ask(S3Operation.GET_BUCKET_REQUEST_PAYMENT, ofBucket("GET", "requestPayment"));
    put(
        S3Operation.PUT_BUCKET_ACCELERATE_CONFIGURATION,
        ofBucket("PUT", "accelerate"),
        "<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>");
    ask(S3Operation.GET_BUCKET_ACCELERATE_CONFIGURATION, ofBucket("GET", "accelerate"));
  }

  private void errors() throws IOException {
    ask(S3Operation.GET_OBJECT, Request.of("GET", BUCKET, "nothing"));
    ask(S3Operation.GET_OBJECT, Request.of("GET", BUCKET, KEY).header("Range", "bytes=9-"));
    ask(S3Operation.GET_OBJECT, Request.of("GET", BUCKET, KEY).query("partNumber", 7));
    ask(S3Operation.GET_OBJECT, Request.of("GET", BUCKET, KEY).header("If-Match", "\"0\""));
    ask(S3Operation.LIST_OBJECTS, Request.of("GET", "no-such-bucket"));
    ask(S3Operation.LIST_OBJECTS, Request.of("GET", BUCKET).query("max-keys", "many"));
    ask(S3Operation.DELETE_BUCKET, Request.of("DELETE", BUCKET));
    ask(S3Operation.CREATE_BUCKET, Request.of("PUT", "Not_A_Name"));
    ask(S3Operation.LIST_PARTS, Request.of("GET", BUCKET, KEY).query("uploadId", "no-such-upload"));
    ask(S3Operation.DELETE_OBJECTS, ofBucket("POST", "delete").body("<Delete"));
    ask(S3Operation.PUT_BUCKET_TAGGING, ofBucket("PUT", "tagging").body("<Tagging/>"));
    ask(S3Operation.PUT_BUCKET_POLICY, ofBucket("PUT", "policy").body("{}"));
    ask(S3Operation.PUT_BUCKET_ACL, ofBucket("PUT", "acl").header("x-amz-acl", "nonsense"));
    ask(S3Operation.PUT_BUCKET_CORS, ofBucket("PUT", "cors").body("<CORSConfiguration/>"));
  }

  /** Refuses for each reason of a signature, none of which is right. */
  List<Exchange> refusals() throws IOException {
    Instant now = Instant.now();
    ask(S3Operation.LIST_OBJECTS, Request.of("GET", BUCKET));
    ask(S3Operation.LIST_OBJECTS, signed(now, "AKNOBODY"));
    ask(S3Operation.LIST_OBJECTS, signed(now, ACCESS_KEY));
    ask(S3Operation.LIST_OBJECTS, signed(now.minusSeconds(86_400), ACCESS_KEY));
    ask(
        S3Operation.LIST_OBJECTS,
        Request.of("GET", BUCKET).header("Authorization", "AWS " + ACCESS_KEY + ":c2lnbmF0dXJl"));
    ask(
        S3Operation.LIST_OBJECTS,
        Request.of("GET", BUCKET)
            .query("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
            .query("X-Amz-Credential", ACCESS_KEY + "/20200102/us-east-1/s3/aws4_request")
            .query("X-Amz-Date", "20200102T030405Z")
            .query("X-Amz-Expires", 1)
            .query("X-Amz-SignedHeaders", "host")
            .query("X-Amz-Signature", "0".repeat(64)));
    return exchanges;
  }

  private static Request signed(Instant time, String accessKey) {
    String date = BASIC.format(time);
    String scope = "/" + date.substring(0, 8) + "/us-east-1/s3/aws4_request";
    return Request.of("GET", BUCKET)
        .header("x-amz-date", date)
        .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + accessKey
                + scope
                + ", SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                + "0".repeat(64));
  }

  @Override
  public void close() {
    client.close();
  }
}
