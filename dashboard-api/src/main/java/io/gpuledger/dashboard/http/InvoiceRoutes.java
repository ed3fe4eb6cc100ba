package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.TypedTotal;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.http.InvoiceQueries.BridgeChargesRequest;
import io.gpuledger.dashboard.http.InvoiceQueries.BridgeRequest;
import io.gpuledger.dashboard.http.InvoiceQueries.InvoicesRequest;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Invoices, the bridge, and totals that somebody types. */
final class InvoiceRoutes {
  private static final Set<String> KEY = Set.of("issuer", "invoiceId", "currency");

  private final ApiServices services;

  InvoiceRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/invoices", Access.ALL_TEAMS, this::invoices),
        Route.post("/api/v1/invoices", Access.BOOKKEEPERS, this::type),
        Route.post("/api/v1/invoices/withdraw", Access.BOOKKEEPERS, this::withdraw),
        Route.get("/api/v1/bridge", Access.ALL_TEAMS, this::bridge),
        Route.get("/api/v1/bridge/charges", Access.ALL_TEAMS, this::bridgeCharges));
  }

  private QueryInput input(Context context) {
    return new QueryInput(context, services.clock());
  }

  private void invoices(Context context, Caller caller) {
    QueryInput input = input(context);
    InvoicesRequest request =
        new InvoicesRequest(input.month("period"), input.text("source"), input.instant("asOf"));
    input.check();
    Answers.json(context, services.queries().invoices(request));
  }

  private static BridgeRequest bridge(QueryInput input) {
    return new BridgeRequest(
        input.month("period"),
        input.word("periodBasis", LedgerQueries.PeriodBasis.class, LedgerQueries.PeriodBasis.USAGE),
        input.text("source"),
        input.text("account"),
        input.instant("asOf"));
  }

  private void bridge(Context context, Caller caller) {
    QueryInput input = input(context);
    BridgeRequest plain = bridge(input);
    BridgeRequest request =
        new BridgeRequest(
            plain.period(),
            plain.basis(),
            plain.source(),
            plain.account(),
            plain.asOf(),
            input.currency(),
            input.ratePurpose());
    input.check();
    Answers.json(context, services.queries().bridge(request));
  }

  private void bridgeCharges(Context context, Caller caller) {
    QueryInput input = input(context);
    BridgeChargesRequest request =
        new BridgeChargesRequest(
            bridge(input),
            input.word("line", BridgeLine.class, BridgeLine.PAYABLE),
            input.currency(),
            input.text("invoice"),
            input.page());
    input.check();
    Answers.json(context, services.queries().bridgeCharges(request));
  }

  private void type(Context context, Caller caller) {
    Parsed<TypedTotal> parsed = TypedTotal.read(fields(Answers.body(context)));
    if (parsed.values().isEmpty()) {
      throw refused(
          "The invoice total cannot be read.",
          parsed.problems().stream().map(InvoiceRoutes::fault).toList());
    }
    TypedTotal total = parsed.values().get(0);
    services
        .audit()
        .add(
            caller.user(),
            "invoice.add",
            total.key().toString(),
            total.period() + " payable " + total.payable() + " tax " + total.tax());
    Object answer = services.writes().typeInvoice(total, caller.user());
    context.status(201);
    Answers.json(context, answer);
  }

  private void withdraw(Context context, Caller caller) {
    Map<String, String> fields = fields(Answers.body(context));
    List<ApiException.Fault> faults = new ArrayList<>();
    for (String name : KEY) {
      if (fields.getOrDefault(name, "").isEmpty()) {
        faults.add(new ApiException.Fault("MISSING_VALUE", name, "is missing"));
      }
    }
    for (String name : fields.keySet()) {
      if (!KEY.contains(name)) {
        faults.add(new ApiException.Fault("NOT_ALLOWED_VALUE", name, "is not a field here"));
      }
    }
    if (!faults.isEmpty()) {
      throw refused("The invoice is not named.", faults);
    }
    InvoiceKey key =
        new InvoiceKey(
            fields.getOrDefault("issuer", ""),
            fields.getOrDefault("invoiceId", ""),
            fields.getOrDefault("currency", ""));
    services.audit().add(caller.user(), "invoice.withdraw", key.toString(), "");
    Answers.jsonOrNotFound(context, services.writes().withdrawInvoice(key, caller.user()));
  }

  /** The fields of a flat object as texts; numbers by their digits, so that money stays exact. */
  private static Map<String, String> fields(JsonNode body) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<ApiException.Fault> faults = new ArrayList<>();
    body.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isContainerNode()) {
                faults.add(
                    new ApiException.Fault(
                        "NOT_ALLOWED_VALUE", entry.getKey(), "is not a text or a number"));
              } else if (value.isNumber()) {
                fields.put(entry.getKey(), value.decimalValue().toPlainString());
              } else if (!value.isNull()) {
                fields.put(entry.getKey(), value.asText());
              }
            });
    if (!faults.isEmpty()) {
      throw refused("The invoice cannot be read.", faults);
    }
    return fields;
  }

  private static ApiException refused(String detail, List<ApiException.Fault> faults) {
    return new ApiException(ErrorCode.INVALID_REQUEST, detail, faults);
  }

  private static ApiException.Fault fault(Problem problem) {
    return new ApiException.Fault(problem.code().name(), problem.field(), problem.message());
  }
}
