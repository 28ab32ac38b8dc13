package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class BenchOptionsTest {
  static BenchOptions read(Map<String, String> environment, String... arguments) {
    CommandSpec command = CommandSpec.create();
    BenchFlags.declare(command);
    return BenchOptions.of(new CommandLine(command).parseArgs(arguments), environment, "own");
  }

  private static BenchOptions read(String line) {
    return read(Map.of(), line.split(" ", -1));
  }

  @Test
  void workloadAlone_isEnough() {
    BenchOptions options = read("get");

    assertThat(options.sentence())
        .isEqualTo("get of 4KiB, 16 clients, closed loop, 10 s after 2 s of warm-up, 1000 objects");
    assertThat(options.targets()).hasSize(1);
    assertThat(options.targets().getFirst().endpoint()).hasToString("http://127.0.0.1:39999");
    assertThat(options.targets().getFirst().key()).isNull();
    assertThat(options.prefix()).isEqualTo("own/");
    assertThat(options.rounds()).isEqualTo(1);
  }

  @Test
  void everyOption_isTaken() {
    BenchOptions options =
        read(
            "mixed --endpoint https://[::1]:8443/ --against http://peer --size 1MiB --objects 7"
                + " --clients 3 --duration 500ms --warm-up 0s --rate 12.5 --mix put=1,list=2"
                + " --page 5 --prefix a/b --bucket some-bucket --access-key id --secret-key s"
                + " --region eu-west-1 --timeout 5 --svg out.svg --json --insecure --keep");

    assertThat(options.targets())
        .extracting(target -> target.endpoint().toString())
        .containsExactly("https://[::1]:8443", "http://peer");
    assertThat(options.targets())
        .extracting(BenchOptions.Target::key)
        .containsOnly(new AccessKey("id", "s", "eu-west-1"));
    assertThat(options.prefix()).isEqualTo("a/b/own/");
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.duration()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.perSecond()).isEqualTo(12.5);
    assertThat(options.mix().shares()).isEqualTo(Map.of(Operation.PUT, 1, Operation.LIST, 2));
    assertThat(options.objects()).isEqualTo(7);
  }

  @Test
  void flat_putsAllKeysBesideEachOther() {
    BenchOptions options = read("put --flat --prefix a/b");
    Space space = new Space(options.bucket(), options.prefix(), options.separator());

    assertThat(space.path(Turns.key("run-1", 7)))
        .isEqualTo("/sluice-bench/a/b/own-run-1-0000000007");
    assertThat(space.list("run-1/", Turns.key("run-1", 6), 10))
        .endsWith("&prefix=a%2Fb%2Fown-run-1-&start-after=a%2Fb%2Fown-run-1-0000000006");
  }

  @Test
  void keys_comeFromTheEnvironmentUnlessAnonymous() {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_REGION", "r");

    assertThat(read(environment, "put").targets().getFirst().key())
        .isEqualTo(new AccessKey("id", "secret", "r"));
    assertThat(read(environment, "put", "--anonymous").targets().getFirst().key()).isNull();
    assertThat(new AccessKey("id", "secret", "r").toString()).doesNotContain("secret");
  }

  @Test
  void objects_areFewerWhereTheyAreLarge() {
    assertThat(read("get --size 64MiB").objects()).isEqualTo(16);
    assertThat(read("get --size 1MiB").objects()).isEqualTo(256);
    assertThat(read("delete --operations 50").objects()).isEqualTo(50);
    assertThat(read("put").objects()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gett | workload: 'gett' (expected: put, get, head, delete, list, mixed, multipart, race)
          get --endpoint ftp://a | --endpoint: 'ftp://a' (expected: http://HOST[:PORT] or https://HOST[:PORT])
          get --against a:1 | --against: 'a:1' (expected: http://HOST[:PORT] or https://HOST[:PORT])
          get --endpoint http://a/b | --endpoint: 'http://a/b' (expected: http://HOST[:PORT] or https://HOST[:PORT])
          get --clients 0 | --clients: '0' (expected: a whole number, 1..4096)
          get --clients many | --clients: 'many' (expected: a whole number, 1..4096)
          get --operations 0 | --operations: '0' (expected: a whole number from 1)
          get --size 6GiB | --size: '6GiB' (expected: 0 bytes..5GiB)
          get --duration 25h | --duration: '25h' (expected: at most 24h)
          get --duration 10 | --duration: '10' (expected: a duration, such as 500ms, 30s, 10m, 24h or 7d)
          get --rate 0 | --rate: '0' (expected: requests a second, above 0, at most 1000000)
          race --rate 5 | --rate: a race has no fixed rate (expected: another workload)
          race --clients 1 | --clients: 1 (expected: 2 or more, for a race)
          race --size 1B | --size: '1B' (expected: 64 bytes..5GiB)
          mixed --mix get=1,fly=2 | --mix: 'get=1,fly=2' (expected: shares such as get=45,head=30,put=15,delete=10,list=0)
          mixed --mix get=0 | --mix: 'get=0' (expected: a share above 0)
          put --bucket A | --bucket: 'A' (expected: a bucket name)
          put --prefix a?b | --prefix: 'a?b' (expected: letters, digits, '.', '_', '-', '/')
          put --access-key id | one half of a key (expected: --access-key and --secret-key, or none)
          """)
  void mistake_namesTheOptionTheValueAndWhatIsExpected(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(ToolFailure.class)
        .hasMessage(message)
        .extracting(failure -> ((ToolFailure) failure).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }
}
