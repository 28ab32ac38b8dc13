package dev.sluice.frontend.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.sluice.frontend.s3.HeaderText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A record as a JSON document of one line; what is not known is left out. */
final class JsonLine {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  static String of(AccessRecord record) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(record, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return line.toString();
  }

  private static void write(AccessRecord record, JsonGenerator json) throws IOException {
    text(json, "request_time", record.received().toString());
    text(json, "request_id", record.requestId());
    text(json, "remote_ip", record.connection().remoteAddress());
    text(json, "requester", record.requester());
    if (record.request() != null) {
      text(json, "operation", RestName.of(record.request().operation()));
      text(json, "api", record.request().operation().awsName());
    }
    text(json, "bucket_name", record.bucket());
    text(json, "key", record.key());
    text(json, "request_uri", record.requestLine());
    json.writeNumberField("http_status", record.answer().status());
    text(json, "error_code", record.answer().errorCode());
    json.writeNumberField("bytes_sent", record.answer().bytesSent());
    if (record.answer().objectSize() >= 0) {
      json.writeNumberField("object_size", record.answer().objectSize());
    }
    json.writeNumberField("total_time", record.times().total().toMillis());
    json.writeNumberField("turn_around_time", record.times().turnAround().toMillis());
    json.writeNumberField("client_time", record.times().client().toMillis());
    json.writeNumberField("frontend_time", record.times().frontend().toMillis());
    json.writeNumberField("agent_time", record.times().agent().toMillis());
    text(json, "referrer", HeaderText.fromWire(record.sent("referer")));
    text(json, "user_agent", HeaderText.fromWire(record.sent("user-agent")));
    text(json, "host_id", record.hostId());
    SignatureKind signature = SignatureKind.of(record.head());
    text(json, "signature_version", signature.version());
    text(json, "authentication_type", signature.place());
    text(json, "host_header", record.head().host());
    AccessRecord.Security security = record.connection().security();
    if (security != null) {
      text(json, "tls_version", security.protocol());
      text(json, "cipher_suite", security.cipherSuite());
    }
  }

  private static void text(JsonGenerator json, String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }
}
