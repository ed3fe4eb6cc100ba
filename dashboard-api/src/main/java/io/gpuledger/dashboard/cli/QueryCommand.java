package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the ledger for costs, with the parameters of the API. */
@Command(
    name = "query",
    description = "Ask for costs by group and period; the same engine as GET /api/v1/costs.",
    footer = {
      "",
      "Example: ./gpuledger query --start 2026-10-01 --end 2026-11-01 --group-by team \\",
      "           --filter 'provider:\"AWS\"+state!:\"not_gpu\"'"
    })
final class QueryCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--start", required = true, paramLabel = "D", description = "first day, UTC")
  private String start = "";

  @Option(names = "--end", required = true, paramLabel = "D", description = "day after the last")
  private String end = "";

  @Option(names = "--group-by", paramLabel = "KEY,..", description = "e.g. provider,team")
  private @Nullable String groupBy;

  @Option(names = "--granularity", paramLabel = "G", description = "none, hour, day, week, month")
  private @Nullable String granularity;

  @Option(names = "--metric", paramLabel = "M", description = "effective, billed, list, contracted")
  private @Nullable String metric;

  @Option(names = "--filter", paramLabel = "FILTER", description = "filter V2 over the group keys")
  private @Nullable String filter;

  @Option(names = "--as-of", paramLabel = "T", description = "as known at this instant")
  private @Nullable String asOf;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = {
        "convert into this currency, by the configured exchange rates;",
        "where none are configured: only this currency"
      })
  private @Nullable String currency;

  @Option(
      names = "--rate-purpose",
      paramLabel = "PURPOSE",
      description = "rates to convert by: invoice, monthly-average, closing, budget")
  private @Nullable String ratePurpose;

  @Option(names = "--limit", paramLabel = "N", description = "largest groups; the rest is 'other'")
  private @Nullable String limit;

  QueryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "start", start);
    put(parameters, "end", end);
    put(parameters, "groupBy", groupBy);
    put(parameters, "granularity", granularity);
    put(parameters, "metric", metric);
    put(parameters, "filter", filter);
    put(parameters, "asOf", asOf);
    put(parameters, "currency", currency);
    put(parameters, "ratePurpose", ratePurpose);
    put(parameters, "limit", limit);
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer = instance.api().get("/api/v1/costs", parameters);
      if (options.json()) {
        console.json(answer);
      } else {
        print(answer);
      }
      return ExitCode.OK;
    }
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private void print(JsonNode answer) {
    for (JsonNode row : answer.path("rows")) {
      StringBuilder line = new StringBuilder(row.path("period").asText(""));
      row.path("group")
          .properties()
          .forEach(key -> line.append('\t').append(key.getValue().asText()));
      line.append('\t').append(row.path("amount").asText());
      line.append('\t').append(row.path("currency").asText(""));
      console.result(line.toString().strip());
    }
    answer
        .path("others")
        .properties()
        .forEach(
            other -> {
              if (!other.getValue().asText().equals("0")) {
                console.result("other\t" + other.getValue().asText() + "\t" + other.getKey());
              }
            });
    answer
        .path("totals")
        .properties()
        .forEach(
            total -> console.result("total\t" + total.getValue().asText() + "\t" + total.getKey()));
    for (JsonNode rate : answer.path("conversion").path("rates")) {
      console.result(
          "rate\t"
              + rate.path("from").asText()
              + "\t"
              + rate.path("to").asText()
              + "\t"
              + rate.path("firstDay").asText()
              + "\t"
              + rate.path("rate").asText());
    }
    for (JsonNode reason : answer.path("conversion").path("missing")) {
      console.result("unconverted\t" + reason.asText());
    }
  }
}
