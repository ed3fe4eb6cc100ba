package io.gpuledger.ingest.focus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a JSON text: the dotted paths of its values, in the order in which they occur. */
final class JsonColumns {
  /** What the path of a value outside the record begins with. */
  static final String OUTER = "$.";

  /** Most keys of objects, be they columns or objects of further keys. */
  static final int MAX_KEYS = 16 * FocusLimits.MAX_COLUMNS;

  /** Longest key, in characters. */
  static final int MAX_KEY_LENGTH = 1_024;

  private final JsonLayout layout;
  private final List<String> names = new ArrayList<>();
  private final Node root = new Node("", false);

  /** Where all keys stand that are too many or too long; the file is refused then. */
  private final Node rest = new Node("...", false);

  private int keys;
  private boolean overflown;

  JsonColumns(JsonLayout layout) {
    this.layout = layout;
  }

  /** A key of an object, by all keys before it. */
  final class Node {
    private final String path;
    private final boolean whole;
    private final Map<String, Node> children = new HashMap<>();
    private int column = -1;

    private Node(String path, boolean whole) {
      this.path = path;
      this.whole = whole;
    }

    /** Whether an object that stands here is one cell. */
    boolean whole() {
      return whole;
    }

    Node child(String key) {
      Node found = children.get(key);
      if (found == null && (this == rest || keys >= MAX_KEYS || key.length() > MAX_KEY_LENGTH)) {
        overflown = true;
        return rest;
      }
      if (found == null) {
        keys++;
        String name = path.isEmpty() || path.equals(OUTER) ? path + key : path + '.' + key;
        found = new Node(name, layout.whole().contains(FocusVersion.normalised(name)));
        children.put(key, found);
      }
      return found;
    }

    /** The position of the column of the values that stand here, from 0. */
    int column() {
      if (column < 0) {
        column = names.size();
        names.add(path);
      }
      return column;
    }
  }

  /** Where the keys of a record stand. */
  Node root() {
    return root;
  }

  /** Where the keys of the text stand that is around the records. */
  Node outer() {
    Node found = root.children.get(OUTER);
    if (found == null) {
      found = new Node(OUTER, false);
      root.children.put(OUTER, found);
    }
    return found;
  }

  /** The names of the columns met so far. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Whether there are more columns or keys than are read. */
  boolean tooMany() {
    return overflown || names.size() > FocusLimits.MAX_COLUMNS;
  }

  int size() {
    return names.size();
  }

  JsonLayout layout() {
    return layout;
  }
}
