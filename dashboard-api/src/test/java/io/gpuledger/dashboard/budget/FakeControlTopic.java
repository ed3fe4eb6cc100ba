package io.gpuledger.dashboard.budget;

import io.gpuledger.ingest.wire.Control;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A topic that remembers all records, and what a reader of its newest ones would find. */
final class FakeControlTopic implements ControlPublisher.ControlSink {
  private final List<Control> sent;
  final Map<String, Control> newest = new TreeMap<>();

  FakeControlTopic(List<Control> sent) {
    this.sent = sent;
  }

  @Override
  public void send(String kind, String id, Control control) {
    sent.add(control);
    newest.put(kind + "/" + id, control);
  }

  @Override
  public void takeBack(String kind, String id) {
    newest.remove(kind + "/" + id);
  }
}
