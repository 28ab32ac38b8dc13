package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashing and writing at the same time, as Sluice does it. */
@Timeout(60)
class WriteOverlapTest {
  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

  @Test
  void twoPieces_runAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Runnable piece =
        () -> {
          threads.add(Thread.currentThread());
          both.countDown();
          await(both);
        };
    try (WriteOverlap overlap = new WriteOverlap("write", 2)) {
      overlap.run(piece, piece);
    }
    assertThat(threads).doesNotHaveDuplicates().contains(Thread.currentThread());
  }

  @Test
  void oneProcessor_doesOneAfterTheOther() {
    Runnable piece = () -> threads.add(Thread.currentThread());
    try (WriteOverlap overlap = new WriteOverlap("write", 1)) {
      overlap.run(piece, piece);
    }
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void bodyBeyondTheProcessors_keepsToItsThread() {
    Runnable piece = () -> threads.add(Thread.currentThread());
    try (WriteOverlap overlap = new WriteOverlap("write", 2)) {
      overlap.run(() -> overlap.run(piece, piece), () -> {});
    }
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void closedOnes_leaveAllToTheCaller() {
    Runnable piece = () -> threads.add(Thread.currentThread());
    WriteOverlap overlap = new WriteOverlap("write", 2);
    overlap.close();

    overlap.run(piece, piece);

    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void failureElsewhere_isTheCallersOnceBothAreDone() {
    List<String> done = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("disk");
    try (WriteOverlap overlap = new WriteOverlap("write", 2)) {
      for (int i = 0; i < 3; i++) { // no failure keeps a permit
        done.clear();
        assertThatThrownBy(
                () ->
                    overlap.run(
                        () -> done.add("hashed"),
                        () -> {
                          throw failure;
                        }))
            .isSameAs(failure);
        assertThat(done).containsExactly("hashed");
      }
    }
  }

  @Test
  void interrupt_doesNotEndTheWaitForTheOtherThread() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch hashed = new CountDownLatch(1);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    try (WriteOverlap overlap = new WriteOverlap("write", 2)) {
      overlap.run(
          () -> {
            await(begun);
            Thread.currentThread().interrupt();
            hashed.countDown();
          },
          () -> {
            begun.countDown();
            await(hashed);
            done.add("written");
          });
    }
    assertThat(done).containsExactly("written");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
