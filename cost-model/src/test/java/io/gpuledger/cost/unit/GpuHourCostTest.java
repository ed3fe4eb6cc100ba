package io.gpuledger.cost.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GpuHourCostTest {
  private static final BigInteger HOUR = BigInteger.valueOf(3_600_000_000_000L);

  /** A node of 8 at 23.60: 6 held, 4 of them busy, 1 productive. */
  private static final GpuHourCost NODE =
      new GpuHourCost(Amount.parse("23.60"), hours(8), hours(6), hours(4), hours(1));

  @Test
  void an_hour_costs_the_more_the_stricter_its_kind() {
    assertEquals("2.950000", text(NODE.perHour(NODE.paid())));
    assertEquals("3.933333", text(NODE.perHour(NODE.allocated())));
    assertEquals("5.900000", text(NODE.perHour(NODE.busy())));
    assertEquals("23.600000", text(NODE.perHour(NODE.productive())));
  }

  @Test
  void without_time_there_is_no_price() {
    assertEquals(Optional.empty(), NODE.perHour(BigInteger.ZERO));
    assertEquals(Optional.empty(), NODE.perHour(HOUR.negate()));
  }

  @Test
  void parts_add_up_and_come_off_again() {
    assertEquals(NODE, NODE.plus(NODE).minus(NODE));
  }

  private static BigInteger hours(long count) {
    return HOUR.multiply(BigInteger.valueOf(count));
  }

  private static String text(Optional<java.math.BigDecimal> price) {
    return price.orElseThrow().toPlainString();
  }
}
