package io.gpuledger.ingest.focus;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file: a field of its records, or of a struct in them.
 *
 * @param name with points between the names of structs and field
 * @param path positions of the fields that lead to it
 * @param type of the last field
 */
record ParquetColumn(String name, List<Integer> path, Type type) {
  ParquetColumn {
    path = List.copyOf(path);
  }

  /**
   * The columns of records.
   *
   * @param structs whether the fields of structs are columns
   */
  static List<ParquetColumn> of(List<Type> types, boolean structs) {
    List<ParquetColumn> columns = new ArrayList<>();
    add(columns, "", List.of(), types, structs);
    return columns;
  }

  private static void add(
      List<ParquetColumn> columns,
      String prefix,
      List<Integer> before,
      List<Type> types,
      boolean structs) {
    for (int i = 0; i < types.size(); i++) {
      Type type = types.get(i);
      List<Integer> path = new ArrayList<>(before);
      path.add(i);
      String name = prefix + type.getName();
      if (structs && isStruct(type)) {
        GroupType struct = type.asGroupType();
        add(columns, name + '.', path, struct.getFields(), true);
      } else {
        columns.add(new ParquetColumn(name, path, type));
      }
    }
  }

  /** Lists and maps have a logical type, and repeated groups are lists. */
  private static boolean isStruct(Type type) {
    return !type.isPrimitive()
        && type.getLogicalTypeAnnotation() == null
        && !type.isRepetition(Type.Repetition.REPEATED);
  }

  /** What holds the column's value in a record; null where it has none. */
  @Nullable Group holder(Group record) {
    Group at = record;
    for (int i = 0; i < path.size() - 1; i++) {
      if (at.getFieldRepetitionCount(path.get(i)) == 0) {
        return null;
      }
      at = at.getGroup(path.get(i), 0);
    }
    return at.getFieldRepetitionCount(field()) == 0 ? null : at;
  }

  /** The position of the column in what holds it. */
  int field() {
    return path.get(path.size() - 1);
  }
}
