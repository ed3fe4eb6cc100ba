package io.gpuledger.dashboard.budget;

import com.google.protobuf.ByteString;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.HourlyRate;
import io.gpuledger.ingest.wire.HourlyRates;
import io.gpuledger.ingest.wire.OwnershipRule;
import io.gpuledger.ingest.wire.OwnershipRules;
import io.gpuledger.ingest.wire.StateThresholds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Tells the jobs, over the compacted topic {@code control}, what the configuration says. */
public final class ControlPublisher implements BudgetService.BudgetListener {
  /** The id under which the one set of rules or rates is kept. */
  public static final String ALL = "all";

  private final ControlSink sink;
  private final Clock clock;

  /** Where records go: {@code LedgerProducer::sendControl}. */
  public interface ControlSink {
    void send(String kind, String id, Control control);
  }

  public ControlPublisher(ControlSink sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Sends ownership rules, rates and thresholds. Budgets come through {@link BudgetService}. */
  public void publish(LedgerConfig config) {
    long version = clock.millis();
    OwnershipRules.Builder rules = OwnershipRules.newBuilder();
    config.ownership().forEach(rule -> rules.addRules(ownership(rule)));
    sink.send(
        "ownership", ALL, Control.newBuilder().setVersion(version).setOwnership(rules).build());
    HourlyRates.Builder rates = HourlyRates.newBuilder();
    config.prices().forEach(price -> rates.addRates(rate(price)));
    sink.send("rates", ALL, Control.newBuilder().setVersion(version).setRates(rates).build());
    for (LedgerConfig.Thresholds thresholds : config.thresholds()) {
      sink.send(
          "thresholds",
          thresholds.deviceModel(),
          Control.newBuilder().setVersion(version).setThresholds(thresholds(thresholds)).build());
    }
  }

  private static OwnershipRule ownership(LedgerConfig.OwnershipRule rule) {
    return OwnershipRule.newBuilder()
        .setName(rule.name())
        .setMatch(rule.match())
        .setTeam(rule.team())
        .setCostCenter(rule.costCenter())
        .setProject(rule.project())
        .setEnvironment(rule.environment())
        .setFromMicros(micros(rule.from()))
        .setToMicros(micros(rule.to()))
        .build();
  }

  private static HourlyRate rate(LedgerConfig.Price price) {
    return HourlyRate.newBuilder()
        .setDeviceModel(price.deviceModel())
        .setCurrency(price.currency())
        .setPerDeviceHour(ByteString.copyFrom(price.perDeviceHour().unscaled().toByteArray()))
        .setFromMicros(micros(price.from()))
        .setToMicros(micros(price.to()))
        .build();
  }

  private static StateThresholds thresholds(LedgerConfig.Thresholds thresholds) {
    return StateThresholds.newBuilder()
        .setDeviceModel(thresholds.deviceModel())
        .setIdleBusyRatio(thresholds.idleBusyRatio())
        .setProductiveSmRatio(thresholds.productiveSmRatio())
        .setProductiveTensorRatio(thresholds.productiveTensorRatio())
        .setMemoryBaselineBytes(thresholds.memoryBaselineBytes())
        .build();
  }

  private static long micros(Optional<Instant> at) {
    return at.map(instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant)).orElse(0L);
  }

  /** Sends a budget in force; also used at start for all of them. */
  @Override
  public void changed(Budget budget) {
    sendBudget(budget, false);
  }

  @Override
  public void deleted(Budget budget) {
    sendBudget(budget, true);
  }

  private void sendBudget(Budget budget, boolean deleted) {
    BudgetWatch watch =
        BudgetWatch.newBuilder()
            .setBudgetId(budget.id())
            .setVersion(budget.version())
            .setFilter(budget.filter())
            .setCurrency(budget.currency())
            .setLimit(ByteString.copyFrom(budget.limit().unscaled().toByteArray()))
            .addAllThresholdPercents(budget.thresholdPercents())
            .setDeleted(deleted)
            .build();
    sink.send(
        "budget",
        budget.id(),
        Control.newBuilder().setVersion(budget.version()).setBudget(watch).build());
  }
}
