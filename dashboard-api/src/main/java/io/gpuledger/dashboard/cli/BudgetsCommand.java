package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Budgets: how each stands, and limits of months out of a spreadsheet. */
@Command(
    name = "budgets",
    description = "List budgets, and take limits of months out of a spreadsheet.",
    subcommands = {BudgetsCommand.ListAll.class, BudgetsCommand.Import.class})
final class BudgetsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "name list or import");
    }
  }

  /** {@code budgets list}. */
  @Command(name = "list", description = "List budgets and what is spent of each.")
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = BudgetPages.all(page -> instance.api().get("/api/v1/budgets", page));
        if (options.json()) {
          console.json(answer);
          return ExitCode.OK;
        }
        for (JsonNode budget : answer.path("rows")) {
          console.result(line(budget));
        }
        return ExitCode.OK;
      }
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
  static final class Import implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    @Option(names = "--preview", description = "only tell what would change")
    private boolean preview;

    @Parameters(paramLabel = "FILE", description = "CSV or XLSX")
    private Path file = Path.of("");

    Import(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer =
            instance
                .api()
                .upload(
                    "/api/v1/budgets/import",
                    Map.of("preview", String.valueOf(preview)),
                    List.of(file));
        JsonNode problems = answer.path("problems");
        if (options.json()) {
          console.json(answer);
        } else {
          answer.path("rows").forEach(row -> console.result(line(row)));
          console.result(
              "%d created, %d updated, %d unchanged%s"
                  .formatted(
                      answer.path("created").asLong(),
                      answer.path("updated").asLong(),
                      answer.path("unchanged").asLong(),
                      preview ? " (preview: nothing was changed)" : ""));
        }
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
        return ExitCode.OK;
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
