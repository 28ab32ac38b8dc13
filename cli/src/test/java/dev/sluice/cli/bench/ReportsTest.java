package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.tool.terminal.ExitCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The result in its three forms: two endpoints, three rounds, the first twice as fast. */
class ReportsTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  private static Result result() {
    BenchOptions options =
        BenchOptionsTest.read(
            Map.of(), "get", "--endpoint", "http://a", "--against", "http://b", "--rounds", "3");
    List<Measurement> measurements = new ArrayList<>();
    List<Result.Times> times = new ArrayList<>();
    for (int target = 0; target < 2; target++) {
      for (int round = 1; round <= 3; round++) {
        Recording recording = new Recording(0, 3, EnumSet.of(Operation.GET));
        int requests = (target == 0 ? 200 : 100) * round;
        for (int i = 0; i < requests; i++) {
          recording.success(Operation.GET, 0, 0, (1 + target) * MILLI + i % 3 * SECOND, 4_096);
        }
        if (target == 1) {
          recording.failure(Operation.GET, new ExchangeFailure("SlowDown", "status 503 <&\">"));
        }
        Clients.Run run = new Clients.Run(recording, 2.5, 2 * SECOND, requests * 50_000L);
        measurements.add(Measurement.of(target, round, "http://" + (target == 0 ? "a" : "b"), run));
        times.add(new Result.Times(target, Operation.GET, recording.latency(Operation.GET)));
      }
    }
    return new Result(options, measurements, times, false, List.of());
  }

  @Test
  void json_hasFiguresOfEachRunAndRatios() throws Exception {
    JsonNode json = new ObjectMapper().readTree(JsonReport.of(result()));

    assertThat(json.get("workload").textValue()).isEqualTo("get");
    assertThat(json.get("requests").longValue()).isEqualTo(1_803);
    assertThat(json.get("failed").longValue()).isEqualTo(3);
    assertThat(json.get("measurements")).hasSize(6);
    JsonNode first = json.get("measurements").get(0);
    assertThat(first.get("perSecond").doubleValue()).isEqualTo(80);
    assertThat(first.get("driverCpuMicrosPerRequest").doubleValue()).isEqualTo(50);
    assertThat(first.get("requestsOfSeconds")).hasSize(3);
    assertThat(first.at("/operations/get/count").longValue()).isEqualTo(200);
    assertThat(first.at("/operations/get/latencyMicros/p50").longValue()).isPositive();
    assertThat(json.get("measurements").get(5).at("/failures/SlowDown/count").longValue())
        .isEqualTo(1);
    assertThat(json.get("ratios").get(0).get("of").textValue()).isEqualTo("rate");
    assertThat(json.get("ratios").get(0).get("median").doubleValue()).isEqualTo(2);
    assertThat(json.get("ratios").get(0).get("lowest").doubleValue()).isEqualTo(2);
  }

  @Test
  void picture_isWellFormedAndHasALineForEachRunAndEachLatency() throws Exception {
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(SvgPicture.of(result()).getBytes(StandardCharsets.UTF_8)));

    assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(picture.getElementsByTagName("polyline").getLength()).isEqualTo(6 + 6);
    assertThat(picture.getDocumentElement().getTextContent())
        .contains("http://a get", "http://b get", "prefers-color-scheme");
  }

  @Test
  void table_showsFailuresCostAndSpread() {
    Result result = result();

    assertThat(String.join("\n", TableReport.of(result)))
        .contains("driver: 50.0 us of CPU a request")
        .contains("1 x SlowDown, the first: status 503")
        .contains("http://a divided by http://b, in 3 rounds")
        .containsPattern("rate +2\\.000 +2\\.000 +2\\.000");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void median_isTheMiddleOrBetweenTheTwo() {
    assertThat(Ratio.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Ratio.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }
}
