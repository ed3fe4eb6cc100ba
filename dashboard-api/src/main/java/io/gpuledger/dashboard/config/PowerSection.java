package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.PowerTerms;
import io.gpuledger.cost.owned.Tariff;
import io.gpuledger.cost.owned.TariffBand;
import io.gpuledger.cost.owned.TypedPrice;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code power:} of own hardware: PUE, host factor and the tariff by bands of time. */
final class PowerSection {
  private static final String FACTOR = "a factor of 1 or more such as \"1.25\"";
  private static final String PER_KWH = "a price of energy such as 0.12 EUR/kWh";
  private static final String TIME = "a time of day such as \"08:00\"";
  private static final String DAY = "one of mon, tue, wed, thu, fri, sat, sun";
  private static final TypedPrice.PerKwh NOTHING = new TypedPrice.PerKwh(Money.zero("USD"));

  private final YamlMapping item;
  private final ZoneId zone;

  PowerSection(YamlMapping item, ZoneId zone) {
    this.item = item;
    this.zone = zone;
  }

  Optional<PowerTerms> read() {
    Amount pue = item.required("pue", Amount.of(1), FACTOR, Scalars::quantity);
    Amount host = item.optional("hostFactor", FACTOR, Scalars::quantity).orElse(Amount.of(1));
    if (!item.has("tariff")) {
      item.fault("tariff", "\"tariff\" is missing: expected a mapping with \"base\"");
    }
    Optional<Tariff> tariff = tariff(item.mapping("tariff"));
    item.done();
    return item.made(() -> new PowerTerms(pue, host, tariff.orElseThrow()));
  }

  private Optional<Tariff> tariff(YamlMapping of) {
    ZoneId hours =
        of.optional("zone", "a time zone such as Europe/Berlin", ZoneId::of).orElse(zone);
    TypedPrice.PerKwh base = of.required("base", NOTHING, PER_KWH, PowerSection::perKwh);
    List<Optional<TariffBand>> bands = of.mappings("bands", PowerSection::band);
    of.done();
    return of.made(
        () -> new Tariff(hours, base, bands.stream().map(band -> band.orElseThrow()).toList()));
  }

  private static Optional<TariffBand> band(YamlMapping of) {
    String name = of.requiredText("name");
    List<DayOfWeek> days = of.values("days", DAY, PowerSection::day);
    Set<DayOfWeek> all =
        days.isEmpty() && !of.has("days")
            ? EnumSet.allOf(DayOfWeek.class)
            : days.isEmpty() ? Set.of() : EnumSet.copyOf(days);
    LocalTime from = of.required("from", LocalTime.MIDNIGHT, TIME, LocalTime::parse);
    LocalTime to = of.required("to", LocalTime.MIDNIGHT, TIME, PowerSection::end);
    TypedPrice.PerKwh price = of.required("price", NOTHING, PER_KWH, PowerSection::perKwh);
    return of.made(() -> new TariffBand(name, all, from, to, price));
  }

  /** {@code 24:00} is the end of the day. */
  private static LocalTime end(String text) {
    return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
  }

  private static TypedPrice.PerKwh perKwh(String text) {
    return TypedPrice.read(text, TypedPrice.PerKwh.class);
  }

  private static DayOfWeek day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text)) {
        return day;
      }
    }
    throw new IllegalArgumentException(text);
  }
}
