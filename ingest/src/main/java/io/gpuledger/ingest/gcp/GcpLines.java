package io.gpuledger.ingest.gcp;

import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads of a record what decides on its money. */
final class GcpLines {
  /**
   * {@code Commitment v1: Ram in Americas for 1 Year}, {@code Commitment - dollar based v1: ..}.
   */
  private static final Pattern FEE = Pattern.compile("commitment\\b[^:]{0,60}\\bv\\d+ ?:.*");

  private static final String SPEND = "spend";

  private final int account;
  private final int month;
  private final int currency;
  private final int start;
  private final int region;
  private final int description;
  private final int costType;
  private final int cost;
  private final int credits;

  GcpLines(GcpColumns columns) {
    account = columns.of("billing_account_id");
    month = columns.of("invoice.month");
    currency = columns.of("currency");
    start = columns.of("usage_start_time");
    region = columns.of("location.region");
    description = columns.of("sku.description");
    costType = columns.of("cost_type");
    cost = columns.of("cost");
    credits = columns.of("credits");
  }

  /**
   * A record's money.
   *
   * @param cost before credits; empty where it cannot be read
   * @param credits empty where they cannot be read
   * @param fee whether it is the fee of a commitment
   * @param group what the commitment's fee and the usage that it covers have in common; empty where
   *     the record is neither, or its day cannot be read
   */
  record Line(
      Optional<BigDecimal> cost, Optional<GcpCredits> credits, boolean fee, Optional<Group> group) {
    /** What it adds to the invoice; empty where it cannot be told. */
    Optional<BigDecimal> invoiced() {
      return cost.flatMap(amount -> credits.map(found -> amount.add(found.sum())));
    }
  }

  /**
   * The commitments of one kind on one day.
   *
   * @param bill account, invoice month and currency
   * @param kind {@code spend}, or the resource that is committed to
   * @param region empty for commitments to spend, which hold everywhere
   */
  record Group(String bill, String day, String kind, String region) {
    boolean spend() {
      return kind.equals(SPEND);
    }

    /** Groups are kept for a whole set, so texts that are no accounts and regions make none. */
    private boolean isShort() {
      return bill.length() + region.length() <= 1_024;
    }

    /** An id of the commitments of the kind, for records that name none. */
    String id() {
      return region.isEmpty() ? "cud/" + kind : "cud/" + kind + '/' + region;
    }
  }

  Line read(NativeRecord record) {
    Optional<GcpCredits> found = GcpCredits.of(record.text(credits));
    String sku = record.text(description).toLowerCase(Locale.ROOT);
    // A tax on a fee, or an adjustment of one, stays what its type says.
    boolean fee = GcpCategory.isRegular(record.text(costType)) && FEE.matcher(sku).matches();
    Optional<GcpCredits.Credit> covers = found.flatMap(GcpCredits::commitment);
    boolean spend =
        fee ? sku.contains("dollar") : covers.filter(GcpCredits.Credit::spend).isPresent();
    Optional<Group> group =
        fee || covers.isPresent()
            ? day(record).map(day -> group(record, day, sku, spend)).filter(Group::isShort)
            : Optional.empty();
    return new Line(record.decimal(cost).map(NativeRecord::rounded), found, fee, group);
  }

  /**
   * Commitments to resources cover one kind of resource in one region, those to spend cover any.
   */
  private Group group(NativeRecord record, String day, String sku, boolean spend) {
    String bill = String.join("|", record.text(account), record.text(month), record.text(currency));
    return new Group(bill, day, spend ? SPEND : resource(sku), spend ? "" : record.text(region));
  }

  private static String resource(String sku) {
    if (sku.contains("gpu") || sku.contains("tpu")) {
      return "accelerator";
    }
    if (sku.contains("ssd")) {
      return "ssd";
    }
    return sku.matches(".*\\b(ram|memory)\\b.*") ? "ram" : "cpu";
  }

  private Optional<String> day(NativeRecord record) {
    OptionalLong micros = TimeReader.micros(record.text(start).getBytes(StandardCharsets.UTF_8));
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Instant.EPOCH
                .plus(micros.getAsLong(), ChronoUnit.MICROS)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString());
  }
}
