package io.gpuledger.dashboard.demo;

import io.gpuledger.ingest.aws.AwsCur;
import io.gpuledger.ingest.format.Formats;
import io.gpuledger.ingest.generate.CurGenerator;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** In which form a source of the demo sends its bills. */
enum DemoForm {
  FOCUS(Formats.FOCUS) {
    @Override
    List<Path> write(FocusPlan plan, Path folder) throws IOException {
      Path file = folder.resolve(FILE);
      FocusGenerator.write(plan, file);
      return List.of(file);
    }

    @Override
    List<Path> writeToDate(FocusPlan plan, Instant end, Path folder) throws IOException {
      Path file = folder.resolve(FILE);
      return BillToDate.write(plan, end, file) == 0 ? List.of() : List.of(file);
    }

    @Override
    FocusTruth truth(FocusPlan plan) throws IOException {
      return FocusGenerator.write(plan, Writer.nullWriter());
    }

    @Override
    String issuer(FocusPlan plan) {
      return plan.shape().provider();
    }
  },

  /** CUR 2.0: CSV under gzip, with its manifest. */
  AWS_CUR(AwsCur.CUR_2.format()) {
    @Override
    List<Path> write(FocusPlan plan, Path folder) throws IOException {
      return CurGenerator.write(plan, CurGenerator.Form.CSV, folder, plan.rows() + 1).files();
    }

    @Override
    List<Path> writeToDate(FocusPlan plan, Instant end, Path folder) throws IOException {
      return CurGenerator.writeToDate(plan, CurGenerator.Form.CSV, folder, end);
    }

    @Override
    FocusTruth truth(FocusPlan plan) throws IOException {
      return CurGenerator.truth(plan);
    }

    @Override
    String issuer(FocusPlan plan) {
      return CurGenerator.ISSUER;
    }
  };

  private static final String FILE = "bill.csv";

  private final String format;

  DemoForm(String format) {
    this.format = format;
  }

  /** The word that names the format in imports and in the configuration. */
  String format() {
    return format;
  }

  /** Writes the files of a month into an empty folder, in the order of their import. */
  abstract List<Path> write(FocusPlan plan, Path folder) throws IOException;

  /** Writes what has ended by an instant; no file where nothing has. */
  abstract List<Path> writeToDate(FocusPlan plan, Instant end, Path folder) throws IOException;

  /** What a month adds up to, as its generator knows it. */
  abstract FocusTruth truth(FocusPlan plan) throws IOException;

  /** Who issues the invoices of the bill. */
  abstract String issuer(FocusPlan plan);
}
