package io.gpuledger.dashboard.http;

import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.TypedTotal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what it was given. */
final class FakeWrites implements LedgerWrites {
  volatile Path lastFile;

  /** What an import answers in place of what it was given. */
  volatile @Nullable Object report;

  @Override
  public Object importBills(ImportCommand command) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("source", command.source());
    seen.put("replacePeriod", command.replacePeriod());
    for (Path file : command.files()) {
      lastFile = file;
      try {
        seen.put(file.getFileName().toString(), Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Object told = report;
    return told == null ? seen : told;
  }

  @Override
  public Object typeInvoice(TypedTotal total, String user) {
    return Map.of("typed", total.key().toString(), "by", user);
  }

  @Override
  public Optional<Object> withdrawInvoice(InvoiceKey key, String user) {
    return key.invoiceId().equals("INV-1")
        ? Optional.of(Map.of("withdrawn", key.toString()))
        : Optional.empty();
  }

  @Override
  public Optional<Object> chargeOwned(String source, YearMonth period) {
    return source.equals("hall-1")
        ? Optional.of(Map.of("owned", period.toString()))
        : Optional.empty();
  }

  @Override
  public Object replay(ReplayCommand command) {
    return Map.of("cluster", command.cluster(), "cadence", command.cadence().toString());
  }

  @Override
  public Optional<Object> retract(String deliveryId) {
    return deliveryId.equals("d1") ? Optional.of(Map.of("deliveryId", "d1")) : Optional.empty();
  }

  @Override
  public Optional<Object> startRunaway() {
    return Optional.empty();
  }
}
