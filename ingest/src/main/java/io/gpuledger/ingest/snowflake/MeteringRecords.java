package io.gpuledger.ingest.snowflake;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.focus.ReadNote;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The hours of the metering history: which warehouse or object used how many credits. */
final class MeteringRecords implements RecordStudy, RecordCharges {
  static final List<String> NEEDED =
      List.of("service_type", "start_time", "end_time", "name", "credits_used");

  private static final List<String> TAKEN =
      List.of("start_time", "end_time", "entity_id", "name", "account_locator");

  private final SnowflakeSet set;
  private final SnowflakeLines lines;
  private final Map<Integer, String> kept;
  private final int locator;
  private final int serviceType;
  private final int start;
  private final int end;
  private final int entity;
  private final int name;
  private final int compute;
  private final int credits;
  private boolean toldUnknown;

  MeteringRecords(NativeColumns columns, SnowflakeSet set) {
    this.set = set;
    start = columns.of("start_time");
    lines = new SnowflakeLines(start);
    kept = columns.kept(TAKEN);
    locator = columns.of("account_locator");
    serviceType = columns.of("service_type");
    end = columns.of("end_time");
    entity = columns.of("entity_id");
    name = columns.of("name");
    compute = columns.of("credits_used_compute");
    credits = columns.of("credits_used");
  }

  @Override
  public Map<Integer, String> kept() {
    return kept;
  }

  @Override
  public Set<String> added() {
    return SnowflakeLines.ADDED;
  }

  @Override
  public void learn(NativeRecord record) {
    Optional<String> day = SnowflakeLines.day(record, start);
    Optional<BigDecimal> weight = weight(record);
    if (day.isPresent() && weight.filter(used -> used.signum() >= 0).isPresent()) {
      set.meter(
          day.get(), record.text(locator), record.text(serviceType), record.number(), weight.get());
    }
  }

  /** Credits of cloud services are billed by a rule of their own, over the whole day [K]. */
  private Optional<BigDecimal> weight(NativeRecord record) {
    return record.decimal(record.first(compute, credits));
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    lines.writeMonth(record, charge);
    charge.control(BigDecimal.ZERO);
    if (weight(record).isEmpty()) {
      charge.fault(ProblemCode.MISSING_VALUE, credits, "the record says no credits");
    }
    String service = record.text(serviceType);
    Optional<SnowflakeSet.Share> share =
        SnowflakeLines.day(record, start)
            .flatMap(day -> set.share(day, record.text(locator), service, record.number()));
    Optional<SnowflakeSet.Party> party =
        share.map(SnowflakeSet.Share::party).or(() -> set.party(record.text(locator)));
    if (party.isEmpty()) {
      charge.fault(
          ProblemCode.MISSING_VALUE,
          serviceType,
          "whose record this is cannot be told: import it with the usage in currency, and with"
              + " account_locator where that has several accounts");
      return;
    }
    lines.writeParty(charge, party.get(), service);
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    charge.copy(FocusColumn.RESOURCE_ID, record.first(entity, name));
    charge.copy(FocusColumn.RESOURCE_NAME, name);
    charge.put(FocusColumn.RESOURCE_TYPE, service);
    writeCosts(charge, share);
    int quantity = record.first(compute, credits);
    charge.copy(FocusColumn.PRICING_QUANTITY, quantity);
    charge.copy(FocusColumn.CONSUMED_QUANTITY, quantity);
    charge.put(FocusColumn.PRICING_UNIT, SnowflakeLines.CREDITS);
    charge.put(FocusColumn.CONSUMED_UNIT, SnowflakeLines.CREDITS);
    charge.put(FocusColumn.PRICING_CURRENCY, SnowflakeLines.CREDITS);
    charge.copy(FocusColumn.PRICING_CURRENCY_EFFECTIVE_COST, quantity);
    boolean paidBefore =
        share.filter(part -> part.billed().compareTo(part.effective()) < 0).isPresent();
    charge.put(FocusColumn.PRICING_CATEGORY, paidBefore ? "Committed" : "Standard");
  }

  private void writeCosts(ChargeWriter charge, Optional<SnowflakeSet.Share> share) {
    charge.put(
        FocusColumn.BILLED_COST, share.map(SnowflakeSet.Share::billed).orElse(BigDecimal.ZERO));
    if (share.isPresent()) {
      charge.put(FocusColumn.EFFECTIVE_COST, share.get().effective());
      charge.put(FocusColumn.CONTRACTED_COST, share.get().effective());
    } else if (!toldUnknown) {
      toldUnknown = true;
      charge.noted(
          ReadNote.Kind.COST_UNKNOWN,
          "a metering record has no EffectiveCost, nor have others like it: the usage in currency"
              + " of the set has no line of its account, day and service");
    }
  }
}
