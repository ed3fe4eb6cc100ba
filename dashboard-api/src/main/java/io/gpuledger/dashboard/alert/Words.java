package io.gpuledger.dashboard.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An alert in words and in the markup of a channel, part by part. */
interface Words {
  /** One line, without any mark. */
  String title();

  /** Two short parts that stand side by side where the channel can. */
  List<String> fields();

  /** What it costs now in an hour. */
  String burn();

  /** Whether it can wait. */
  String canWait();

  /** The rest, each a paragraph. */
  List<String> sections();

  /** Scope, time and link, in a line. */
  String footer();

  /** Parts by their names, for channels that show them apart. */
  Map<String, String> details();

  /** Every part, in the order of reading. */
  default List<String> parts() {
    List<String> parts = new ArrayList<>(fields());
    parts.add(burn());
    parts.add(canWait());
    parts.addAll(sections());
    parts.add(footer());
    return parts;
  }
}
