package io.gpuledger.dashboard.config;

import io.gpuledger.cost.energy.CarbonSite;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.energy.GridFactor;
import io.gpuledger.cost.energy.PublishedFactors;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads {@code carbon:}, where clusters stand and what a kilowatt-hour emits there. */
final class CarbonSection {
  static final int LIMIT = 2_000;

  private static final String DATE = "a date such as 2026-10-01";
  private static final String FACTOR = "a factor of 1 or more such as \"1.25\"";

  /** A site without an end; far enough that no question is cut by it. */
  private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

  private final PublishedFactors published = PublishedFactors.load();

  private CarbonSection() {}

  static CarbonSites read(YamlMapping top) {
    YamlMapping carbon = top.mapping("carbon");
    CarbonSection section = new CarbonSection();
    List<Optional<CarbonSite>> read = carbon.mappings("sites", section::site);
    List<CarbonSite> sites = read.stream().flatMap(Optional::stream).toList();
    if (read.size() > LIMIT) {
      carbon.fault("sites", read.size() + " entries, at most " + LIMIT + " are allowed");
    }
    carbon.done();
    try {
      return new CarbonSites(sites);
    } catch (RefusedException e) {
      e.problems().forEach(problem -> carbon.fault(problem.field(), problem.message()));
      return CarbonSites.NONE;
    }
  }

  private Optional<CarbonSite> site(YamlMapping item) {
    String cluster = item.requiredText("cluster");
    String provider = item.text("provider", "");
    String region = item.text("region", "");
    Instant from = item.optional("from", DATE, CarbonSection::day).orElse(Instant.EPOCH);
    Instant to = item.optional("to", DATE, CarbonSection::day).orElse(NEVER);
    if (!from.isBefore(to)) {
      item.fault("to", "must be later than \"from\"");
    }
    Amount host = item.optional("hostFactor", FACTOR, Scalars::quantity).orElse(Amount.of(1));
    Optional<Amount> pue =
        item.optional("pue", FACTOR, Scalars::quantity).or(() -> published.pue(provider));
    if (pue.isEmpty() && !item.has("pue")) {
      item.fault("pue", "\"pue\" is missing: it is published for aws, azure and gcp only");
    }
    Optional<GridFactor> own = item.has("grid") ? factor(item.mapping("grid")) : Optional.empty();
    Optional<GridFactor> factor = own.or(() -> published.find(provider, region));
    return item.made(
        () ->
            new CarbonSite(
                cluster, region, new TimeRange(from, to), host, pue.orElseThrow(), factor));
  }

  private static Optional<GridFactor> factor(YamlMapping item) {
    Amount grams =
        item.required("gramsPerKwh", Amount.ZERO, "grams such as \"30\"", Scalars::quantity);
    String source = item.requiredText("source");
    LocalDate date = item.required("date", LocalDate.EPOCH, DATE, LocalDate::parse);
    item.done();
    return item.made(() -> new GridFactor(grams, source, date));
  }

  /** Whole UTC days: no fact of a minute is cut by a border. */
  private static Instant day(String text) {
    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
