package io.gpuledger.ingest.tokens;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what the charges of token interfaces share. */
public final class TokenLines {
  /** Who asked: a key or a service account. */
  public static final String PRINCIPAL = "x_PrincipalId";

  /** For whom: a user or an account. */
  public static final String CONSUMER = "x_ConsumerId";

  public static final String REQUESTS = "x_RequestCount";

  /**
   * Where a charge's money is from: {@code divided} among usage and so none here, {@code undivided}
   * of the cost report, {@code share} of it, or {@code none}.
   */
  private static final String BASIS = "x_CostBasis";

  public static final Set<String> ADDED = Set.of(PRINCIPAL, CONSUMER, REQUESTS, BASIS);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int MILLION_DIGITS = 6;

  private final String provider;
  private final TokenCosts costs;
  private final String unnamedProject;
  private boolean toldUnpaid;
  private boolean toldMore;

  /**
   * Lines of one file.
   *
   * @param unnamedProject what a project without a name is called where others have one; empty
   *     where it has none
   */
  public TokenLines(String provider, TokenCosts costs, String unnamedProject) {
    this.provider = provider;
    this.costs = costs;
    this.unnamedProject = unnamedProject;
  }

  /** The UTC day of a cell; empty where it says none. */
  public static Optional<LocalDate> day(NativeRecord record, int field) {
    OptionalLong micros = TimeReader.micros(record.text(field).getBytes(StandardCharsets.UTF_8));
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(Math.floorDiv(micros.getAsLong(), DAY_MICROS)));
  }

  /** A number that may have been computed with floats, HALF_EVEN at 18 digits; a fault if none. */
  public static Optional<BigDecimal> number(NativeRecord record, ChargeWriter charge, int field) {
    Optional<BigDecimal> number = record.fact(field);
    if (number.isEmpty() && record.has(field)) {
      charge.fault(ProblemCode.NOT_A_DECIMAL, field, "the cell holds no number");
    }
    return number;
  }

  /** A count, which is a number and not negative. */
  public static void count(NativeRecord record, ChargeWriter charge, int field) {
    if (number(record, charge, field).filter(count -> count.signum() < 0).isPresent()) {
      charge.fault(ProblemCode.NOT_ALLOWED_VALUE, field, "the count is negative");
    }
  }

  /** Refuses usage of a day that the set has no costs of. */
  public void requireBilled(
      NativeRecord record, ChargeWriter charge, int start, String organization) {
    if (day(record, start).filter(day -> !costs.bills(day.toString(), organization)).isPresent()) {
      charge.fault(
          ProblemCode.INCOMPLETE_SET,
          start,
          "the set has no costs of this day, and usage alone would replace what is billed of it by"
              + " nothing; import it together with the costs of the day");
    }
  }

  /**
   * Parties and periods.
   *
   * @param start position of the bucket's start
   * @param account the organisation, empty where the answer names none
   */
  public void writeBase(
      NativeRecord record, ChargeWriter charge, int start, int end, String account) {
    charge.put(FocusColumn.BILLING_ACCOUNT_ID, account.isEmpty() ? "organization" : account);
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, provider);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, provider);
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, provider);
    charge.put(FocusColumn.SERVICE_NAME, provider + " API");
    charge.put(FocusColumn.SERVICE_CATEGORY, "AI and Machine Learning");
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, "Generative AI");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    day(record, start)
        .map(day -> day.withDayOfMonth(1))
        .ifPresent(
            month -> {
              charge.put(
                  FocusColumn.BILLING_PERIOD_START, month.atStartOfDay().toInstant(ZoneOffset.UTC));
              charge.put(
                  FocusColumn.BILLING_PERIOD_END,
                  month.plusMonths(1).atStartOfDay().toInstant(ZoneOffset.UTC));
            });
  }

  /** What the money or usage is of. */
  public void writeSku(ChargeWriter charge, TokenKey key, boolean fast) {
    charge.put(
        FocusColumn.SUB_ACCOUNT_ID,
        key.project().isEmpty() && costs.namesProjects() ? unnamedProject : key.project());
    charge.put(
        FocusColumn.SKU_ID,
        Stream.of(key.model(), key.type(), key.tier(), key.context())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("/")));
    charge.put(FocusColumn.SKU_METER, key.type());
    ObjectNode details = JSON.createObjectNode();
    put(details, "x_Model", key.model());
    put(details, "x_ModelProvider", key.model().isEmpty() ? "" : provider);
    put(details, "x_TokenType", TokenClass.isWord(key.type()) ? key.type() : "");
    put(details, "x_ServiceTier", key.tier());
    put(details, "x_ContextWindow", key.context());
    put(details, "x_InferenceGeo", key.geo());
    put(details, "x_Speed", fast ? "fast" : "");
    if (key.tier().equals("batch")) {
      details.put("x_Batch", true);
    }
    charge.put(FocusColumn.SKU_PRICE_DETAILS, details.isEmpty() ? "" : details.toString());
  }

  private static void put(ObjectNode details, String key, String text) {
    if (!text.isEmpty()) {
      details.put(key, text);
    }
  }

  /** The money of a line of the cost report, unless usage bears it; whether it stays here. */
  public boolean writeTold(
      ChargeWriter charge, Optional<TokenKey> key, BigDecimal amount, String currency) {
    charge.control(amount);
    charge.put(FocusColumn.BILLING_CURRENCY, currency);
    charge.put(FocusColumn.CHARGE_CATEGORY, amount.signum() < 0 ? "Adjustment" : "Usage");
    boolean divided = key.filter(of -> costs.isDivided(of, currency)).isPresent();
    BigDecimal own = divided ? BigDecimal.ZERO : amount;
    charge.put(FocusColumn.BILLED_COST, own);
    charge.put(FocusColumn.EFFECTIVE_COST, own);
    charge.put(FocusColumn.CONTRACTED_COST, own);
    charge.extra(BASIS, divided ? "divided" : "undivided");
    return !divided;
  }

  /** Quantity and money of a class of tokens of a usage record, which bills nothing by itself. */
  public void writeUsed(
      NativeRecord record, ChargeWriter charge, Usage usage, int part, boolean paid) {
    charge.put(FocusColumn.BILLING_CURRENCY, costs.currency());
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.PRICING_CATEGORY, "Standard");
    charge.put(FocusColumn.CONSUMED_QUANTITY, usage.quantity());
    charge.put(FocusColumn.CONSUMED_UNIT, usage.type().unit());
    boolean tokens = usage.type().isTokens();
    BigDecimal priced = tokens ? usage.quantity().movePointLeft(MILLION_DIGITS) : usage.quantity();
    charge.product(FocusColumn.PRICING_QUANTITY, priced);
    charge.put(FocusColumn.PRICING_UNIT, tokens ? "1000000 Tokens" : usage.type().unit());
    costs
        .listPrice(usage.key(), usage.type(), usage.fast())
        .filter(price -> costs.currency().equalsIgnoreCase("USD"))
        .ifPresent(
            price -> {
              charge.put(FocusColumn.LIST_UNIT_PRICE, price);
              charge.product(FocusColumn.LIST_COST, price.multiply(priced));
            });
    Optional<BigDecimal> share =
        paid ? costs.share(record.number(), part) : Optional.<BigDecimal>empty();
    charge.put(FocusColumn.BILLED_COST, share.orElse(BigDecimal.ZERO));
    charge.extra(BASIS, share.isPresent() ? "share" : "none");
    if (share.isPresent()) {
      charge.put(FocusColumn.EFFECTIVE_COST, share.get());
      charge.put(FocusColumn.CONTRACTED_COST, share.get());
    } else if (!toldUnpaid) {
      toldUnpaid = true;
      charge.noted(
          ReadNote.Kind.COST_UNKNOWN,
          "usage has no EffectiveCost, nor has other usage like it: no line of the cost report can"
              + " be divided among it; group both by the same");
    }
  }

  /** Says once that the provider holds more pages than the set has. */
  public void noteMore(ChargeWriter charge) {
    if (!toldMore) {
      toldMore = true;
      charge.noted(
          ReadNote.Kind.MORE_PAGES,
          "the answer says that more follows (has_more) and no last page is among the files;"
              + " fetch the next page and import all pages together");
    }
  }

  /**
   * A quantity of one class.
   *
   * @param key what it is of
   * @param fast whether it was asked for at the fast speed
   */
  public record Usage(TokenKey key, TokenClass type, BigDecimal quantity, boolean fast) {
    public Usage {
      Objects.requireNonNull(key);
    }
  }
}
