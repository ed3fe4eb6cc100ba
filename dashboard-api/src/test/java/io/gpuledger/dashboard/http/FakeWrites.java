package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
    ObjectNode report = ApiFixture.JSON.createObjectNode();
    report.put("typed", total.key().toString()).put("by", user);
    total
        .lines()
        .forEach(
            line ->
                report
                    .withArray("billingPeriods")
                    .addObject()
                    .put("start", line.billingPeriod().start().toString())
                    .put("end", line.billingPeriod().end().toString()));
    return report;
  }

  @Override
  public Optional<Object> withdrawInvoice(InvoiceKey key, String user) {
    return key.invoiceId().equals("INV-1")
        ? Optional.of(Map.of("withdrawn", key.toString()))
        : Optional.empty();
  }

  @Override
  public Optional<Object> chargeOwned(String source, YearMonth period) {
    if (!source.equals("hall-1")) {
      return Optional.empty();
    }
    ObjectNode report = ApiFixture.JSON.createObjectNode().put("owned", period.toString());
    report
        .withArray("deliveries")
        .addObject()
        .put("visible", true)
        .put("unchanged", false)
        .putObject("scope")
        .put("start", period + "-01T00:00:00Z")
        .put("end", period.plusMonths(1) + "-01T00:00:00Z");
    return Optional.of(report);
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
