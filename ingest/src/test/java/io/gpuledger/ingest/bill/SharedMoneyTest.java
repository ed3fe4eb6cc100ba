package io.gpuledger.ingest.bill;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedMoneyTest {
  private final SharedMoney money = new SharedMoney();

  @Test
  void parts_come_to_the_money_of_their_group_whatever_the_weights() {
    long seed = 20_261_130;
    Random random = new Random(seed);
    BigDecimal total = new BigDecimal("-12345.678901234567890123");
    money.add("a", new BigDecimal("-12000"));
    money.add("a", new BigDecimal("-345.678901234567890123"));
    for (int i = 1; i <= 1_000; i++) {
      money.weigh("a", i, i % 3, BigDecimal.valueOf(random.nextInt(1_000), 9));
    }

    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 1; i <= 1_000; i++) {
      sum = sum.add(money.share(i, i % 3).orElseThrow());
    }
    assertThat(sum).as("seed %d", seed).isEqualByComparingTo(total);
    assertThat(money.isShared("a")).isTrue();
  }

  @Test
  void the_largest_remainder_gets_the_last_digit() {
    money.add("a", BigDecimal.ONE);
    money.weigh("a", 1, 0, BigDecimal.ONE);
    money.weigh("a", 1, 1, BigDecimal.ONE);
    money.weigh("a", 2, 0, BigDecimal.ONE);

    assertThat(money.share(1, 0)).contains(new BigDecimal("0.333333333333333334"));
    assertThat(money.share(1, 1)).contains(new BigDecimal("0.333333333333333333"));
    assertThat(money.share(2, 0)).contains(new BigDecimal("0.333333333333333333"));
  }

  @Test
  void money_stays_where_it_was_told_without_weights_and_with_weights_of_zero() {
    money.add("none", BigDecimal.TEN);
    money.add("zero", BigDecimal.TEN);
    money.weigh("zero", 1, 0, BigDecimal.ZERO);
    money.weigh("untold", 2, 0, BigDecimal.ONE);

    assertThat(money.isShared("none")).isFalse();
    assertThat(money.isShared("zero")).isFalse();
    assertThat(money.isShared("untold")).isFalse();
    assertThat(money.share(1, 0)).isEmpty();
    assertThat(money.share(2, 0)).isEmpty();
    assertThat(money.share(3, 0)).isEqualTo(Optional.empty());
  }

  @Test
  void money_of_zero_is_shared_as_zero() {
    money.add("a", BigDecimal.ZERO);
    money.weigh("a", 1, 0, BigDecimal.ONE);

    assertThat(money.isShared("a")).isTrue();
    assertThat(money.share(1, 0).orElseThrow()).isEqualByComparingTo("0");
  }

  @Test
  void a_group_that_cannot_be_weighed_stays_whole() {
    money.add("a", BigDecimal.TEN);
    money.weigh("a", 1, 0, BigDecimal.ONE);
    money.keepWhole("a");

    assertThat(money.isShared("a")).isFalse();
    assertThat(money.share(1, 0)).isEmpty();
  }

  @Test
  void one_part_too_many_leaves_its_group_whole_and_the_others_divided() {
    money.add("first", BigDecimal.TEN);
    money.add("last", BigDecimal.TEN);
    for (int i = 1; i < SharedMoney.MAX_PARTS; i++) {
      money.weigh("first", i, 0, BigDecimal.ONE);
    }
    money.weigh("last", SharedMoney.MAX_PARTS, 0, BigDecimal.ONE);
    assertThat(money.isShared("last")).isTrue();
    money.weigh("last", SharedMoney.MAX_PARTS + 1L, 0, BigDecimal.ONE);

    assertThat(money.isShared("first")).isTrue();
    assertThat(money.isShared("last")).isFalse();
    assertThat(money.share(SharedMoney.MAX_PARTS, 0)).isEmpty();
  }

  @Test
  void with_one_group_too_many_nothing_is_divided() {
    money.add("a", BigDecimal.TEN);
    money.weigh("a", 1, 0, BigDecimal.ONE);
    for (int i = 1; i < SharedMoney.MAX_GROUPS; i++) {
      money.keepWhole(String.valueOf(i));
    }
    assertThat(money.share(1, 0)).isPresent();
    assertThat(money.hasTooMany()).isFalse();
    money.add("more", BigDecimal.TEN);

    assertThat(money.hasTooMany()).isTrue();
    assertThat(money.isShared("a")).isFalse();
    assertThat(money.share(1, 0)).isEmpty();
  }
}
