package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries.ReportRequest;
import io.gpuledger.dashboard.query.CommitmentFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.report.CommitmentsReport;
import io.gpuledger.dashboard.report.RollForwardReport;
import java.util.List;
import java.util.Optional;

/** The reports of commitments: kinds {@code commitments} and {@code prepaid-rollforward}. */
final class CommitmentReports {
  static final String COMMITMENTS = "commitments";
  static final String ROLL_FORWARD = "prepaid-rollforward";

  private final LedgerReader reader;

  CommitmentReports(LedgerReader reader) {
    this.reader = reader;
  }

  /** The report as JSON; empty where the kind is another. */
  Optional<Object> view(ReportRequest request, AccessScope scope) {
    return switch (request.kind()) {
      case COMMITMENTS -> {
        check(request, scope);
        yield Optional.of(
            reader.commitmentsView(request.period(), reader.snapshot(request.asOf())));
      }
      case ROLL_FORWARD -> {
        check(request, scope);
        Snapshot snapshot = reader.snapshot(request.asOf());
        yield Optional.of(
            RollForwardReport.view(
                request.period(),
                reader.prepaidRollForward(request.period(), snapshot),
                notConfigured(request, snapshot),
                LedgerReader.fields(snapshot)));
      }
      default -> Optional.empty();
    };
  }

  /** The report as CSV; empty where the kind is another. */
  Optional<byte[]> csv(ReportRequest request, AccessScope scope) {
    return switch (request.kind()) {
      case COMMITMENTS -> {
        check(request, scope);
        Snapshot snapshot = reader.snapshot(request.asOf());
        yield Optional.of(
            CommitmentsReport.toCsv(
                reader.commitments(request.period(), snapshot), LedgerReader.fields(snapshot)));
      }
      case ROLL_FORWARD -> {
        check(request, scope);
        Snapshot snapshot = reader.snapshot(request.asOf());
        yield Optional.of(
            RollForwardReport.toCsv(
                request.period(),
                reader.prepaidRollForward(request.period(), snapshot),
                notConfigured(request, snapshot),
                LedgerReader.fields(snapshot)));
      }
      default -> Optional.empty();
    };
  }

  private List<String> notConfigured(ReportRequest request, Snapshot snapshot) {
    return reader.commitments(request.period(), snapshot).rows().stream()
        .filter(row -> row.entry().isEmpty())
        .map(CommitmentFigures.Row::id)
        .distinct()
        .toList();
  }

  /** A commitment serves many teams, so its report cannot be confined to some. */
  private static void check(ReportRequest request, AccessScope scope) {
    if (!scope.allTeams()) {
      throw new ApiException(
          ErrorCode.NOT_ALLOWED,
          "Commitments are of the whole organisation; a lead may not see them.");
    }
    if (!request.filter().equals(Filter.everything())) {
      String fault = "this report takes no filter";
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          fault,
          List.of(new ApiException.Fault(ErrorCode.INVALID_REQUEST.name(), "filter", fault)));
    }
    if (request.currency().isPresent()) {
      String fault = "this report converts nothing; each commitment has one currency";
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          fault,
          List.of(new ApiException.Fault(ErrorCode.INVALID_REQUEST.name(), "currency", fault)));
    }
  }
}
