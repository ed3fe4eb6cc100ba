package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The total of an invoice as a person types it off the paper.
 *
 * @param source configured source whose bill it is for
 * @param key issuer, invoice id and billing currency
 * @param period the calendar month that it bills, in UTC
 * @param payable what is to be paid, tax included; negative on a credit note only
 * @param tax the part of it that is tax
 * @param payment the same in the payment currency
 */
public record TypedTotal(
    String source,
    InvoiceKey key,
    YearMonth period,
    Amount payable,
    Amount tax,
    Optional<Payment> payment) {
  /** The fields that {@link #read} knows. */
  public static final Set<String> FIELDS =
      Set.of(
          "source",
          "issuer",
          "invoiceId",
          "period",
          "currency",
          "payable",
          "tax",
          "paymentCurrency",
          "paymentPayable",
          "creditNote");

  private static final int TEXT_LIMIT = 256;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** Reads the fields of a form; all faults at once, each with its field. */
  public static Parsed<TypedTotal> read(Map<String, String> fields) {
    return new Form(fields).read();
  }

  /** The lines that it is stored as: the amount before tax, and the tax where there is any. */
  public List<InvoiceLine> lines() {
    List<InvoiceLine> lines = new ArrayList<>();
    lines.add(line("typed", "", payable.minus(tax), payment));
    if (!tax.isZero()) {
      lines.add(line("typed tax", InvoiceLine.TAX, tax, Optional.empty()));
    }
    return List.copyOf(lines);
  }

  private InvoiceLine line(
      String detail, String category, Amount amount, Optional<Payment> ofPayment) {
    return new InvoiceLine(
        key,
        detail,
        "",
        new TimeRange(
            period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
            period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()),
        category,
        amount,
        new InvoiceLine.Issue(IssueStatus.ISSUED, Optional.empty(), Optional.empty()),
        ofPayment,
        InvoiceLine.Details.NONE);
  }

  /** What makes two typed totals the same. */
  public List<String> content() {
    return List.of(
        source,
        key.issuer(),
        key.invoiceId(),
        key.currency(),
        period.toString(),
        payable.toString(),
        tax.toString(),
        payment.map(Payment::currency).orElse(""),
        payment.flatMap(Payment::amount).map(Amount::toString).orElse(""));
  }

  /** Fields on their way to a total. */
  private static final class Form {
    private final Map<String, String> fields;
    private final List<Problem> problems = new ArrayList<>();

    Form(Map<String, String> fields) {
      this.fields = fields;
    }

    Parsed<TypedTotal> read() {
      for (String name : fields.keySet()) {
        if (!FIELDS.contains(name)) {
          fault(ProblemCode.NOT_ALLOWED_VALUE, name, "is not a field here");
        }
      }
      String source = text("source");
      if (!source.isEmpty() && !source.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
        fault(
            ProblemCode.NOT_ALLOWED_VALUE,
            "source",
            "takes letters, digits, dot, dash and underscore, at most 64");
      }
      InvoiceKey key =
          new InvoiceKey(text("issuer"), text("invoiceId"), currency("currency", true));
      Optional<YearMonth> period = month();
      boolean creditNote = creditNote();
      Amount payable = amount("payable", true).orElse(Amount.ZERO);
      Amount tax = amount("tax", false).orElse(Amount.ZERO);
      checkSigns(payable, tax, creditNote);
      Optional<Payment> payment = payment();
      return problems.isEmpty()
          ? new Parsed<>(
              List.of(new TypedTotal(source, key, period.orElseThrow(), payable, tax, payment)),
              List.of())
          : new Parsed<>(List.of(), problems);
    }

    private String value(String name) {
      return fields.getOrDefault(name, "");
    }

    private String text(String name) {
      String text = value(name);
      if (text.isBlank()) {
        fault(ProblemCode.MISSING_VALUE, name, "is missing");
      } else if (text.length() > TEXT_LIMIT) {
        fault(ProblemCode.FIELD_TOO_LONG, name, "is longer than " + TEXT_LIMIT + " characters");
      } else if (text.chars().anyMatch(Character::isISOControl)) {
        fault(ProblemCode.CONTROL_CHARACTER, name, "holds a control character");
      } else if (!text.equals(text.strip())) {
        fault(ProblemCode.NOT_ALLOWED_VALUE, name, "begins or ends with a space");
      }
      return text;
    }

    private String currency(String name, boolean required) {
      String code = value(name);
      if (code.isBlank()) {
        if (required) {
          fault(ProblemCode.MISSING_VALUE, name, "is missing: a currency code such as USD");
        }
        return "";
      }
      if (!CURRENCIES.contains(code)) {
        fault(
            ProblemCode.NOT_A_CURRENCY,
            name,
            "\"" + shown(code) + "\" is not an ISO 4217 currency code");
      }
      return code;
    }

    private Optional<YearMonth> month() {
      try {
        YearMonth month = YearMonth.parse(value("period"));
        if (month.getYear() >= 2000 && month.getYear() < 2100) {
          return Optional.of(month);
        }
      } catch (DateTimeException unreadable) {
        // Told below.
      }
      fault(
          ProblemCode.NOT_A_TIME,
          "period",
          "\"" + shown(value("period")) + "\" is not a month such as 2026-10");
      return Optional.empty();
    }

    private Optional<Amount> amount(String name, boolean required) {
      String text = value(name);
      if (text.isBlank()) {
        if (required) {
          fault(ProblemCode.MISSING_VALUE, name, "is missing: an amount such as 123.45");
        }
        return Optional.empty();
      }
      if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,40})?")) {
        fault(
            ProblemCode.NOT_A_DECIMAL,
            name,
            "\"" + shown(text) + "\" is not a decimal; use a point and no separators");
        return Optional.empty();
      }
      try {
        Amount amount = Amount.parse(text);
        if (amount.toBigDecimal().abs().compareTo(Amount.COST_LIMIT) < 0) {
          return Optional.of(amount);
        }
        fault(ProblemCode.DECIMAL_TOO_LARGE, name, "is not below 10^12");
      } catch (ArithmeticException e) {
        fault(ProblemCode.DECIMAL_TOO_PRECISE, name, "has digits past the 18th after the point");
      }
      return Optional.empty();
    }

    private boolean creditNote() {
      String text = value("creditNote");
      if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
        fault(ProblemCode.NOT_ALLOWED_VALUE, "creditNote", "takes true or false");
      }
      return text.equals("true");
    }

    /** A sign typed by mistake would move a month by twice its amount. */
    private void checkSigns(Amount payable, Amount tax, boolean creditNote) {
      if (payable.signum() < 0 && !creditNote) {
        fault(
            ProblemCode.NOT_ALLOWED_VALUE,
            "payable",
            "is negative; say creditNote if this is a credit note");
      }
      if (payable.signum() > 0 && creditNote) {
        fault(ProblemCode.NOT_ALLOWED_VALUE, "payable", "of a credit note is not negative");
      }
      boolean within =
          tax.isZero()
              || (tax.signum() == payable.signum()
                  && tax.toBigDecimal().abs().compareTo(payable.toBigDecimal().abs()) <= 0);
      if (!within) {
        fault(ProblemCode.NOT_ALLOWED_VALUE, "tax", "is not a part of the payable amount");
      }
    }

    private Optional<Payment> payment() {
      String currency = currency("paymentCurrency", false);
      Optional<Amount> amount = amount("paymentPayable", false);
      if (currency.isEmpty() && amount.isPresent()) {
        fault(
            ProblemCode.MISSING_VALUE,
            "paymentCurrency",
            "is missing although paymentPayable states an amount");
      }
      return currency.isEmpty() ? Optional.empty() : Optional.of(new Payment(currency, amount));
    }

    private static String shown(String text) {
      return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private void fault(ProblemCode code, String field, String message) {
      problems.add(new Problem(code, Location.ofInput("request"), shown(field), message, ""));
    }
  }
}
