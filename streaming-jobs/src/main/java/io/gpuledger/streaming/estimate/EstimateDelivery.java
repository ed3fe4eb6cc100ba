package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.estimate.Estimate;
import io.gpuledger.cost.estimate.EstimatedCharge;
import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.fault.FaultPoint;
import io.gpuledger.streaming.publish.Publication;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A version of an estimate that is to be published. The same content has the same id. */
public final class EstimateDelivery implements Publication {
  /** Most charges of an account's day; they are one block of one insert. */
  public static final int CHARGES_LIMIT = 200_000;

  private static final List<String> CHARGE_COLUMNS =
      List.of(
          "source",
          "delivery_id",
          "row_no",
          "billed_cost",
          "billing_account_id",
          "billing_currency",
          "billing_period_end",
          "billing_period_start",
          "charge_category",
          "charge_description",
          "charge_period_end",
          "charge_period_start",
          "consumed_quantity",
          "consumed_unit",
          "effective_cost",
          "region_id",
          "resource_id",
          "service_provider_name",
          "x_device_model",
          "x_device_count",
          "x_accelerator",
          "x_extra");

  private static final List<String> DELIVERY_COLUMNS =
      List.of(
          "delivery_id",
          "source",
          "scope_kind",
          "scope_account",
          "scope_start",
          "scope_end",
          "delivery_kind",
          "sequence",
          "content_hash",
          "format",
          "parser_version",
          "file_names",
          "file_hashes",
          "rows_read",
          "rows_accepted",
          "billed_cost",
          "effective_cost",
          "state",
          "recorded_at");

  /** Grows when the same device-time and rates are written otherwise than before. */
  private static final String FORM = "1";

  private final LedgerClient client;
  private final Estimate estimate;
  private final String usageMark;
  private final long sequence;
  private final String contentHash;
  private final String id;

  /**
   * A version.
   *
   * @param client the ledger, with the right to insert
   * @param usageMark of the telemetry that the estimate was made from
   * @param sequence its number among the versions of its source, account and day
   * @throws IllegalArgumentException if it has too many charges
   */
  public EstimateDelivery(LedgerClient client, Estimate estimate, String usageMark, long sequence) {
    if (estimate.charges().size() > CHARGES_LIMIT) {
      throw new IllegalArgumentException(
          estimate.charges().size()
              + " charges of account "
              + estimate.account()
              + " on "
              + estimate.day()
              + ", at most "
              + CHARGES_LIMIT
              + " are possible");
    }
    this.client = client;
    this.estimate = estimate;
    this.usageMark = usageMark;
    this.sequence = sequence;
    this.contentHash = contentOf(estimate, usageMark);
    this.id =
        Estimate.ID_PREFIX
            + ContentId.of(
                List.of(
                    estimate.source(),
                    estimate.account(),
                    estimate.day().toString(),
                    contentHash,
                    Long.toString(sequence)));
  }

  /** What two equal versions have in common: charges and the telemetry behind them. */
  static String contentOf(Estimate estimate, String usageMark) {
    List<String> fields = new ArrayList<>(List.of(FORM, usageMark));
    for (EstimatedCharge charge : estimate.charges()) {
      fields.add(charge.toString());
    }
    return ContentId.of(fields);
  }

  public String id() {
    return id;
  }

  String contentHash() {
    return contentHash;
  }

  @Override
  public Optional<Instant> publishedAt() {
    return client
        .query(SqlText.load("queries/delivery_published_at"), Map.of("delivery", id))
        .lines()
        .findFirst()
        .map(micros -> Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  @Override
  public void store() {
    String expected =
        estimate.charges().size()
            + "\t"
            + estimate.charges().size()
            + "\t"
            + sums().values().stream().reduce(Amount.ZERO, Amount::plus);
    if (!estimate.charges().isEmpty() && stored().startsWith("0\t")) {
      client.insert("charges", CHARGE_COLUMNS, token("charges:"), charges());
    }
    String found = stored();
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          "estimate "
              + id
              + " has rows, row numbers and cost "
              + expected
              + ", stored are "
              + found);
    }
    FaultPoint.ESTIMATE_STORED.reached();
  }

  private String stored() {
    return client.query(SqlText.load("queries/estimate_stored"), Map.of("delivery", id)).strip();
  }

  @Override
  public void publish(Instant recordedAt) {
    Map<String, Amount> effective = sums();
    RowBinaryWriter row =
        new RowBinaryWriter()
            .string(id)
            .string(estimate.source())
            .string(Estimate.SCOPE_KIND)
            .string(estimate.account())
            .micros(startOf(estimate.day()))
            .micros(startOf(estimate.day().plusDays(1)))
            .string("overwrite")
            .uint64(sequence)
            .string(contentHash)
            .string("estimate")
            .string(FORM)
            .strings(List.of("telemetry"))
            .strings(List.of(usageMark))
            .uint64(estimate.charges().size())
            .uint64(estimate.charges().size());
    Map<String, Amount> billed = new TreeMap<>();
    effective.keySet().forEach(currency -> billed.put(currency, Amount.ZERO));
    sums(row, billed);
    sums(row, effective);
    row.string("published").micros(recordedAt);
    client.insert("deliveries", DELIVERY_COLUMNS, token("delivery:"), row.toBytes());
    FaultPoint.ESTIMATE_PUBLISHED.reached();
  }

  private static void sums(RowBinaryWriter row, Map<String, Amount> of) {
    row.map(
        of,
        (currency, sum) -> {
          row.string(currency);
          row.decimal256(sum.unscaled());
        });
  }

  /** Amortised cost by currency. */
  private Map<String, Amount> sums() {
    Map<String, Amount> sums = new TreeMap<>();
    for (EstimatedCharge charge : estimate.charges()) {
      charge
          .effective()
          .ifPresent(cost -> sums.merge(charge.paidBy().currency(), cost, Amount::plus));
    }
    return sums;
  }

  private byte[] charges() {
    RowBinaryWriter out = new RowBinaryWriter();
    LocalDate month = estimate.day().withDayOfMonth(1);
    long rowNo = 0;
    for (EstimatedCharge charge : estimate.charges()) {
      out.string(estimate.source())
          .string(id)
          .uint64(rowNo++)
          .decimal128(BigInteger.ZERO)
          .string(estimate.account())
          .string(charge.paidBy().currency())
          .micros(startOf(month.plusMonths(1)))
          .micros(startOf(month));
      text(out, "Usage");
      text(out, charge.description());
      out.micros(startOf(estimate.day().plusDays(1))).micros(startOf(estimate.day()));
      amount(out, Optional.of(charge.deviceHours()));
      text(out, "GPU-Hours");
      amount(out, charge.effective());
      text(out, charge.paidBy().region());
      text(out, charge.resource());
      text(out, charge.paidBy().provider());
      text(out, charge.family());
      amount(out, Optional.of(Amount.of(charge.time().devices())));
      text(out, "known");
      out.stringMap(extra(charge));
    }
    return out.toBytes();
  }

  private static Map<String, String> extra(EstimatedCharge charge) {
    Map<String, String> extra = new LinkedHashMap<>();
    extra.put("x_Kind", "estimate");
    extra.put("x_Cluster", charge.time().cluster());
    extra.put("x_Node", charge.time().node());
    extra.put("x_DeviceNanos", Long.toString(charge.time().nanos()));
    extra.put("x_RateOrigin", charge.rate().origin().text());
    return extra;
  }

  private static void text(RowBinaryWriter out, String value) {
    out.nullableString(value.isEmpty() ? Optional.empty() : Optional.of(value));
  }

  private static void amount(RowBinaryWriter out, Optional<Amount> value) {
    if (value.isPresent()) {
      out.notNull().decimal128(value.get().unscaled());
    } else {
      out.isNull();
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private String token(String what) {
    return UUID.nameUUIDFromBytes((what + id).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
