package io.gpuledger.ingest.delivery;

import io.gpuledger.cost.charge.Charge;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.ChargeBlockReader;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps what an import sends. */
final class MemorySink implements DeliverySink {
  final List<DeliveryManifest> manifests = new ArrayList<>();
  final List<ChargeBlock> blocks = new ArrayList<>();
  final List<Reject> rejects = new ArrayList<>();

  @Override
  public void manifest(DeliveryManifest manifest) {
    manifests.add(manifest);
  }

  @Override
  public void charges(ChargeBlock block) {
    blocks.add(block);
  }

  @Override
  public void reject(Reject reject) {
    rejects.add(reject);
  }

  @Override
  public void flush() {}

  List<Charge> charges() {
    return blocks.stream()
        .map(ChargeBlockReader::of)
        .flatMap(reader -> IntStream.range(0, reader.rows()).mapToObj(reader::charge))
        .toList();
  }

  List<DeliveryManifest> closed() {
    return manifests.stream()
        .filter(manifest -> manifest.getEvent() == DeliveryManifest.Event.CLOSED)
        .toList();
  }
}
