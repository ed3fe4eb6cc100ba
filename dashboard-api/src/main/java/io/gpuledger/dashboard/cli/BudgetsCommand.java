package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Budgets: how each stands, and limits of months out of a spreadsheet. */
@Command(
    name = "budgets",
    description = "List budgets, and take limits of months out of a spreadsheet.",
    subcommands = {BudgetsCommand.ListAll.class, BudgetsCommand.Import.class})
final class BudgetsCommand extends CommandGroup {
  /** {@code budgets list}. */
  @Command(name = "list", description = "List budgets and what is spent of each.")
  static final class ListAll extends ApiCommand {
    ListAll(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return BudgetPages.all(page -> api.get("/api/v1/budgets", page));
    }

    @Override
    void print(JsonNode answer, Console console) {
      answer.path("rows").forEach(budget -> console.result(line(budget)));
    }

    private static String line(JsonNode budget) {
      String unit = budget.path("currency").asText();
      return "%s  %s  %s of %s %s  %s"
          .formatted(
              budget.path("name").asText(),
              budget.path("currentPeriod").path("key").asText("not begun"),
              budget.path("spent").path("counted").asText("not known"),
              budget.path("limitOfPeriod").asText(budget.path("revised").asText()),
              unit.isEmpty() ? budget.path("unit").asText() : unit,
              budget.path("metric").asText());
    }
  }

  /** {@code budgets import}. */
  @Command(
      name = "import",
      description = "Take limits of months by team out of a CSV or XLSX file, all or none.",
      footer = {
        "",
        "The head is team, then months such as 2026-11, currency and unit.",
        "Example: ./gpuledger budgets import 2027.xlsx --preview"
      })
  static final class Import extends ApiCommand {
    @Option(names = "--preview", description = "only tell what would change")
    private boolean preview;

    @Parameters(paramLabel = "FILE", description = "CSV or XLSX")
    private Path file = Path.of("");

    Import(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.upload(
          "/api/v1/budgets/import", Map.of("preview", String.valueOf(preview)), List.of(file));
    }

    @Override
    void print(JsonNode answer, Console console) {
      answer.path("rows").forEach(row -> console.result(line(row)));
      console.result(
          "%d created, %d updated, %d unchanged%s"
              .formatted(
                  answer.path("created").asLong(),
                  answer.path("updated").asLong(),
                  answer.path("unchanged").asLong(),
                  preview ? " (preview: nothing was changed)" : ""));
    }

    @Override
    void check(JsonNode answer) {
      JsonNode problems = answer.path("problems");
      if (!problems.isEmpty()) {
        StringBuilder text = new StringBuilder("the sheet has " + problems.size() + " faults");
        problems.forEach(
            problem ->
                text.append("\n  ")
                    .append(problem.path("field").asText())
                    .append(": ")
                    .append(problem.path("message").asText()));
        throw new CommandFailure(ExitCode.INPUT_REFUSED, text.toString());
      }
    }

    private static String line(JsonNode row) {
      StringBuilder text =
          new StringBuilder(row.path("what").asText())
              .append("  ")
              .append(row.path("name").asText());
      row.path("after")
          .properties()
          .forEach(
              month -> {
                String before = row.path("before").path(month.getKey()).asText("none");
                String after = month.getValue().asText();
                if (!before.equals(after)) {
                  text.append("  ")
                      .append(month.getKey())
                      .append(' ')
                      .append(before)
                      .append(" -> ")
                      .append(after);
                }
              });
      return text.toString();
    }
  }
}
