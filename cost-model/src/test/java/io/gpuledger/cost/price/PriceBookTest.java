package io.gpuledger.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");
  private static final TimeRange ALL = PriceBook.from(JANUARY);

  private static DevicePrice price(String region, PriceOption option, String price) {
    return price(region, option, price, ALL, PriceStanding.PUBLISHED);
  }

  private static DevicePrice price(
      String region, PriceOption option, String price, TimeRange valid, PriceStanding standing) {
    return new DevicePrice(
        "AWS",
        region,
        "NVIDIA H100",
        option,
        UnitPrice.read(price),
        valid,
        new PriceOrigin("list", Optional.empty()),
        standing);
  }

  private static PriceBook book(DevicePrice... prices) {
    return new PriceBook(List.of(prices), List.of());
  }

  private static String best(PriceBook book, String region, PriceOption option) {
    return book.best(
            new PriceQuestion(
                "Amazon Web Services", region, "NVIDIA H100 80GB HBM3", option, "USD", NOVEMBER))
        .map(found -> found.price().toString())
        .orElse("unpriced");
  }

  @Test
  void the_region_comes_first_then_every_region_then_the_dearest_other_region() {
    DevicePrice own = price("us-east-1", PriceOption.ON_DEMAND, "6 USD/GPU-hour");
    DevicePrice every = price("", PriceOption.ON_DEMAND, "7 USD/GPU-hour");
    DevicePrice cheap = price("eu-1", PriceOption.ON_DEMAND, "5 USD/GPU-hour");
    DevicePrice dear = price("ap-1", PriceOption.ON_DEMAND, "9 USD/GPU-hour");

    assertThat(best(book(cheap, dear, every, own), "us-east-1", PriceOption.ON_DEMAND))
        .isEqualTo("6 USD/GPU-hour");
    assertThat(best(book(cheap, dear, every), "us-east-1", PriceOption.ON_DEMAND))
        .isEqualTo("7 USD/GPU-hour");
    assertThat(best(book(cheap, dear), "us-east-1", PriceOption.ON_DEMAND))
        .isEqualTo("9 USD/GPU-hour");
  }

  @Test
  void an_option_without_a_price_falls_back_to_on_demand_and_on_demand_to_nothing() {
    DevicePrice onDemand = price("us-east-1", PriceOption.ON_DEMAND, "6 USD/GPU-hour");
    DevicePrice spotElsewhere = price("eu-1", PriceOption.SPOT, "2 USD/GPU-hour");

    assertThat(best(book(onDemand), "us-east-1", PriceOption.ONE_YEAR)).isEqualTo("6 USD/GPU-hour");
    assertThat(best(book(onDemand, spotElsewhere), "us-east-1", PriceOption.SPOT))
        .isEqualTo("2 USD/GPU-hour");
    assertThat(best(book(spotElsewhere), "eu-1", PriceOption.ON_DEMAND)).isEqualTo("unpriced");
  }

  @Test
  void another_provider_currency_or_time_prices_nothing() {
    PriceBook book = book(price("", PriceOption.ON_DEMAND, "6 USD/GPU-hour"));

    assertThat(found(book, "Azure", "USD", NOVEMBER)).isEmpty();
    assertThat(found(book, "AWS", "EUR", NOVEMBER)).isEmpty();
    assertThat(found(book, "AWS", "USD", JANUARY.minusNanos(1))).isEmpty();
    assertThat(found(book, "AWS", "USD", JANUARY)).isPresent();
  }

  private static Optional<DevicePrice> found(
      PriceBook book, String provider, String currency, Instant at) {
    return book.best(
        new PriceQuestion(provider, "", "NVIDIA H100", PriceOption.ON_DEMAND, currency, at));
  }

  /** The complaint of opencost#2215: a new family of GPUs cost nothing. */
  @Test
  void a_model_that_nobody_has_priced_is_unpriced_and_not_free() {
    assertThat(
            PriceBook.standard()
                .best(
                    new PriceQuestion(
                        "AWS", "us-east-1", "NVIDIA X900", PriceOption.ON_DEMAND, "USD", NOVEMBER)))
        .isEmpty();
  }

  /** The complaint of opencost#3781. */
  @Test
  void a_price_of_a_month_prices_no_hour() {
    assertThat(
            best(
                book(price("", PriceOption.ON_DEMAND, "2150 USD/GPU-month")),
                "",
                PriceOption.ON_DEMAND))
        .isEqualTo("unpriced");
  }

  @Test
  void a_newer_price_holds_before_an_older_one() {
    DevicePrice older = price("", PriceOption.ON_DEMAND, "12 USD/GPU-hour");
    DevicePrice newer =
        price(
            "",
            PriceOption.ON_DEMAND,
            "6 USD/GPU-hour",
            PriceBook.from(JULY),
            PriceStanding.PUBLISHED);

    assertThat(best(book(older, newer), "", PriceOption.ON_DEMAND)).isEqualTo("6 USD/GPU-hour");
  }

  @Test
  void a_spot_price_above_on_demand_is_a_finding_and_prices_nothing() {
    DevicePrice onDemand = price("", PriceOption.ON_DEMAND, "3.29 USD/GPU-hour");
    DevicePrice scraped = price("", PriceOption.SPOT, "38.08 USD/instance-hour of 8");
    DevicePrice equal = price("eu-1", PriceOption.SPOT, "3.29 USD/GPU-hour");
    PriceBook book = book(onDemand, scraped, equal);

    assertThat(book.findings())
        .containsExactly(
            new PriceFinding(
                scraped, "spot 38.08 USD/instance-hour of 8 is above on-demand 3.29 USD/GPU-hour"));
    assertThat(best(book(onDemand, scraped), "", PriceOption.SPOT)).isEqualTo("3.29 USD/GPU-hour");
  }

  @Test
  void a_configured_price_holds_and_what_it_replaces_stays_as_overridden() {
    DevicePrice published = price("us-east-1", PriceOption.ON_DEMAND, "6.88 USD/GPU-hour");
    DevicePrice other = price("eu-1", PriceOption.ON_DEMAND, "7 USD/GPU-hour");
    DevicePrice configured =
        price(
            "us-east-1",
            PriceOption.ON_DEMAND,
            "5 USD/GPU-hour",
            new TimeRange(JANUARY, JULY),
            PriceStanding.CONFIGURED);
    PriceBook book = book(published, other).with(List.of(configured), List.of());

    assertThat(book.devices())
        .extracting(DevicePrice::standing)
        .containsExactly(
            PriceStanding.CONFIGURED, PriceStanding.OVERRIDDEN, PriceStanding.PUBLISHED);
    assertThat(
            book.best(
                    new PriceQuestion(
                        "AWS",
                        "us-east-1",
                        "NVIDIA H100",
                        PriceOption.ON_DEMAND,
                        "USD",
                        JULY.minusNanos(1)))
                .orElseThrow())
        .isEqualTo(configured);
    assertThat(best(book, "us-east-1", PriceOption.ON_DEMAND)).isEqualTo("6.88 USD/GPU-hour");
  }

  @Test
  void tokens_are_priced_by_provider_model_type_and_time() {
    PriceBook book = PriceBook.standard();

    assertThat(
            book.tokenPrice(
                    "anthropic", "claude-sonnet-4-5", TokenType.CACHE_WRITE, "USD", NOVEMBER)
                .orElseThrow()
                .price())
        .hasToString("3.75 USD/1M tokens");
    assertThat(book.tokenPrice("OpenAI", "gpt-4o", TokenType.CACHE_WRITE, "USD", NOVEMBER))
        .isEmpty();
    assertThat(book.tokenPrice("OpenAI", "gpt-99", TokenType.INPUT, "USD", NOVEMBER)).isEmpty();
  }

  @Test
  void the_published_book_has_no_finding_and_names_source_and_date_of_each_price() {
    PriceBook book = PriceBook.standard();

    assertThat(book.findings()).isEmpty();
    assertThat(book.devices()).hasSizeGreaterThan(60);
    assertThat(book.tokens()).hasSizeGreaterThan(40);
    assertThat(book.devices())
        .allSatisfy(
            price -> {
              assertThat(price.origin().collectedOn()).isPresent();
              assertThat(ProviderName.of(price.provider())).isEqualTo(price.provider());
              assertThat(DeviceFamily.of(price.deviceModel())).isEqualTo(price.deviceModel());
              assertThat(price.price().perDeviceHour()).isPresent();
            });
  }

  @Test
  void a_price_of_tokens_is_no_price_of_a_device() {
    assertThatThrownBy(() -> price("", PriceOption.ON_DEMAND, "1 USD/1M tokens"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
