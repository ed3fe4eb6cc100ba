package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.Map;

/** The declared forms; {@code docs/formats/platforms.md} and {@code vectors.md} have the rules. */
public final class Platforms {
  private static final Map<FocusColumn, String> COMPUTE =
      Map.of(
          FocusColumn.SERVICE_CATEGORY, "Compute",
          FocusColumn.SERVICE_SUBCATEGORY, "Virtual Machines",
          FocusColumn.PRICING_CATEGORY, "Standard");

  private static final Map<FocusColumn, String> TOKENS =
      Map.of(
          FocusColumn.SERVICE_CATEGORY, "AI and Machine Learning",
          FocusColumn.SERVICE_SUBCATEGORY, "Generative AI",
          FocusColumn.PRICING_CATEGORY, "Standard");

  private static final Map<FocusColumn, String> VECTORS =
      Map.of(
          FocusColumn.SERVICE_CATEGORY, "Databases",
          FocusColumn.SERVICE_SUBCATEGORY, "NoSQL Databases",
          FocusColumn.PRICING_CATEGORY, "Standard");

  private static final List<Map.Entry<String, PlatformUnit>> PINECONE_UNITS =
      List.of(
          Map.entry(" read unit", PlatformUnit.of("Read Units")),
          Map.entry(" write unit", PlatformUnit.of("Write Units")),
          Map.entry(" token", PlatformUnit.of("Tokens")));

  private static final List<Map.Entry<String, PlatformUnit>> ZILLIZ_UNITS =
      List.of(Map.entry(" cu ", PlatformUnit.of("CU-Hours")));

  private static final PlatformForm RUNPOD =
      new PlatformForm(
          "runpod",
          "runpod-2",
          "RunPod",
          COMPUTE,
          RawLayout.TOLD_BY_FILE,
          true,
          Scope.Kind.ACCOUNT_DAY,
          List.of(List.of("time"), List.of("amount"), List.of("timeBilledMs", "diskSpaceBilledGB")),
          List.of("time"),
          List.of(),
          List.of(),
          List.of("amount"),
          List.of(),
          List.of(),
          Map.of(FocusColumn.RESOURCE_ID, List.of("endpointId", "podId", "networkVolumeId")),
          RunPodDetails::new);

  private static final PlatformForm RUNPOD_2 =
      new PlatformForm(
          "runpod",
          "runpod-v2-2",
          "RunPod",
          COMPUTE,
          RawLayout.json("records"),
          true,
          Scope.Kind.ACCOUNT_DAY,
          List.of(
              List.of("time", "startTime", "bucketStart"),
              List.of("totalAmount", "amount"),
              List.of("podId")),
          List.of("time", "startTime", "bucketStart"),
          List.of(),
          List.of("$.metadata.bucketSize"),
          List.of("totalAmount", "amount"),
          List.of(),
          List.of(),
          Map.of(FocusColumn.RESOURCE_ID, List.of("podId")),
          RunPodDetails::new);

  private static final PlatformForm MODAL =
      new PlatformForm(
          "modal",
          "modal-2",
          "Modal",
          COMPUTE,
          RawLayout.json("", "tags", "cost_by_resource"),
          true,
          Scope.Kind.ACCOUNT_DAY,
          List.of(List.of("object_id"), List.of("interval_start"), List.of("cost")),
          List.of("interval_start"),
          List.of(),
          List.of(),
          List.of("cost"),
          List.of(),
          List.of(),
          Map.of(
              FocusColumn.RESOURCE_ID, List.of("object_id"),
              // Names that people gave are no text in which a device is looked for.
              FocusColumn.RESOURCE_NAME, List.of("description"),
              FocusColumn.SUB_ACCOUNT_ID, List.of("environment_name", "environment"),
              FocusColumn.TAGS, List.of("tags")),
          ModalDetails::new);

  private static final PlatformForm VAST_CHARGES =
      new PlatformForm(
          "vast",
          "vast-charges-2",
          "Vast.ai",
          COMPUTE,
          RawLayout.json("results", "metadata"),
          true,
          Scope.Kind.ACCOUNT_MONTH,
          List.of(List.of("source"), List.of("start"), List.of("end"), List.of("amount")),
          List.of("start"),
          List.of("end"),
          List.of(),
          List.of("amount"),
          List.of(),
          List.of("$.next_token"),
          Map.of(
              FocusColumn.RESOURCE_ID, List.of("source"),
              FocusColumn.RESOURCE_TYPE, List.of("type"),
              FocusColumn.CHARGE_DESCRIPTION, List.of("description")),
          VastDetails::new);

  private static final PlatformForm VAST_INVOICES =
      new PlatformForm(
          "vast",
          "vast-invoices-2",
          "Vast.ai",
          COMPUTE,
          RawLayout.TOLD_BY_FILE,
          false,
          Scope.Kind.ACCOUNT_MONTH,
          List.of(
              List.of("timestamp"),
              List.of("amount"),
              List.of("description"),
              List.of("type"),
              List.of("quantity", "rate")),
          List.of("timestamp"),
          List.of(),
          List.of(),
          List.of("amount"),
          List.of(),
          List.of(),
          Map.of(
              FocusColumn.RESOURCE_ID, List.of("instance_id"),
              FocusColumn.CHARGE_DESCRIPTION, List.of("description")),
          VastDetails::new);

  private static final PlatformForm TOGETHER =
      new PlatformForm(
          "together",
          "together-2",
          "Together AI",
          TOKENS,
          RawLayout.json("windows.line_items"),
          true,
          Scope.Kind.ACCOUNT_DAY,
          List.of(
              List.of("product_name"),
              List.of("cost", "amount", "cost.amount"),
              List.of("$.windows.start_time", "$.windows.window_start", "$.windows.start"),
              List.of("$.windows.end_time", "$.windows.window_end", "$.windows.end")),
          List.of("$.windows.start_time", "$.windows.window_start", "$.windows.start"),
          List.of("$.windows.end_time", "$.windows.window_end", "$.windows.end"),
          List.of(),
          List.of("cost", "amount", "cost.amount"),
          List.of("currency", "cost.currency", "$.currency"),
          List.of("$.has_more", "$.next_page", "$.next_cursor"),
          Map.of(
              FocusColumn.BILLING_ACCOUNT_ID, List.of("$.organization_id", "organization_id"),
              FocusColumn.SUB_ACCOUNT_ID, List.of("project_id"),
              FocusColumn.CHARGE_DESCRIPTION, List.of("product_name"),
              FocusColumn.SKU_ID, List.of("product_name")),
          columns -> new UnitDetails(columns, List.of("product_name"), List.of(), List.of()));

  private static final PlatformForm PINECONE =
      new PlatformForm(
          "pinecone",
          "pinecone-2",
          "Pinecone",
          VECTORS,
          RawLayout.TOLD_BY_FILE,
          false,
          Scope.Kind.ACCOUNT_DAY,
          List.of(
              List.of("date", "usage_date", "day"),
              List.of("sku", "product_sku", "sku_name"),
              List.of("project", "project_name", "project_id"),
              List.of("cost", "total_cost", "amount")),
          List.of("date", "usage_date", "day"),
          List.of(),
          List.of(),
          List.of("cost", "total_cost", "amount"),
          List.of("currency"),
          List.of(),
          Map.of(
              FocusColumn.BILLING_ACCOUNT_ID, List.of("organization_id", "organization"),
              FocusColumn.SUB_ACCOUNT_ID, List.of("project_id", "project", "project_name"),
              FocusColumn.SKU_ID, List.of("sku", "product_sku", "sku_name"),
              FocusColumn.SERVICE_NAME, List.of("service"),
              FocusColumn.RESOURCE_NAME, List.of("index", "index_name", "resource"),
              FocusColumn.REGION_ID, List.of("region"),
              FocusColumn.TAGS, List.of("tags")),
          columns ->
              new UnitDetails(
                  columns,
                  List.of("sku", "product_sku", "sku_name"),
                  PINECONE_UNITS,
                  List.of("project_id", "project", "project_name")));

  private static final PlatformForm ZILLIZ =
      new PlatformForm(
          "zilliz",
          "zilliz-2",
          "Zilliz",
          VECTORS,
          RawLayout.json("data.results"),
          false,
          Scope.Kind.ACCOUNT_DAY,
          List.of(
              List.of("intervalStart"),
              List.of("intervalEnd"),
              List.of("usageAmount", "amount", "total")),
          List.of("intervalStart"),
          List.of("intervalEnd"),
          List.of(),
          List.of("usageAmount", "amount", "total"),
          List.of("currency", "$.data.currency"),
          List.of(),
          Map.of(
              FocusColumn.BILLING_ACCOUNT_ID, List.of("orgId", "organizationId", "$.data.orgId"),
              FocusColumn.SUB_ACCOUNT_ID, List.of("projectId"),
              FocusColumn.SUB_ACCOUNT_NAME, List.of("projectName"),
              FocusColumn.RESOURCE_ID, List.of("clusterId", "resourceId"),
              FocusColumn.RESOURCE_NAME, List.of("clusterName", "resourceName"),
              FocusColumn.REGION_ID, List.of("regionId", "region"),
              FocusColumn.SKU_ID, List.of("costType"),
              FocusColumn.CHARGE_DESCRIPTION, List.of("costType")),
          columns ->
              new UnitDetails(columns, List.of("costType"), ZILLIZ_UNITS, List.of("projectId")));

  /** The formats; those of one word read different answers of one provider. */
  public static final List<BillFormat> FORMATS =
      List.of(RUNPOD, RUNPOD_2, MODAL, VAST_CHARGES, VAST_INVOICES, TOGETHER, PINECONE, ZILLIZ)
          .stream()
          .<BillFormat>map(form -> new PlatformFormat(form, List.of()))
          .toList();

  private Platforms() {}
}
