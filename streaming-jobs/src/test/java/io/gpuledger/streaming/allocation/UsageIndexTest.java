package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.DeviceTime;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine answers in no order, so whatever order it is must come to the same. */
class UsageIndexTest {
  private static final int SEEDS = 100;
  private static final Instant HOUR = Instant.parse("2026-10-01T00:00:00Z");
  private static final TimeRange DAY = new TimeRange(HOUR, Instant.parse("2026-10-02T00:00:00Z"));
  private static final AllocationRules RULES = AllocationRules.of(OwnershipRules.NONE);

  /** Nanoseconds that divide by no weight, so that every remainder shows. */
  private static final long PRIME = 1_299_709_000_003L;

  private static byte[] row(
      String device, long layout, String slice, String profile, String holder, long nanos) {
    RowBinaryWriter out = new RowBinaryWriter();
    out.string("c1")
        .string("n1")
        .uint32(HOUR.getEpochSecond())
        .string("NVIDIA H100 80GB HBM3")
        .string(holder.isEmpty() ? "unobserved" : "active")
        .strings(holder.isEmpty() ? List.of() : List.of(holder))
        .size(0)
        .int64(nanos)
        .string(device)
        .uint64(layout)
        .string(slice)
        .string(profile);
    return out.toBytes();
  }

  /** Two devices in slices, one of which is cut anew within the slot, and whole ones. */
  private static List<byte[]> rows() {
    List<byte[]> rows = new ArrayList<>();
    for (String device : List.of("g1", "g2")) {
      rows.add(row(device, 1, "1/", "3g.40gb", "pod:ml/a", PRIME));
      rows.add(row(device, 1, "1/", "3g.40gb", "pod:ml/b", PRIME / 3));
      rows.add(row(device, 1, "1/", "3g.40gb", "", PRIME / 7));
      rows.add(row(device, 1, "2/", "2g.20gb", "pod:ml/c", PRIME));
      rows.add(row(device, 1, "3/", "1g.10gb", "pod:ml/a", PRIME / 11));
    }
    rows.add(row("g2", 2, "1/", "1g.10gb", "pod:ml/a", PRIME / 13));
    rows.add(row("g2", 2, "4/", "", "pod:ml/c", PRIME / 17));
    rows.add(row("", 0, "", "", "pod:ml/a", PRIME));
    rows.add(row("", 0, "", "", "pod:ml/b", PRIME / 5));
    return rows;
  }

  private static List<DeviceTime> times(List<byte[]> rows) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    rows.forEach(answer::writeBytes);
    try (RowInput in = new RowInput(new ByteArrayInputStream(answer.toByteArray()))) {
      return UsageIndex.read(in, RULES).find(new Inventory.Place("c1", "n1"), DAY).times().stream()
          .sorted()
          .toList();
    }
  }

  @Test
  void rows_in_any_order_come_to_the_same_time_of_each_holder_to_the_nanosecond() {
    List<DeviceTime> expected = times(rows());
    assertThat(expected).hasSizeGreaterThan(10);
    for (int seed = 0; seed < SEEDS; seed++) {
      List<byte[]> shuffled = rows();
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(times(shuffled)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void rows_of_two_devices_that_alternate_are_two_devices_and_not_four() {
    List<byte[]> rows = new ArrayList<>();
    for (String slice : List.of("1/", "2/")) {
      for (String device : List.of("g1", "g2")) {
        rows.add(row(device, 1, slice, "3g.40gb", "pod:ml/a", 60_000_000_000L));
      }
    }
    assertThat(times(rows).stream().mapToLong(DeviceTime::nanos).sum())
        .as("two devices, each cut into halves, for a minute")
        .isEqualTo(120_000_000_000L);
  }
}
