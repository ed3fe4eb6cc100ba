package io.gpuledger.dashboard.ledger;

import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.ExportQueries;
import io.gpuledger.dashboard.query.ExportRefusedException;
import io.gpuledger.dashboard.query.FocusExport;
import java.io.IOException;
import java.io.OutputStream;

/** An export as the API gives it: refused while what it would hold is not whole. */
record LedgerExport(FocusExport export) implements ExportQueries.Export {
  LedgerExport {
    long waiting = export.waitingDeliveries();
    if (waiting > 0) {
      throw new ApiException(
          ErrorCode.NOT_AVAILABLE,
          waiting
              + " deliveries that came or went are still being allocated; try again shortly, or"
              + " ask as of an earlier instant");
    }
  }

  static ApiException refusal(ExportRefusedException e) {
    return new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
  }

  @Override
  public Object summary() {
    return export.view();
  }

  @Override
  public void write(OutputStream out) throws IOException {
    try {
      export.write(out);
    } catch (ExportRefusedException e) {
      throw refusal(e);
    }
  }
}
