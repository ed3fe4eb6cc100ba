package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.spread.WeightedSpread;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The cost of an asset over its life. Months of life count from the first day of service; each
 * month of a year of life bears the same, within a month time does. Over the whole life that is
 * purchase less salvage, exactly.
 */
public final class Depreciation implements Spread {
  private static final int MONTHS_PER_YEAR = 12;

  private final Asset asset;
  private final Optional<Instant> disposedAt;
  private final List<WeightedSpread> months;

  private Depreciation(Asset asset, Optional<Instant> disposedAt, List<WeightedSpread> months) {
    this.asset = asset;
    this.disposedAt = disposedAt;
    this.months = List.copyOf(months);
  }

  /**
   * The depreciation of an asset.
   *
   * @param zone whose calendar its dates are of
   */
  public static Depreciation of(Asset asset, ZoneId zone) {
    List<WeightedSpread> months = new ArrayList<>(asset.lifeMonths());
    Amount bookValue = asset.purchase().amount();
    int begun = 0;
    while (begun < asset.lifeMonths()) {
      int left = asset.lifeMonths() - begun;
      int length = Math.min(MONTHS_PER_YEAR, left);
      Amount year = ofYear(asset, bookValue, length, left);
      for (Amount part : Split.byWeight(year, Collections.nCopies(length, BigInteger.ONE))) {
        months.add(WeightedSpread.straightLine(part, month(asset.inService(), begun, zone)));
        begun++;
      }
      bookValue = bookValue.minus(year);
    }
    Optional<Instant> disposedAt =
        asset.disposal().map(end -> end.on().atStartOfDay(zone).toInstant());
    return new Depreciation(asset, disposedAt, months);
  }

  private static TimeRange month(LocalDate inService, int index, ZoneId zone) {
    return new TimeRange(
        inService.plusMonths(index).atStartOfDay(zone).toInstant(),
        inService.plusMonths(index + 1L).atStartOfDay(zone).toInstant());
  }

  /** What a year of life bears, of which {@code length} months are within the life. */
  private static Amount ofYear(Asset asset, Amount bookValue, int length, int monthsLeft) {
    Amount depreciable = bookValue.minus(asset.salvage().amount());
    Amount straight =
        Fraction.times(
            depreciable,
            BigInteger.valueOf(length),
            BigInteger.valueOf(monthsLeft),
            Rounding.SPLIT);
    if (asset.method() instanceof DepreciationMethod.DecliningBalance declining) {
      BigInteger unit = BigInteger.TEN.pow(Amount.SCALE);
      Amount share =
          Fraction.times(
              bookValue,
              declining.factor().unscaled().multiply(BigInteger.valueOf(length)),
              unit.multiply(BigInteger.valueOf(asset.lifeMonths())),
              Rounding.SPLIT);
      Amount more = share.compareTo(straight) > 0 ? share : straight;
      return more.compareTo(depreciable) > 0 ? depreciable : more;
    }
    return straight;
  }

  @Override
  public Amount upTo(Instant at) {
    Instant end = disposedAt.filter(disposed -> disposed.isBefore(at)).orElse(at);
    Amount sum = Amount.ZERO;
    for (WeightedSpread month : months) {
      sum = sum.plus(month.upTo(end));
    }
    return sum;
  }

  /** Purchase less what has been depreciated before an instant; of a disposed asset, zero. */
  public Amount bookValue(Instant at) {
    return disposedAt.filter(disposed -> disposed.isBefore(at)).isPresent()
        ? Amount.ZERO
        : asset.purchase().amount().minus(upTo(at));
  }

  /** When the asset left service. */
  public Optional<Instant> disposedAt() {
    return disposedAt;
  }

  /** Proceeds less book value at the disposal: above zero a gain; empty without a disposal. */
  public Optional<Amount> gainOnDisposal() {
    return disposedAt.flatMap(
        at ->
            asset
                .disposal()
                .map(
                    end ->
                        end.proceeds().amount().minus(asset.purchase().amount().minus(upTo(at)))));
  }
}
