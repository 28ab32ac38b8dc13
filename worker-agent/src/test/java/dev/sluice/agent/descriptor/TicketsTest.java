package dev.sluice.agent.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger closed = new AtomicInteger();
  private final Tickets tickets = new Tickets(1 << 20, now::get);

  /** A file that counts its closings. */
  private final class CountedFile implements PassedFile {
    @Override
    public int descriptor() {
      return 1;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private byte @Nullable [] issue() {
    return tickets.issue(new CountedFile());
  }

  private byte[] issued() {
    return Objects.requireNonNull(issue());
  }

  @Test
  void ticket_isGoodOnce() {
    tickets.open();
    byte[] ticket = issued();

    assertThat(tickets.take(ticket)).isNotNull();
    assertThat(tickets.take(ticket)).isNull();
    assertThat(closed).hasValue(0);
  }

  @Test
  void ticketsInTurn_bringTheirOwnFiles() {
    tickets.open();
    PassedFile one = new CountedFile();
    PassedFile other = new CountedFile();
    byte[] first = Objects.requireNonNull(tickets.issue(one));
    byte[] second = Objects.requireNonNull(tickets.issue(other));

    assertThat(first).hasSize(16).isNotEqualTo(second);
    assertThat(tickets.take(second)).isSameAs(other);
    assertThat(tickets.take(first)).isSameAs(one);
  }

  @Test
  void ticketThatIsNotUsedInTime_isNoneAndItsFileIsClosed() {
    tickets.open();
    byte[] ticket = issued();
    now.addAndGet(Tickets.LIFE.toNanos() - 1);
    tickets.expire();
    assertThat(closed).hasValue(0);

    now.incrementAndGet();
    assertThat(tickets.take(ticket)).isNull();
    assertThat(closed).hasValue(1);
  }

  @Test
  void ticketsBeyondTheLimit_areNotIssued() {
    tickets.open();
    byte[] ticket = issued();
    for (int i = 1; i < 128; i++) {
      assertThat(issue()).isNotNull();
    }
    assertThat(issue()).isNull();

    assertThat(tickets.take(ticket)).isNotNull();
    assertThat(issue()).isNotNull();
    assertThat(issue()).isNull();
  }

  @Test
  void withoutASocket_noneIsIssued() {
    assertThat(issue()).isNull();
    tickets.open();
    byte[] ticket = issued();
    tickets.close();

    assertThat(closed).hasValue(1);
    assertThat(tickets.take(ticket)).isNull();
    assertThat(issue()).isNull();
  }

  @Test
  void bodies_haveThemFromTheThresholdOn() {
    assertThat(tickets.areFor((1 << 20) - 1)).isFalse();
    assertThat(tickets.areFor(1 << 20)).isTrue();
    Tickets none = new Tickets(0, now::get);
    assertThat(none.areWanted()).isFalse();
    assertThat(none.areFor(Long.MAX_VALUE)).isFalse();
  }
}
