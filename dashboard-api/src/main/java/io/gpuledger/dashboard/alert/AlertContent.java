package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.time.Instant;
import java.util.List;

/** What an alert tells, before it takes the form of a channel. */
interface AlertContent {
  AlertKind alertKind();

  AlertSeverity severity();

  /** Teams that it is confined to; empty where it is not. */
  List<String> teamScope();

  /** Who answers for it, or empty. */
  String owner();

  Instant seenAt();

  /** What it says. */
  Words words(Envelope envelope, Markup markup);

  /** Where it happens, for those who are paged: a node, or what is concerned. */
  String source();

  /** The holder, or empty. */
  String component();

  /** Whether what it tells of has happened already, and is not only near. */
  boolean isBreach();

  /** The facts for machines. */
  void write(ObjectNode data);
}
