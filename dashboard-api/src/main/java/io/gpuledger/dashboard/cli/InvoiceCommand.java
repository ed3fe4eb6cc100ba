package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Totals of invoices: typed, taken back, and listed against the charges of the ledger. */
@Command(
    name = "invoice",
    description = "Record invoice totals by hand, and see how invoices tie to the charges.",
    subcommands = {
      InvoiceCommand.Add.class,
      InvoiceCommand.Withdraw.class,
      InvoiceCommand.ListAll.class
    })
final class InvoiceCommand extends CommandGroup {
  /** Names an invoice in a currency. */
  static final class Key {
    @Option(names = "--issuer", required = true, paramLabel = "I", description = "who bills")
    private String issuer = "";

    @Option(names = "--invoice", required = true, paramLabel = "ID", description = "invoice id")
    private String invoice = "";

    @Option(
        names = "--currency",
        required = true,
        paramLabel = "CODE",
        description = "billing currency, e.g. USD")
    private String currency = "";

    ObjectNode body() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("issuer", issuer)
          .put("invoiceId", invoice)
          .put("currency", currency);
    }
  }

  /** {@code invoice add}. */
  @Command(
      name = "add",
      description = "Record the total of an invoice; a later one replaces it.",
      footer = {
        "",
        "Example: ./gpuledger invoice add --source aws-main --issuer AWS --invoice INV-1"
            + " --period 2026-10 --currency USD --payable 123.45 --tax 3.45"
      })
  static final class Add implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();
    @Mixin private Key key = new Key();

    @Option(names = "--source", required = true, paramLabel = "NAME", description = "e.g. aws-main")
    private String source = "";

    @Option(
        names = "--period",
        required = true,
        paramLabel = "YYYY-MM",
        description = "the month that it bills")
    private String period = "";

    @Option(
        names = "--payable",
        required = true,
        paramLabel = "AMOUNT",
        description = "what is to be paid, tax included")
    private String payable = "";

    @Option(names = "--tax", paramLabel = "AMOUNT", description = "the tax in it")
    private @Nullable String tax;

    @Option(
        names = "--payment-currency",
        paramLabel = "CODE",
        description = "where it is paid in another currency")
    private @Nullable String paymentCurrency;

    @Option(
        names = "--payment-payable",
        paramLabel = "AMOUNT",
        description = "what is to be paid in the payment currency")
    private @Nullable String paymentPayable;

    @Option(names = "--credit-note", description = "the total is negative")
    private boolean creditNote;

    Add(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ObjectNode body =
          key.body().put("source", source).put("period", period).put("payable", payable);
      put(body, "tax", tax);
      put(body, "paymentCurrency", paymentCurrency);
      put(body, "paymentPayable", paymentPayable);
      if (creditNote) {
        body.put("creditNote", true);
      }
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().post("/api/v1/invoices", body);
        if (options.json()) {
          console.json(answer);
        } else {
          console.result(
              (answer.path("unchanged").asBoolean() ? "unchanged: " : "recorded: ")
                  + key.issuer
                  + " "
                  + key.invoice
                  + " payable "
                  + answer.path("payable").path(key.currency).asText()
                  + " "
                  + key.currency);
        }
        return ExitCode.OK;
      }
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
      if (value != null) {
        body.put(field, value);
      }
    }
  }

  /** {@code invoice withdraw}. */
  @Command(
      name = "withdraw",
      description =
          "Take the total of an invoice away from readers; nothing is deleted, and what it"
              + " replaced does not come back.")
  static final class Withdraw implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();
    @Mixin private Key key = new Key();

    Withdraw(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().post("/api/v1/invoices/withdraw", key.body());
        if (options.json()) {
          console.json(answer);
        } else {
          console.result("withdrawn: " + key.issuer + " " + key.invoice + " " + key.currency);
        }
        return ExitCode.OK;
      }
    }
  }

  /** {@code invoice list}. */
  @Command(name = "list", description = "List the invoices of a month and how they tie.")
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    @Option(names = "--period", required = true, paramLabel = "YYYY-MM", description = "month")
    private String period = "";

    @Option(names = "--source", paramLabel = "NAME", description = "only this source")
    private @Nullable String source;

    @Option(names = "--as-of", paramLabel = "T", description = "as known at this instant")
    private @Nullable String asOf;

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("period", period);
      if (source != null) {
        parameters.put("source", source);
      }
      if (asOf != null) {
        parameters.put("asOf", asOf);
      }
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().get("/api/v1/invoices", parameters);
        if (options.json()) {
          console.json(answer);
        } else {
          print(answer);
        }
        return ExitCode.OK;
      }
    }

    private void print(JsonNode answer) {
      for (JsonNode standing : answer.path("standing")) {
        String reason = standing.path("reason").asText("");
        console.result(
            "%s %s: %s%s"
                .formatted(
                    answer.path("period").asText(),
                    standing.path("currency").asText(),
                    standing.path("words").asText(),
                    reason.isEmpty() ? "" : "; " + reason));
      }
      for (JsonNode row : answer.path("rows")) {
        console.result(
            "  %s  %s  %s  %s  invoiced in the ledger %s  payable %s  difference %s"
                .formatted(
                    row.path("issuer").asText(),
                    row.path("invoiceId").asText(),
                    row.path("currency").asText(),
                    row.path("words").asText(),
                    row.path("ledger").path("billed").asText("-"),
                    row.path("total").path("payable").asText("-"),
                    row.path("difference").asText("-")));
      }
      for (JsonNode row : answer.path("notYetInvoiced")) {
        console.result(
            "  %s  not yet invoiced  %s %s in %d charges"
                .formatted(
                    row.path("issuer").asText(),
                    row.path("billed").asText(),
                    row.path("currency").asText(),
                    row.path("charges").asLong()));
      }
    }
  }
}
