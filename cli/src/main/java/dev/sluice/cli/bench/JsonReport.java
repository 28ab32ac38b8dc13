package dev.sluice.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** The result as one JSON document: times in seconds and microseconds, sizes in bytes. */
final class JsonReport {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double MILLI = 1_000;

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static String of(Result result) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      new JsonReport(json).write(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(Result result) throws IOException {
    BenchOptions options = result.options();
    json.writeStartObject();
    json.writeStringField("workload", options.workload().word());
    json.writeNumberField("sizeBytes", options.size());
    json.writeNumberField("clients", options.clients());
    json.writeNumberField("objects", options.objects());
    json.writeNumberField("ratePerSecond", options.perSecond());
    json.writeNumberField("durationSeconds", seconds(options.duration()));
    json.writeNumberField("warmUpSeconds", seconds(options.warmUp()));
    json.writeNumberField("requests", result.requests());
    json.writeNumberField("failed", result.failed());
    json.writeBooleanField("interrupted", result.interrupted());
    json.writeArrayFieldStart("measurements");
    for (Measurement measurement : result.measurements()) {
      write(measurement);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ratios");
    for (Ratio ratio : result.ratios()) {
      json.writeStartObject();
      json.writeStringField("of", ratio.what());
      json.writeNumberField("median", ratio.median());
      json.writeNumberField("lowest", ratio.lowest());
      json.writeNumberField("highest", ratio.highest());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("leftovers");
    for (String leftover : result.leftovers()) {
      json.writeString(leftover);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Measurement measurement) throws IOException {
    json.writeStartObject();
    json.writeStringField("endpoint", measurement.endpoint());
    json.writeNumberField("round", measurement.round());
    json.writeNumberField("seconds", measurement.seconds());
    json.writeNumberField("perSecond", measurement.rate());
    json.writeNumberField("requests", measurement.requests());
    json.writeNumberField("failed", measurement.failed());
    json.writeNumberField("unsent", measurement.unsent());
    json.writeNumberField("driverCpuMicrosPerRequest", measurement.cpuMicros());
    json.writeNumberField("driverCores", measurement.cores());
    json.writeObjectFieldStart("operations");
    for (Map.Entry<Operation, Measurement.Figures> operation :
        measurement.operations().entrySet()) {
      Measurement.Figures figures = operation.getValue();
      json.writeObjectFieldStart(operation.getKey().word());
      json.writeNumberField("count", figures.count());
      json.writeNumberField("failed", figures.failed());
      json.writeNumberField("perSecond", figures.perSecond());
      json.writeNumberField("bytesPerSecond", figures.bytesPerSecond());
      write("latencyMicros", figures.latency());
      write("serviceMicros", figures.service());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeObjectFieldStart("failures");
    for (Map.Entry<String, Measurement.Failures> failure : measurement.failures().entrySet()) {
      json.writeObjectFieldStart(failure.getKey());
      json.writeNumberField("count", failure.getValue().count());
      json.writeStringField("first", failure.getValue().first());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("requestsOfSeconds");
    for (long requests : measurement.requestsOfSeconds()) {
      json.writeNumber(requests);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(String name, Percentiles times) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("mean", times.mean());
    json.writeNumberField("p50", times.p50());
    json.writeNumberField("p90", times.p90());
    json.writeNumberField("p99", times.p99());
    json.writeNumberField("p99.9", times.p999());
    json.writeNumberField("max", times.max());
    json.writeEndObject();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLI;
  }
}
