package io.gpuledger.cost.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.cost.usage.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeasuredTimeTest {
  private static final long HOUR = 3_600_000_000_000L;

  private static MeasuredTime time() {
    return new MeasuredTime(State.ACTIVE, "H100");
  }

  private static List<LineHolder> pods(String... names) {
    return List.of(names).stream().map(name -> LineHolder.ofKey("pod:ml/" + name)).toList();
  }

  private static Map<String, Long> byPod(MeasuredTime time) {
    Map<String, Long> times = new TreeMap<>();
    for (DeviceTime of : time.times()) {
      assertEquals(1, of.holders().size());
      times.merge(of.holders().get(0).holder().workload(), of.nanos(), Long::sum);
    }
    return times;
  }

  @Test
  void holders_of_one_team_share_its_row_by_weight() {
    MeasuredTime time = time();
    time.add(pods("a", "b"), List.of(3 * HOUR, HOUR), HOUR);

    assertEquals(Map.of("a", HOUR * 3 / 4, "b", HOUR / 4), byPod(time));
  }

  @Test
  void holders_of_several_teams_share_the_device_although_each_row_has_an_equal_part() {
    MeasuredTime time = time();
    // Of three holders a weighs 2, b 0.75 and c 0.25 of the average; a row has a third for each.
    time.add(pods("a"), List.of(HOUR / 3 * 2), HOUR / 3);
    time.add(pods("b", "c"), List.of(HOUR / 3 * 2 / 4 * 3, HOUR / 3 * 2 / 4), HOUR / 3 * 2);

    assertEquals(Map.of("a", HOUR * 8 / 12, "b", HOUR * 3 / 12, "c", HOUR / 12), byPod(time));
  }

  @Test
  void a_holder_that_weighs_nothing_has_no_time_and_none_at_all_have_equal_shares() {
    MeasuredTime time = time();
    time.add(pods("a"), List.of(HOUR), HOUR / 2);
    time.add(pods("b"), List.of(0L), HOUR / 2);
    assertEquals(Map.of("a", HOUR), byPod(time));

    MeasuredTime nobody = time();
    nobody.add(pods("a"), List.of(0L), HOUR / 2);
    nobody.add(pods("b"), List.of(0L), HOUR / 2);
    assertEquals(Map.of("a", HOUR / 2, "b", HOUR / 2), byPod(nobody));
  }

  @Test
  void parts_sum_to_the_time_to_the_nanosecond_in_whatever_order_rows_come() {
    Random random = new Random(3828);
    for (int round = 0; round < 300; round++) {
      record Row(List<LineHolder> holders, List<Long> weighed, long nanos) {}
      List<Row> rows = new ArrayList<>();
      long sum = 0;
      for (int i = random.nextInt(5); i >= 0; i--) {
        List<LineHolder> holders = new ArrayList<>();
        List<Long> weighed = new ArrayList<>();
        for (int j = random.nextInt(4); j >= 0; j--) {
          holders.addAll(pods("p" + i + "-" + j));
          weighed.add(random.nextInt(3) == 0 ? 0 : random.nextLong(HOUR));
        }
        long nanos = random.nextLong(HOUR);
        sum += nanos;
        rows.add(new Row(holders, weighed, nanos));
      }
      MeasuredTime one = time();
      rows.forEach(row -> one.add(row.holders, row.weighed, row.nanos));
      Collections.shuffle(rows, random);
      MeasuredTime other = time();
      rows.forEach(row -> other.add(row.holders, row.weighed, row.nanos));

      List<DeviceTime> times = one.times();
      assertEquals(sum, times.stream().mapToLong(DeviceTime::nanos).sum());
      assertEquals(times, other.times());
      assertTrue(times.stream().allMatch(of -> of.nanos() > 0));
    }
  }

  @Test
  void a_row_without_holders_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> time().add(List.of(), List.of(), 1));
  }
}
