package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  @Test
  void items_arrive_in_the_order_they_were_read() {
    List<Integer> taken = new ArrayList<>();

    ReadAhead.<Integer>forEach(out -> IntStream.range(0, 1_000).forEach(out::accept), taken::add);

    assertThat(taken).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
  }

  @Test
  void the_reader_is_never_further_ahead_than_the_limit() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    ReadAhead.<Integer>forEach(
        out -> {
          for (int i = 0; i < 100; i++) {
            most.accumulateAndGet(read.incrementAndGet() - taken.get(), Math::max);
            out.accept(i);
          }
        },
        item -> taken.incrementAndGet());

    // What waits, what is being handed over, and what was read after a taker's count was seen.
    assertThat(most.get()).isLessThanOrEqualTo(ReadAhead.ITEMS_AHEAD + 2);
  }

  @Test
  void a_failed_reader_fails_the_taker_after_what_was_read() {
    List<String> taken = new ArrayList<>();

    assertThatThrownBy(
            () ->
                ReadAhead.<String>forEach(
                    out -> {
                      out.accept("before");
                      throw new IllegalStateException("the answer broke off");
                    },
                    taken::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the answer broke off");
    assertThat(taken).containsExactly("before");
  }

  @Test
  void an_error_of_the_reader_reaches_the_taker_instead_of_leaving_it_waiting() {
    assertThatThrownBy(
            () ->
                ReadAhead.<String>forEach(
                    out -> {
                      throw new OutOfMemoryError("of the reader");
                    },
                    taken -> {}))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("of the reader");
  }

  @Test
  void a_failed_taker_stops_the_reader_before_it_returns() {
    AtomicReference<Throwable> ended = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                ReadAhead.<Integer>forEach(
                    out -> {
                      try {
                        for (int i = 0; ; i++) {
                          out.accept(i);
                        }
                      } catch (CancellationException e) {
                        ended.set(e);
                        throw e;
                      }
                    },
                    item -> {
                      throw new IllegalArgumentException("item " + item);
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 0");
    assertThat(ended.get()).isInstanceOf(CancellationException.class);
  }
}
