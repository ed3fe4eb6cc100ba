package io.gpuledger.cost.energy;

import io.gpuledger.cost.money.Amount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Published facts of cloud regions: grid factors, and the power usage effectiveness of a provider's
 * buildings. They stand in {@code grid-factors.csv} beside this class, each with source and date.
 */
public final class PublishedFactors {
  private static final int FIELDS = 5;

  private final Map<List<String>, GridFactor> byRegion = new HashMap<>();

  /** Averages over a provider's buildings, as Cloud Carbon Footprint publishes them. */
  private static final Map<String, Amount> PUE =
      Map.of(
          "aws", Amount.parse("1.135"),
          "azure", Amount.parse("1.185"),
          "gcp", Amount.parse("1.1"));

  private PublishedFactors() {}

  /** Reads the table that the program carries. */
  public static PublishedFactors load() {
    PublishedFactors factors = new PublishedFactors();
    try (InputStream in = PublishedFactors.class.getResourceAsStream("grid-factors.csv");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          factors.add(line.split(",", FIELDS));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return factors;
  }

  private void add(String... fields) {
    byRegion.put(
        key(fields[0], fields[1]),
        new GridFactor(Amount.parse(fields[2]), fields[4], LocalDate.parse(fields[3])));
  }

  /** The factor of a region such as {@code aws}, {@code us-east-1}; empty where none is known. */
  public Optional<GridFactor> find(String provider, String region) {
    return Optional.ofNullable(byRegion.get(key(provider, region)));
  }

  /** The published effectiveness of a provider's buildings; empty where none is known. */
  public Optional<Amount> pue(String provider) {
    return Optional.ofNullable(PUE.get(provider.toLowerCase(Locale.ROOT)));
  }

  /** Azure writes a region as "East US" and as "eastus". */
  private static List<String> key(String provider, String region) {
    return List.of(
        provider.toLowerCase(Locale.ROOT), region.toLowerCase(Locale.ROOT).replace(" ", ""));
  }
}
