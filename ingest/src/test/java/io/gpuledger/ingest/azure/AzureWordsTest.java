package io.gpuledger.ingest.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units, regions, services and meters in Azure's words. */
class AzureWordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "1 Hour, 1, Hours, false",
    "10 Hours, 10, Hours, false",
    "1/Month, 1, Units/Month, false",
    "1 GB/Month, 1, GB/Month, false",
    "10K, 10000, Units, true",
    "1M, 1000000, Units, true",
    "1K Tokens, 1000, Tokens, true",
    "100 GB, 100, GB, false",
    "1 Month, 1, Months, false",
    "Hours, 1, Hours, false",
    "'', 1, Units, false",
    "0, 1, Units, true",
    "1 hora, 1, Hours, false"
  })
  void a_unit_is_a_block_of_something(String text, BigDecimal block, String noun, boolean counted) {
    assertThat(AzureUnits.of(text)).isEqualTo(new AzureUnits(block, noun, counted));
  }

  @Test
  void a_meter_too_long_to_be_one_names_no_size() {
    assertThat(AzureSku.sizeOf("ND96isr H100 v5 Spot")).isEqualTo("Standard_ND96isr_H100_v5");
    assertThat(AzureSku.sizeOf("ND96isr" + " x".repeat(100_000) + " v5")).isEmpty();
  }

  @Test
  void a_text_too_long_to_be_a_day_is_none() {
    AzurePeriods periods = new AzurePeriods();
    assertThat(periods.day("10/05/2026")).hasToString("Optional[2026-10-05]");
    assertThat(periods.day("10/05/2026" + " ".repeat(10_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EastUS2, eastus2, East US 2",
    "US East 2, eastus2, East US 2",
    "east us 2, eastus2, East US 2",
    "AP Southeast, southeastasia, Southeast Asia",
    "EU West, westeurope, West Europe",
    "CH North, switzerlandnorth, Switzerland North",
    "chnorth, chnorth, ''",
    "Atlantis North, atlantisnorth, ''"
  })
  void a_region_is_found_by_each_of_its_spellings(String text, String id, String name) {
    assertThat(AzureRegions.of(text)).isEqualTo(new AzureRegions.Region(id, name));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-0806-Inp-glbl Tokens,"
        + " '{\"x_Model\":\"gpt-4o-0806\",\"x_TokenType\":\"input\",\"x_Locality\":\"Global\"}'",
    "gpt 4.1 batch Outp regnl Tokens, '{\"x_Model\":\"gpt-4.1\",\"x_TokenType\":\"output\","
        + "\"x_Locality\":\"Regional\",\"x_Batch\":true}'",
    "claude sonnet cache write Inp Tokens,"
        + " '{\"x_Model\":\"claude-sonnet\",\"x_TokenType\":\"cache-write-input\"}'",
    "gpt-5 cchd Inp DZone 1M Tokens, '{\"x_Model\":\"gpt-5\",\"x_TokenType\":\"cache-read-input\","
        + "\"x_Locality\":\"Data Zone\"}'",
    "text-embedding-3-large-glbl Tokens,"
        + " '{\"x_Model\":\"text-embedding-3-large\",\"x_Locality\":\"Global\"}'",
    "Provisioned Managed Data Zone Unit,"
        + " '{\"x_Locality\":\"Data Zone\",\"x_ProvisionedThroughput\":true}'"
  })
  void a_meter_of_models_tells_model_and_kind(String meter, String details) {
    ObjectNode out = JSON.createObjectNode();
    AzureTokens.of(meter).orElseThrow().addTo(out);
    assertThat(out).hasToString(details);
  }

  @ParameterizedTest
  @CsvSource({"D2 v3/D2s v3", "GPT-35 FTuned Hosting Unit", "Basic Load Balancer", "''"})
  void other_meters_tell_nothing(String meter) {
    assertThat(AzureTokens.of(meter)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x_ActualCost_1.csv, ACTUAL",
    "contoso-amortized.csv, AMORTISED",
    "part_0_0001.csv,",
    "actual-and-amortized.csv,"
  })
  void a_name_tells_a_view_where_it_names_one(String name, AzureView view) {
    assertThat(AzureView.named(name)).isEqualTo(java.util.Optional.ofNullable(view));
  }

  /** Azure's own list of 383 units, where it is at hand: blocks and nouns agree but for these. */
  @Test
  void units_agree_with_the_published_list() throws IOException {
    List<String> blocks = new ArrayList<>();
    int nouns = 0;
    int all = 0;
    for (NamedCsvRecord row : published("PricingUnits.csv")) {
      AzureUnits units = AzureUnits.of(row.getField("UnitOfMeasure"));
      all++;
      if (units.block().compareTo(new BigDecimal(row.getField("PricingBlockSize"))) != 0) {
        blocks.add(row.getField("UnitOfMeasure"));
      }
      nouns += units.noun().equalsIgnoreCase(row.getField("DistinctUnits")) ? 1 : 0;
    }
    assertThat(blocks).containsExactly("10000s");
    assertThat(all).isGreaterThan(350);
    assertThat(nouns).isGreaterThan(300);
  }

  @Test
  void regions_agree_with_the_published_list() throws IOException {
    List<String> differ = new ArrayList<>();
    int named = 0;
    for (NamedCsvRecord row : published("Regions.csv")) {
      AzureRegions.Region region = AzureRegions.of(row.getField("OriginalValue"));
      if (!region.name().isEmpty()) {
        named++;
        if (!region.id().equals(row.getField("RegionId"))
            || !region.name().equals(row.getField("RegionName"))) {
          differ.add(row.getField("OriginalValue"));
        }
      }
    }
    assertThat(differ).isEmpty();
    assertThat(named).isGreaterThan(100);
  }

  @Test
  void services_agree_with_the_published_list() throws IOException {
    List<String> differ = new ArrayList<>();
    for (NamedCsvRecord row : published("Services.csv")) {
      String type = row.getField("ResourceType");
      AzureServices.Service service = AzureServices.of(type, "", "", false);
      boolean own = type.startsWith(row.getField("ConsumedService") + "/");
      boolean known = !service.name().isEmpty();
      if (own && known && !service.equals(published(row))) {
        differ.add(type + ": " + service + ", " + published(row));
      }
    }
    assertThat(differ).isEmpty();
  }

  private static AzureServices.Service published(NamedCsvRecord row) {
    return new AzureServices.Service(
        row.getField("ServiceName"),
        row.getField("ServiceCategory"),
        row.getField("ServiceSubcategory"));
  }

  private static List<NamedCsvRecord> published(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("gpuledger.sharedData", "absent"))
            .resolve("billing/azure/open-data")
            .resolve(name);
    assumeThat(Files.exists(file)).as("sample data %s is not at hand", name).isTrue();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      return csv.stream().toList();
    }
  }
}
