package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where an answer's records stand, and which of their fields say what. A field may have several
 * names, of which the first that has a value counts.
 *
 * @param word of the command line; forms of one word are told apart by their fields
 * @param version changes whenever the same file would be read differently
 * @param provider who sells and bills
 * @param constants columns that are the same in every charge
 * @param layout where the records stand
 * @param floats whether the amounts are computed with floats
 * @param scope what one delivery covers
 * @param needed names of the fields that tell the form; of each list one must be there
 * @param start begin of the record's time
 * @param end its end; without one the record is of an hour or a day
 * @param bucket what says whether records are of hours or days; empty where only their times do
 * @param amount what is billed
 * @param currency empty for US dollars
 * @param more what is there where the provider holds more pages
 * @param columns columns that are taken over as they stand
 * @param details what only this form has
 */
record PlatformForm(
    String word,
    String version,
    String provider,
    Map<FocusColumn, String> constants,
    RawLayout layout,
    boolean floats,
    Scope.Kind scope,
    List<List<String>> needed,
    List<String> start,
    List<String> end,
    List<String> bucket,
    List<String> amount,
    List<String> currency,
    List<String> more,
    Map<FocusColumn, List<String>> columns,
    Function<NativeColumns, Details> details) {

  /** How far the columns of a file are those of the form. */
  FormatFit fit(NativeColumns columns) {
    List<String> missing =
        needed.stream()
            .filter(names -> names.stream().noneMatch(columns::has))
            .map(names -> names.get(0))
            .toList();
    if (missing.isEmpty()) {
      return FormatFit.WHOLE;
    }
    return missing.size() * 2 <= needed.size()
        ? new FormatFit(FormatFit.Kind.NEAR, missing)
        : FormatFit.NONE;
  }

  /** The positions of a field by its names, {@link NativeColumns#NONE} where the file has none. */
  static int[] fields(NativeColumns columns, List<String> names) {
    return names.stream().mapToInt(columns::of).toArray();
  }
}
