package io.gpuledger.dashboard.export;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.conformance.ReleaseColumn;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.FormerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns of a file of one release, in order: those of FOCUS, what later releases brought (with
 * {@code x_} before it), what the ledger adds, and the sources' own columns.
 */
public final class FocusLayout {
  /** Releases that are written, newest first. */
  public static final List<FocusVersion> VERSIONS =
      List.of(FocusVersion.V1_4, FocusVersion.V1_3, FocusVersion.V1_2);

  /** Before the name of a column of the bill where the ledger's own has taken the name. */
  private static final String OF_BILL = "x_Bill";

  private static final Map<String, FocusColumn> BY_NAME = byName();

  private final ExportShape shape;
  private final List<String> names = new ArrayList<>();
  private final List<Function<FocusRow, String>> cells = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  private FocusLayout(FocusVersion version, ExportShape shape) {
    this.shape = shape;
    List<ReleaseColumn> release = ReleaseColumn.ofCostAndUsage(version);
    ofRelease(release);
    ofOtherReleases(release);
    ofLedger();
    ofBill();
  }

  /** The layout of a release for charges of a shape. */
  public static FocusLayout of(FocusVersion version, ExportShape shape) {
    return new FocusLayout(version, shape);
  }

  /** The names of the columns. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The cell of a row in a column; empty is a null. */
  String cell(int column, FocusRow row) {
    return cells.get(column).apply(row);
  }

  private void ofRelease(List<ReleaseColumn> release) {
    Set<String> features = new HashSet<>();
    for (ReleaseColumn column : release) {
      if (isPresent(column.name())) {
        column.feature().ifPresent(features::add);
      }
    }
    for (ReleaseColumn column : release) {
      boolean companion = column.feature().filter(features::contains).isPresent();
      boolean standing =
          column.mandatory()
              || (column.recommended() && column.nullable())
              || FocusRow.isAllocation(column.name());
      if (standing || companion || isPresent(column.name())) {
        Optional<FormerName> former = FormerName.of(column.name());
        add(
            column.name(),
            former.isPresent()
                ? row -> row.former(former.get())
                : cellOf(column(column.name()), FocusRow.isAllocation(column.name())));
      }
    }
  }

  /** What the release does not know yet keeps its value under a custom name. */
  private void ofOtherReleases(List<ReleaseColumn> release) {
    Set<String> known = new HashSet<>();
    release.forEach(column -> known.add(column.name()));
    for (FocusColumn column : FocusColumn.values()) {
      boolean former = known.contains(former(column));
      boolean allocation = FocusRow.isAllocation(column.focusName());
      if (known.contains(column.focusName()) || former || allocation || !isPresent(column)) {
        continue;
      }
      String name = column.focusName();
      if (name.startsWith("x_")) {
        add(name, cellOf(column, false));
      } else {
        add("x_" + name, cellOf(column, false));
      }
    }
  }

  private static String former(FocusColumn column) {
    for (FormerName name : FormerName.values()) {
      if (name.column() == column) {
        return name.focusName();
      }
    }
    return "";
  }

  private void ofLedger() {
    add("x_SplitOriginId", FocusRow::origin);
    for (LineField field : LineField.values()) {
      add(field.exportName(), row -> row.line().text(field));
    }
    add("x_PolicyVersion", row -> row.line().policyVersion());
    add("x_UsageStart", row -> row.line().usageStart().toString());
    add("x_UsageEnd", row -> row.line().usageEnd().toString());
    add("x_DeviceSeconds", FocusRow::deviceSeconds);
    String model = FocusColumn.X_DEVICE_MODEL.focusName();
    if (taken.add(key(model))) {
      names.add(model);
      cells.add(FocusRow::deviceModel);
    }
  }

  private void ofBill() {
    for (FocusColumn column : FocusColumn.values()) {
      if (FocusRow.isAllocation(column.focusName()) && isPresent(column)) {
        add(OF_BILL + column.focusName(), row -> row.charge().text(column));
      }
    }
    for (String name : shape.extra()) {
      boolean used =
          FormerName.of(name.substring(Math.min(2, name.length())))
              .filter(former -> taken.contains(key(former.focusName())))
              .isPresent();
      if (!used) {
        String free = name;
        while (taken.contains(key(free))) {
          free = OF_BILL + free.substring(2);
        }
        add(free, row -> hidesWhole(row) ? "" : row.charge().extra(name));
      }
    }
  }

  /** Whether what stands undivided in a row would tell the reader what others bear. */
  private boolean hidesWhole(FocusRow row) {
    return shape.confined() && !row.shares().isWhole();
  }

  private Function<FocusRow, String> cellOf(FocusColumn column, boolean allocation) {
    if (allocation) {
      return row -> row.allocation(column);
    }
    if (column == FocusColumn.X_DEVICE_MODEL) {
      return FocusRow::deviceModel;
    }
    if (ChargeShares.isCost(column)) {
      return row -> row.shares().cost(row.index(), column);
    }
    if (ChargeShares.DIVIDED.contains(column)) {
      return row -> row.shares().part(row.index(), column);
    }
    return column == FocusColumn.CONTRACT_APPLIED
        ? row -> hidesWhole(row) ? "" : row.shares().contract(row.index())
        : row -> row.charge().text(column);
  }

  private void add(String name, Function<FocusRow, String> cell) {
    if (!taken.add(key(name))) {
      throw new IllegalStateException("column " + name + " twice");
    }
    names.add(name);
    cells.add(cell);
  }

  private boolean isPresent(String name) {
    return Optional.ofNullable(BY_NAME.get(name)).filter(this::isPresent).isPresent();
  }

  private boolean isPresent(FocusColumn column) {
    return shape.present().contains(column);
  }

  private static FocusColumn column(String name) {
    return Optional.ofNullable(BY_NAME.get(name))
        .orElseThrow(() -> new IllegalStateException("no charge has a column " + name));
  }

  /** Readers take names as equal whatever their case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Map<String, FocusColumn> byName() {
    Map<String, FocusColumn> names = new HashMap<>();
    for (FocusColumn column : FocusColumn.values()) {
      names.put(column.focusName(), column);
    }
    return names;
  }
}
