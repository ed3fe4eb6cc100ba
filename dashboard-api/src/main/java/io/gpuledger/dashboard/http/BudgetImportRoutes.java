package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.sheet.BudgetImport;
import io.gpuledger.dashboard.budget.sheet.BudgetSheet;
import io.gpuledger.dashboard.budget.sheet.SheetRefusedException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Budgets out of a spreadsheet: what it would change, and the change, all of it or nothing. */
final class BudgetImportRoutes {
  private final ApiServices services;
  private final Staging staging;

  BudgetImportRoutes(ApiServices services, Staging staging) {
    this.services = services;
    this.staging = staging;
  }

  List<Route> routes() {
    return List.of(Route.post("/api/v1/budgets/import", Access.WRITERS, this::importSheet));
  }

  private void importSheet(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    boolean preview = input.flag("preview", false);
    input.check();
    try (Staging.Files files = staging.receive(context)) {
      if (files.paths().size() != 1) {
        throw new ApiException(ErrorCode.INVALID_REQUEST, "Send one file, CSV or XLSX.");
      }
      BudgetImport planned =
          BudgetImport.of(
              read(files.paths().get(0)),
              services.budgets().newest(),
              services.clock().instant(),
              services.budgets()::problems);
      if (!preview && !planned.faults().isEmpty()) {
        throw new ApiException(
            ErrorCode.INVALID_REQUEST,
            "Nothing was changed: the sheet has " + planned.faults().size() + " faults.",
            planned.faults().stream().map(BudgetImportRoutes::fault).toList());
      }
      if (!preview) {
        List<Budget> changed =
            BudgetRoutes.refusing(
                () -> services.budgets().changeAll(planned.changes(), caller.user()));
        services
            .audit()
            .add(
                caller.user(),
                "budget.import",
                String.join(", ", files.names()),
                changed.size() + " budgets changed: " + ids(changed));
      }
      Answers.json(context, view(planned, preview));
    }
  }

  private static String ids(List<Budget> changed) {
    return String.join(", ", changed.stream().map(Budget::id).toList());
  }

  private static BudgetSheet read(Path file) {
    try {
      return BudgetSheet.read(file);
    } catch (SheetRefusedException e) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, "Nothing was changed: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiException.Fault fault(BudgetSheet.Fault fault) {
    return new ApiException.Fault("NOT_ALLOWED_VALUE", fault.cell(), fault.message());
  }

  private static Map<String, Object> view(BudgetImport planned, boolean preview) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("preview", preview);
    for (BudgetImport.What what : BudgetImport.What.values()) {
      answer.put(word(what), planned.lines().stream().filter(line -> line.what() == what).count());
    }
    answer.put("rows", planned.lines().stream().map(BudgetImportRoutes::view).toList());
    answer.put("problems", planned.faults().stream().map(BudgetImportRoutes::fault).toList());
    return answer;
  }

  private static String word(BudgetImport.What what) {
    return switch (what) {
      case CREATE -> "created";
      case UPDATE -> "updated";
      case UNCHANGED -> "unchanged";
    };
  }

  private static Map<String, Object> view(BudgetImport.Line line) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("cell", line.row().address());
    view.put("team", line.row().team());
    view.put("name", line.name());
    view.put("what", line.what().name().toLowerCase(Locale.ROOT));
    view.put("unit", line.row().unit().code());
    view.put("currency", line.row().currency());
    view.put("before", line.before());
    view.put("after", line.after());
    return view;
  }
}
