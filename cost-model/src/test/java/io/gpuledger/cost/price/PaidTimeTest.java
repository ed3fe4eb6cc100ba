package io.gpuledger.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gpuledger.cost.device.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PaidTimeTest {
  @ParameterizedTest
  @MethodSource("ranges")
  void time_is_held_up_to_the_weight_cap_and_ends_with_the_inventory(
      String from, String cadence, String until, List<String> expected) {
    List<PaidTime.Part> parts =
        PaidTime.between(nanos(from), Duration.parse(cadence).toNanos(), nanos(until));

    assertThat(parts).extracting(PaidTimeTest::text).containsExactlyElementsOf(expected);
  }

  static List<Arguments> ranges() {
    return List.of(
        arguments(
            "2026-11-02T00:00:00Z", "PT15S", "2026-11-02T00:00:15Z", List.of("2026-11 PT15S held")),
        arguments(
            "2026-11-02T00:00:00Z",
            "PT15S",
            "2026-11-02T00:00:31Z",
            List.of("2026-11 PT30S held", "2026-11 PT1S")),
        arguments(
            "2026-11-02T00:00:00Z",
            "PT4M",
            "2026-11-02T00:06:00Z",
            List.of("2026-11 PT5M held", "2026-11 PT1M")),
        arguments(
            "2026-11-02T00:00:00Z",
            "PT0S",
            "2026-11-02T00:06:00Z",
            List.of("2026-11 PT5M held", "2026-11 PT1M")),
        arguments(
            "2026-11-02T00:00:00Z",
            "PT15S",
            "2026-11-05T00:00:00Z",
            List.of("2026-11 PT30S held", "2026-11 PT23H59M30S")),
        arguments(
            "2026-10-31T23:59:50Z",
            "PT15S",
            "2026-11-01T00:01:00Z",
            List.of("2026-10 PT10S held", "2026-11 PT20S held", "2026-11 PT40S")),
        arguments(
            "2026-12-31T23:59:30Z",
            "PT15S",
            "2027-01-01T00:00:30Z",
            List.of("2026-12 PT30S held", "2027-01 PT30S")),
        arguments("2026-11-02T00:00:00Z", "PT15S", "2026-11-02T00:00:00Z", List.of()));
  }

  @Test
  void a_sample_at_the_end_of_time_overflows_nothing() {
    long end = Long.MAX_VALUE - Duration.ofHours(24).toNanos();

    assertThat(PaidTime.between(end, 0, Long.MAX_VALUE))
        .extracting(part -> part.month().toString() + part.held())
        .containsExactly("2262-04true", "2262-04false");
  }

  @ParameterizedTest
  @CsvSource({"1g.10gb,1", "3g.40gb,3", "7g.80gb,7", "1c.3g.40gb,1", "9g.x,7", "0g.x,1", "g,1"})
  void a_slice_is_paid_by_its_compute_slices(String profile, int expected) {
    DeviceId slice = new DeviceId("c", "GPU-0", "1", "");

    assertThat(new Sevenths().of(slice, profile)).isEqualTo(expected);
  }

  @Test
  void a_parent_bears_what_its_slices_leave() {
    DeviceId parent = DeviceId.ofWhole("c", "GPU-0");
    Sevenths sevenths = new Sevenths();
    assertThat(sevenths.of(parent, "")).isEqualTo(7);

    sevenths.add(parent, "");
    sevenths.add(new DeviceId("c", "GPU-0", "1", ""), "3g.40gb");
    sevenths.add(new DeviceId("c", "GPU-0", "2", ""), "1g.10gb");
    sevenths.add(new DeviceId("c", "GPU-0", "2", ""), "1g.10gb");
    assertThat(sevenths.of(parent, "")).isEqualTo(3);
    assertThat(sevenths.of(DeviceId.ofWhole("c", "GPU-1"), "")).isEqualTo(7);

    sevenths.add(new DeviceId("c", "GPU-0", "3", ""), "7g.80gb");
    assertThat(sevenths.of(parent, "")).as("never below zero").isZero();
  }

  private static String text(PaidTime.Part part) {
    return part.month() + " " + Duration.ofNanos(part.nanos()) + (part.held() ? " held" : "");
  }

  private static long nanos(String instant) {
    return Duration.between(Instant.EPOCH, Instant.parse(instant)).toNanos();
  }
}
