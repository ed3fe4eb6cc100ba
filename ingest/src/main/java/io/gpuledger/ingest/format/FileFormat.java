package io.gpuledger.ingest.format;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.FocusReader;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which format one file has, told by its header.
 *
 * @param words the formats that it has: one where it is told, none where it is not, more where it
 *     cannot be said which
 * @param chosen the native format, where it is told and not FOCUS
 * @param refusal why the file is read by no format; empty where one reads it, or where the reader
 *     of FOCUS will say it
 */
record FileFormat(List<String> words, Optional<BillFormat> chosen, Optional<Problem> refusal) {
  private static final FileFormat UNTOLD =
      new FileFormat(List.of(), Optional.empty(), Optional.empty());

  FileFormat {
    words = List.copyOf(words);
  }

  static FileFormat of(BillFile file, FormatChoice choice) throws IOException {
    if (choice.only().isPresent()) {
      return new FileFormat(List.of(choice.only().get().format()), choice.only(), Optional.empty());
    }
    List<String> words = new ArrayList<>();
    List<BillFormat> whole = new ArrayList<>();
    List<String> near = new ArrayList<>();
    List<String> names = RawFile.names(file, RawLayout.TOLD_BY_FILE);
    boolean focus = choice.focus() && FocusReader.recognises(names);
    if (focus) {
      words.add(Formats.FOCUS);
    }
    for (BillFormat format : choice.natives()) {
      RawLayout layout = format.layout();
      NativeColumns columns =
          new NativeColumns(
              layout.equals(RawLayout.TOLD_BY_FILE) ? names : RawFile.names(file, layout));
      FormatFit fit = format.fit(columns);
      if (fit.kind() == FormatFit.Kind.WHOLE) {
        whole.add(format);
        words.add(format.format());
      } else if (fit.kind() == FormatFit.Kind.NEAR) {
        near.add(format.format() + " (lacks " + String.join(", ", fit.missing()) + ")");
      }
    }
    if (whole.stream().anyMatch(BillFormat::isFocusDialect)) {
      words.remove(Formats.FOCUS);
    }
    if (words.size() > 1) {
      return new FileFormat(words, Optional.empty(), Optional.of(ambiguous(file, words)));
    }
    if (words.size() == 1) {
      return new FileFormat(words, whole.stream().findFirst(), Optional.empty());
    }
    return near.isEmpty()
        ? UNTOLD
        : new FileFormat(List.of(), Optional.empty(), Optional.of(nearly(file, names, near)));
  }

  private static Problem ambiguous(BillFile file, List<String> words) {
    return problem(
        file,
        "the header is that of "
            + String.join(" and of ", words)
            + "; say which one it is (--format)");
  }

  private static Problem nearly(BillFile file, List<String> names, List<String> near) {
    return problem(
        file,
        "the header ("
            + names.stream().limit(4).map(RawFile::shownName).collect(Collectors.joining(", "))
            + ", ...; "
            + names.size()
            + " columns) is that of no format; near is "
            + String.join("; ", near));
  }

  static Problem problem(BillFile file, String message) {
    return new Problem(
        ProblemCode.UNKNOWN_FORMAT, new Location(file.name(), 1, 0), "", message, "");
  }
}
