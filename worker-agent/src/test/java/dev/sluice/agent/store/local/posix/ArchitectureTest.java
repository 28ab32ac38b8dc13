package dev.sluice.agent.store.local.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
  @Test
  void machine_isKnownByEachOfItsNames() {
    assertThat(Architecture.of("Linux", "amd64")).isEqualTo(Architecture.X86_64);
    assertThat(Architecture.of("Linux", "x86_64")).isEqualTo(Architecture.X86_64);
    assertThat(Architecture.of("Linux", "aarch64")).isEqualTo(Architecture.AARCH64);
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X,aarch64", "Windows 11,amd64", "Linux,riscv64", "Linux,x86", "'',''"})
  void otherMachine_isRefusedWithASentence(String system, String machine) {
    assertThatThrownBy(() -> Architecture.of(system, machine))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "The local storage engine needs Linux on x86-64 or aarch64; this is "
                + system
                + " on "
                + machine
                + ".");
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void systemCalls_haveDifferentNumbers(Architecture architecture) {
    assertThat(Arrays.stream(SystemCall.values()).map(call -> call.number(architecture)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Errno.class)
  void errno_isFoundByItsNumber(Errno errno) {
    assertThat(Errno.of(errno.number())).isEqualTo(errno);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "3", "133", "134", "4095", "2147483647"})
  void unknownNumber_isOther(int number) {
    assertThat(Errno.of(number)).isEqualTo(Errno.OTHER);
    assertThat(new ErrnoException(number, "call", new byte[] {'p'}).getMessage())
        .isEqualTo("call p: OTHER (errno " + number + ")");
  }

  @Test
  void trace_isKeptOnlyWhereSomethingIsWrong() {
    assertThat(new ErrnoException(Errno.ENOENT, "openat2", new byte[0]).getStackTrace()).isEmpty();
    assertThat(new ErrnoException(Errno.EIO, "fsync", new byte[0]).getStackTrace()).isNotEmpty();
  }
}
