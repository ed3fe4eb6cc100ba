package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All that own hardware costs.
 *
 * @param zone whose calendar dates and months are of
 * @param assets the register, each id once
 * @param recurring costs that go on; one kind, id and description at a time once
 * @param oneTime costs of one instant, each id once
 * @param machines what draws power, each once at a time
 */
public record OwnedEstate(
    ZoneId zone,
    List<Asset> assets,
    List<RecurringCost> recurring,
    List<OneTimeCost> oneTime,
    List<PoweredMachine> machines) {
  public OwnedEstate {
    assets = List.copyOf(assets);
    recurring = List.copyOf(recurring);
    oneTime = List.copyOf(oneTime);
    machines = List.copyOf(machines);
    Faults faults = Faults.of("owned estate");
    Set<String> ids = new HashSet<>();
    for (Asset asset : assets) {
      faults.check(
          ids.add(asset.id()),
          ProblemCode.NOT_ALLOWED_VALUE,
          "assets",
          asset.id() + " stands in the register twice");
    }
    Set<String> oneTimeIds = new HashSet<>();
    for (OneTimeCost cost : oneTime) {
      faults.check(
          oneTimeIds.add(cost.id()),
          ProblemCode.NOT_ALLOWED_VALUE,
          "oneTime",
          cost.id() + " stands there twice");
    }
    checkOverlaps(
        "recurring",
        recurring,
        cost -> List.of(cost.kind().text(), cost.id(), cost.description()),
        RecurringCost::valid,
        faults);
    checkOverlaps(
        "machines",
        machines,
        machine -> List.of(machine.resourceId()),
        PoweredMachine::running,
        faults);
    faults.orRefuse();
  }

  /** One thing at one time would be charged twice under one id. */
  private static <T> void checkOverlaps(
      String field,
      List<T> things,
      Function<T, List<String>> name,
      Function<T, TimeRange> range,
      Faults faults) {
    Map<List<String>, List<TimeRange>> seen = new HashMap<>();
    for (T thing : things) {
      List<TimeRange> before = seen.computeIfAbsent(name.apply(thing), key -> new ArrayList<>());
      faults.check(
          before.stream().noneMatch(range.apply(thing)::overlaps),
          ProblemCode.NOT_ALLOWED_VALUE,
          field,
          name.apply(thing) + " stands there twice from " + range.apply(thing).start());
      before.add(range.apply(thing));
    }
  }

  /** The charges of a month, in the order of the register. */
  public List<OwnedCharge> chargesOf(TimeRange month) {
    List<OwnedCharge> charges = new ArrayList<>();
    for (Asset asset : assets) {
      Depreciation depreciation = Depreciation.of(asset, zone);
      depreciationCharge(asset, depreciation, month).ifPresent(charges::add);
      disposalCharge(asset, depreciation, month).ifPresent(charges::add);
    }
    for (RecurringCost cost : recurring) {
      cost.chargeOf(month, zone).ifPresent(charges::add);
    }
    for (OneTimeCost cost : oneTime) {
      if (month.contains(cost.at())) {
        charges.add(
            charge(
                cost.kind(),
                OwnedCharge.Nature.ONE_TIME,
                cost.kind().text() + ": " + cost.description(),
                cost.id(),
                month,
                cost.amount(),
                cost.description() + " at " + cost.at()));
      }
    }
    for (PoweredMachine machine : machines) {
      charges.addAll(PowerCharges.of(machine, month));
    }
    return List.copyOf(charges);
  }

  /**
   * The same estate with measured energy.
   *
   * @param readings by resource id; machines without any keep what they have
   */
  public OwnedEstate metered(Map<String, List<EnergyReading>> readings) {
    List<PoweredMachine> metered = new ArrayList<>(machines.size());
    for (PoweredMachine machine : machines) {
      metered.add(
          new PoweredMachine(
              machine.resourceId(),
              machine.running(),
              machine.nameplateWatts(),
              readings.getOrDefault(machine.resourceId(), machine.readings()),
              machine.terms()));
    }
    return new OwnedEstate(zone, assets, recurring, oneTime, metered);
  }

  private Optional<OwnedCharge> depreciationCharge(
      Asset asset, Depreciation depreciation, TimeRange month) {
    Amount amount = depreciation.within(month);
    return amount.isZero()
        ? Optional.empty()
        : service(asset)
            .intersection(month)
            .map(
                period ->
                    charge(
                        CostKind.DEPRECIATION,
                        OwnedCharge.Nature.RECURRING,
                        CostKind.DEPRECIATION.text() + " of " + asset.id(),
                        asset.id(),
                        period,
                        new Money(asset.purchase().currency(), amount),
                        asset.method().text()
                            + ", purchase "
                            + asset.purchase()
                            + ", salvage "
                            + asset.salvage()
                            + ", "
                            + asset.lifeMonths()
                            + " months from "
                            + asset.inService()));
  }

  private Optional<OwnedCharge> disposalCharge(
      Asset asset, Depreciation depreciation, TimeRange month) {
    return depreciation
        .disposedAt()
        .filter(month::contains)
        .flatMap(at -> depreciation.gainOnDisposal())
        .map(
            gain ->
                charge(
                    CostKind.DISPOSAL,
                    OwnedCharge.Nature.DISPOSAL,
                    "Gain or loss on disposal of " + asset.id(),
                    asset.id(),
                    month,
                    new Money(asset.purchase().currency(), gain.negated()),
                    "book value - proceeds of "
                        + asset.disposal().map(Disposal::proceeds).orElseThrow()));
  }

  private static OwnedCharge charge(
      CostKind kind,
      OwnedCharge.Nature nature,
      String description,
      String resourceId,
      TimeRange period,
      Money amount,
      String trace) {
    return new OwnedCharge(
        kind,
        nature,
        description,
        resourceId,
        period,
        Optional.empty(),
        amount,
        false,
        List.of(trace));
  }

  /**
   * When an asset is there: from its first day to its disposal, be it written off before or not.
   */
  private TimeRange service(Asset asset) {
    Instant end =
        asset
            .disposal()
            .map(disposal -> disposal.on().atStartOfDay(zone).toInstant())
            .orElse(Instant.MAX);
    return new TimeRange(asset.inService().atStartOfDay(zone).toInstant(), end);
  }

  /** Device-nanoseconds that were there to be used in a period: devices x time in service. */
  public BigInteger capacityNanos(TimeRange period) {
    BigInteger sum = BigInteger.ZERO;
    for (Asset asset : assets) {
      Optional<TimeRange> there = service(asset).intersection(period);
      if (there.isPresent()) {
        BigInteger nanos = BigInteger.valueOf(there.get().length().toNanos());
        sum = sum.add(nanos.multiply(BigInteger.valueOf(asset.deviceCount())));
      }
    }
    return sum;
  }
}
